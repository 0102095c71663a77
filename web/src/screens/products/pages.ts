/** Where a page stands among those that were walked through. */
export interface Page {
  /** 0 is the first. */
  index: number;
  /** The cursor of the page before; undefined is the first page's. */
  previous: string | undefined;
}

/** So many pages are known to lie before others. */
const PAGES_MAX = 5_000;

/** A cursor leads forward only; this remembers the way back. */
const walked = new Map<string, Page>();

/** The place of a page; undefined when nobody walked here. */
export function pageOf(cursor: string | undefined): Page | undefined {
  if (cursor === undefined) return { index: 0, previous: undefined };
  return walked.get(cursor);
}

/** Notes that a page comes after another. */
export function rememberPage(cursor: string, previous: string | undefined): void {
  const before = pageOf(previous);
  if (!before) return;
  if (walked.size >= PAGES_MAX) walked.clear();
  walked.set(cursor, { index: before.index + 1, previous });
}
