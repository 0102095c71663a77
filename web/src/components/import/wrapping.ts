/** A button whose label may take several lines, for long labels on narrow screens. */
export const WRAPPING = {
  h: "auto",
  mih: 30,
  py: 4,
  maw: "100%",
  styles: { label: { whiteSpace: "normal" as const, overflow: "visible" } },
};
