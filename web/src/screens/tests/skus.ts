/** Commas, semicolons and tabs, as spreadsheets write them. */
const SEPARATOR = /[,;\t]/;
/** Heads of a column with SKUs. */
const HEAD = /^(sku|article|article_?number|artikelnummer)$/i;

const bare = (cell: string) =>
  cell
    .trim()
    .replace(/^"(.*)"$/, "$1")
    .replaceAll('""', '"')
    .trim();

/**
 * The SKUs of a pasted text or a CSV file, each once: of several columns the one whose head says so, else
 * the first; of a single line all of it.
 */
export function skusIn(text: string): string[] {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .map((line) => line.split(SEPARATOR).map(bare));
  const [first = [], ...rest] = lines;
  const column = first.findIndex((cell) => HEAD.test(cell));
  const found =
    column >= 0
      ? rest.map((cells) => cells[column] ?? "")
      : lines.length === 1
        ? first
        : lines.map(([cell = ""]) => cell);
  return [...new Set(found.filter((sku) => sku !== ""))];
}
