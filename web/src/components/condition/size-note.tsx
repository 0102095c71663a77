import { Text } from "@mantine/core";
import { defineTexts, useTexts } from "~/i18n";
import type { Size } from "./api";

const texts = defineTexts({
  en: {
    characters: "{count, number} of {max, number} characters, values of lists apart",
    questions: "{count, number} of {max, number} questions",
    help: "Near the limit: a list asks for many values at once, and a condition with a name for many questions.",
  },
  de: {
    characters: "{count, number} von {max, number} Zeichen, Werte in Listen nicht gezählt",
    questions: "{count, number} von {max, number} Fragen",
    help: "Nahe an der Grenze: Eine Liste fragt nach vielen Werten auf einmal, eine benannte Bedingung nach vielen Fragen.",
  },
});

/** From this share of a limit on people are told of it, while there is still room to do otherwise. */
const NEAR = 0.75;

/** How near a condition is to what it may be, once it is near. */
export function SizeNote({ size }: { size: Size | null | undefined }) {
  const t = useTexts(texts);
  if (!size) return null;
  const parts = [
    { key: "characters", count: size.characters, max: size.characters_max },
    { key: "questions", count: size.questions, max: size.questions_max },
  ] as const;
  const near = parts.filter(({ count, max }) => count >= max * NEAR);
  if (near.length === 0) return null;
  return (
    <Text size="sm" role="status" data-testid="size">
      {near.map(({ key, count, max }) => `${t(key, { count, max })}. `)}
      <Text span size="sm" c="dimmed">
        {t("help")}
      </Text>
    </Text>
  );
}
