import { Text } from "@mantine/core";
import { defineTexts, type Formats, type Translate, useFormats, useTexts } from "~/i18n";
import type { LaneRow } from "./api";

const texts = defineTexts({
  en: {
    window: "{from} to {until}",
    from: "from {from}",
    until: "until {until}",
    channels: "in {list}",
    locales: "language {list}",
    segments: "for {list}",
    quantity: "quantity {quantity, number}",
  },
  de: {
    window: "{from} bis {until}",
    from: "ab {from}",
    until: "bis {until}",
    channels: "in {list}",
    locales: "Sprache {list}",
    segments: "für {list}",
    quantity: "Menge {quantity, number}",
  },
});

type Key = keyof typeof texts.en;

/** Where, when, for whom and how many: only what is not everywhere, always, everyone and one. */
export function limitsOf(row: LaneRow, t: Translate<Key>, formats: Formats): string[] {
  const parts: string[] = [];
  const from = row.valid_from ? formats.dateTime(row.valid_from) : "";
  const until = row.valid_until ? formats.dateTime(row.valid_until) : "";
  if (from && until) parts.push(t("window", { from, until }));
  else if (from) parts.push(t("from", { from }));
  else if (until) parts.push(t("until", { until }));
  for (const key of ["channels", "locales", "segments"] as const) {
    const codes = row[key] ?? [];
    if (codes.length > 0) parts.push(t(key, { list: formats.list(codes) }));
  }
  if (row.quantity !== null && row.quantity !== undefined)
    parts.push(t("quantity", { quantity: row.quantity }));
  return parts;
}

/** What narrows a relation, in words. */
export function Limits({ row }: { row: LaneRow }) {
  const t = useTexts(texts);
  const parts = limitsOf(row, t, useFormats());
  if (parts.length === 0) return null;
  return (
    <Text size="xs" component="div">
      {parts.join(" · ")}
    </Text>
  );
}
