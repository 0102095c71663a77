import { Badge } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconMinus, IconX } from "@tabler/icons-react";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: { pass: "Passed", warn: "Warning", fail: "Failed", skipped: "Skipped" },
  de: { pass: "Bestanden", warn: "Warnung", fail: "Durchgefallen", skipped: "Übersprungen" },
});

const LOOKS = {
  pass: { color: "green", Icon: IconCheck },
  warn: { color: "yellow", Icon: IconAlertTriangle },
  fail: { color: "red", Icon: IconX },
  skipped: { color: "gray", Icon: IconMinus },
} as const;

export type State = keyof typeof LOOKS;
export const stateOf = (state: string): State => (state in LOOKS ? (state as State) : "skipped");

export function useStateWord(): (state: string) => string {
  const t = useTexts(texts);
  return (state) => t(stateOf(state));
}

/** What became of a check, as a word and an icon beside the colour. */
export function StateBadge({ state, size = "md" }: { state: string; size?: "md" | "lg" }) {
  const say = useStateWord();
  const { color, Icon } = LOOKS[stateOf(state)];
  return (
    <Badge color={color} size={size} leftSection={<Icon size={12} aria-hidden />} style={{ flex: "none" }}>
      {say(state)}
    </Badge>
  );
}
