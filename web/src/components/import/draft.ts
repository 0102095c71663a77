import type { Field, Mapping, Upload } from "./api";
import { ATTRIBUTE, isContent, OWN_FIELDS } from "./columns";

/** What each column is to be read as, while a person decides. */
export interface Draft {
  profile: string;
  content: string;
  /** The field of a column; null leaves it out, a column that is not named is not decided. */
  columns: Record<string, string | null>;
  decimal_comma: boolean;
}

/** A suggestion that is at least this sure is taken; a person sees it and may change it. */
export const SURE = 0.75;

/** The fields that a content has: as the file's document says, else as our own files are documented. */
export function fieldsOf(upload: Upload, draft: Draft): Field[] {
  const here = upload.content ?? upload.guesses[0]?.content;
  if (draft.content === here) return upload.fields;
  const guess = upload.guesses.find(({ content }) => content === draft.content);
  if (guess) return guess.fields;
  return isContent(draft.content) ? OWN_FIELDS[draft.content] : upload.fields;
}

/** Whether a column may be read as a field. */
export function accepts(upload: Upload, draft: Draft, code: string): boolean {
  const own = code.startsWith(ATTRIBUTE) && code.length > ATTRIBUTE.length;
  if (own) return draft.profile === "relata" && draft.content === "products";
  if (/^(names|offers)\../.test(code)) return draft.profile === "relata" && draft.content === "products";
  return fieldsOf(upload, draft).some((field) => field.code === code);
}

/** Where a person starts: the mapping at work, else what was recognised, filled up with sure suggestions. */
export function startDraft(upload: Upload): Draft {
  const { mapping } = upload;
  if (mapping) {
    const { profile = "relata", content, columns, decimal_comma = false } = mapping;
    return { profile, content, columns: { ...columns }, decimal_comma };
  }
  const draft: Draft = {
    profile: upload.profile ?? "relata",
    content: upload.content ?? upload.guesses[0]?.content ?? "products",
    columns: {},
    decimal_comma: upload.decimal_comma,
  };
  return suggested(upload, draft);
}

/** A draft with every column that was read or is surely suggested, as far as its content has the field. */
export function suggested(upload: Upload, draft: Draft): Draft {
  const columns: Record<string, string | null> = {};
  const taken = new Set<string>();
  const take = (name: string, code: string | null | undefined) => {
    if (!code || taken.has(code) || columns[name] !== undefined || !accepts(upload, draft, code)) return;
    taken.add(code);
    columns[name] = code;
  };
  const guess = upload.guesses.find(({ content }) => content === draft.content);
  for (const { name, reads_as } of upload.columns) take(name, reads_as);
  // Whoever says what the file holds, says that the guesses for it are right.
  if (guess && guess !== upload.guesses[0]) {
    for (const [name, field] of Object.entries(guess.columns)) take(name, field);
  }
  for (const { name, suggestion } of upload.columns) {
    if (suggestion && suggestion.confidence >= SURE) take(name, suggestion.field);
    take(name, fieldsOf(upload, draft).find(({ code }) => code === name.trim().toLowerCase())?.code);
  }
  return { ...draft, columns };
}

/** Required fields that no column fills. */
export function missingFields(upload: Upload, draft: Draft): string[] {
  const filled = new Set(Object.values(draft.columns));
  return fieldsOf(upload, draft)
    .filter(({ code, required }) => required && !filled.has(code))
    .map(({ code }) => code);
}

/** Fields that more than one column fills. */
export function doubleFields(draft: Draft): Set<string> {
  const seen = new Set<string>();
  const double = new Set<string>();
  for (const field of Object.values(draft.columns)) {
    if (field === null) continue;
    if (seen.has(field)) double.add(field);
    seen.add(field);
  }
  return double;
}

/** Whether the server would take the draft as it stands. */
export function isWhole(upload: Upload, draft: Draft): boolean {
  return missingFields(upload, draft).length === 0 && doubleFields(draft).size === 0;
}

/** Columns that nobody has decided on yet. */
export function undecided(upload: Upload, draft: Draft): string[] {
  return upload.columns.map(({ name }) => name).filter((name) => draft.columns[name] === undefined);
}

/** The draft as the server takes it: columns that nobody decided on are not named and not read. */
export function asMapping(draft: Draft): Mapping {
  const { profile, content, columns } = draft;
  const mapping: Mapping = { profile, content, columns };
  return draft.decimal_comma ? { ...mapping, decimal_comma: true } : mapping;
}

/** Whether the file would be read as the draft says without sending it. */
export function isSaved(upload: Upload, draft: Draft): boolean {
  const now = upload.mapping;
  if (!upload.profile && !now) return false;
  if (draft.decimal_comma !== (now?.decimal_comma ?? false)) return false;
  if (draft.profile !== (now?.profile ?? upload.profile)) return false;
  if (draft.content !== (now?.content ?? upload.content)) return false;
  return upload.columns.every(({ name, reads_as }) => {
    const field = draft.columns[name];
    return now ? field === now.columns[name] : (field ?? null) === (reads_as ?? null);
  });
}
