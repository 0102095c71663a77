import { Button } from "@mantine/core";
import { useState } from "react";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: { more: "Show {count, number} more" },
  de: { more: "{count, number} weitere zeigen" },
});

/** Rows that are shown before somebody asks for more. */
const FIRST = 10;

/** The first of some rows, and the others on demand. */
export function useSome<T>(rows: T[]): { shown: T[]; rest: number; more: () => void } {
  const [isAll, setAll] = useState(false);
  const shown = isAll ? rows : rows.slice(0, FIRST);
  return { shown, rest: rows.length - shown.length, more: () => setAll(true) };
}

export function MoreRows({ rest, onMore }: { rest: number; onMore: () => void }) {
  const t = useTexts(texts);
  if (rest === 0) return null;
  return (
    <Button variant="default" size="compact-sm" style={{ alignSelf: "start" }} onClick={onMore}>
      {t("more", { count: rest })}
    </Button>
  );
}
