/** Letters of German that have two letters without their dots. */
const DOTTED: Record<string, string> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
/** The longest that a code is made; a longer one is hard to read in the address. */
const CODE_CHARS = 48;

/** A code made of a name: small letters and digits, joined by hyphens. */
export function codeOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => DOTTED[letter] ?? letter)
    .normalize("NFD")
    .replace(/\p{M}/gu, "");
  return plain
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, CODE_CHARS)
    .replace(/^-+|-+$/g, "");
}

/** The fields that a new name changes: a new thing's code follows it, until somebody writes another. */
export function named(draft: { name?: string; code?: string }, name: string, isNew: boolean) {
  const follows = isNew && (draft.code ?? "") === codeOf(draft.name ?? "");
  return follows ? { name, code: codeOf(name) } : { name };
}
