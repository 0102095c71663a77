import type { ExportPart } from "~/components/import/api";

/** What an export may hold, in the order in which people look for it. */
const KINDS = [
  "products",
  "relations",
  "magento",
  "orders",
  "events",
  "relation-types",
  "channels",
  "placements",
  "mappings",
  "views",
] as const;
export type ExportKind = (typeof KINDS)[number] | "other";

/** What is in a file of an export, by its name. */
export function kindOf(part: string): ExportKind {
  if (/magento|catalog_product_links/.test(part)) return "magento";
  return KINDS.find((kind) => part.startsWith(`${kind}.`)) ?? "other";
}

/** How a file is written. */
export function formOf({ part, media_type }: ExportPart): string {
  if (/\.(jsonl|ndjson)$/.test(part) || /ndjson|jsonl/.test(media_type)) return "JSON Lines";
  return part.endsWith(".csv") ? "CSV" : "JSON";
}

/** Files in the order of their kinds, each kind by its name. */
export function sorted(parts: ExportPart[]): ExportPart[] {
  const order: string[] = [...KINDS, "other"];
  const rank = (part: ExportPart) => order.indexOf(kindOf(part.part));
  return [...parts].sort((a, b) => rank(a) - rank(b) || a.part.localeCompare(b.part));
}
