/** A product as the exported list has it. */
export interface ExportedRow {
  sku: string;
  name: string;
}

/** Rows of an exported selection; whole shops are exported under Data. */
export const EXPORT_ROWS_MAX = 10_000;

/** A value as CSV holds it, unchanged in meaning. */
function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The rows as a CSV file with a header, as imports read it. */
export function csvOf(rows: ExportedRow[]): string {
  return ["sku,name", ...rows.map(({ sku, name }) => `${cell(sku)},${cell(name)}`), ""].join("\r\n");
}

type Source = (cursor: string | undefined) => Promise<{ items: ExportedRow[]; next: string | null }>;

/** Walks pages to their end or to the limit; `onRows` hears how far it is. */
export async function gather(
  source: Source,
  onRows: (count: number) => void,
  limit = EXPORT_ROWS_MAX,
): Promise<{ rows: ExportedRow[]; isCut: boolean }> {
  const rows: ExportedRow[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await source(cursor);
    rows.push(...page.items);
    if (rows.length >= limit) {
      const isCut = rows.length > limit || page.next !== null;
      return { rows: rows.slice(0, limit), isCut };
    }
    if (page.next === null) return { rows, isCut: false };
    onRows(rows.length);
    cursor = page.next;
  }
}
