/** The drawn row of a relation. */
function rowOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-relation="${CSS.escape(id)}"]`);
}

/** Puts the focus on a row that is there, at once: the next key belongs to it. */
export function goToRow(id: string | undefined) {
  if (id !== undefined) rowOf(id)?.focus();
}

/** Puts the focus on a row once it is drawn and dialogs have let go of the focus. */
export function focusRow(id: string | undefined) {
  if (id === undefined) return;
  requestAnimationFrame(() => requestAnimationFrame(() => goToRow(id)));
}

/** Puts the focus on what adds to a lane, where a lane has no row to go to. */
export function focusLane(type: string) {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[data-lane-add="${CSS.escape(type)}"]`)?.focus(),
  );
}
