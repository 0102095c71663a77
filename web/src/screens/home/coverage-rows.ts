import type { Search } from "~/app/search";
import type { Coverage } from "./api";

/** By what coverage is split. */
export const SPLITS = ["type", "category", "brand", "channel"] as const;
export type Split = (typeof SPLITS)[number];

/** One line of a split, with the list of what is not covered. */
export interface CoverageRow {
  key: string;
  products: number;
  covered: number;
  rate: number;
  /** The products without it, as the product list takes it. */
  search: Search;
}

/** What coverage counts: products that are sold, variants with their parents. */
const COUNTED: Search = { status: "active", level: "top" };

/** The condition for not being covered, by one type or by any. */
function missing(type: string | undefined): Search {
  return type === undefined ? { state: "uncovered" } : { without: type };
}

/** The products that nothing can be shown for. */
export function uncoveredSearch(type: string | undefined): Search {
  return { ...missing(type), ...COUNTED };
}

/** The lines of a split: types in the order given, all else the worst first. */
export function coverageRows(
  coverage: Coverage,
  split: Split,
  type: string | undefined,
  types: string[],
): CoverageRow[] {
  const search = uncoveredSearch(type);
  switch (split) {
    case "type":
      return Object.entries(coverage.by_type)
        .map(([key, counts]) => ({ key, ...counts, search: uncoveredSearch(key) }))
        .sort((a, b) => place(types, a.key) - place(types, b.key));
    case "category":
      return coverage.by_category
        .map(({ category, ...counts }) => ({ key: category, ...counts, search: { ...search, category } }))
        .sort(worstFirst);
    case "brand":
      return (coverage.by_brand ?? [])
        .map(({ brand, ...counts }) => ({ key: brand, ...counts, search: { ...search, brand } }))
        .sort(worstFirst);
    case "channel":
      return (coverage.by_channel ?? []).map(({ channel, ...counts }) => ({
        key: channel,
        ...counts,
        search: { ...search, channel },
      }));
  }
}

function place(types: string[], code: string): number {
  const at = types.indexOf(code);
  return at < 0 ? types.length : at;
}

function worstFirst(a: CoverageRow, b: CoverageRow): number {
  return a.rate - b.rate || b.products - a.products || a.key.localeCompare(b.key);
}

/** How a rate stands to the target. */
export type Verdict = "reached" | "close" | "below" | "empty";

/** Five points under the target is close to it. */
const CLOSE = 0.05;

export function verdictOf({ rate, products }: { rate: number; products: number }, target: number): Verdict {
  if (products === 0) return "empty";
  if (rate >= target) return "reached";
  return rate >= target - CLOSE ? "close" : "below";
}
