import type { Asked } from "../catalogue";

/** Fields of one variable: those that every shop has, or the shop's own attributes. */
export interface FieldGroup {
  variable: string;
  isAttributes: boolean;
  hits: Asked[];
}

export interface FoundFields {
  groups: FieldGroup[];
  /** Those that fit and are not among the hits. */
  more: number;
}

/** Fields that are shown at once; more are found by typing on. */
export const SHOWN_MAX = 60;

interface Hay {
  name: string;
  values: string;
}

const known = new WeakMap<Asked, Hay>();

/** What a field is found by, made once: a shop may have thousands of attributes. */
function hayOf(one: Asked, owner: string): Hay {
  const before = known.get(one);
  if (before) return before;
  const hay = {
    name: `${owner} ${one.field.label} ${one.path}`.toLowerCase(),
    values: one.field.values.map(({ value }) => value.toLowerCase()).join("\n"),
  };
  known.set(one, hay);
  return hay;
}

/** How well a field fits: the smaller the better; undefined where some word is nowhere. */
function rankOf(one: Asked, words: string[], owner: string): number | undefined {
  const { name, values } = hayOf(one, owner);
  const label = one.field.label.toLowerCase();
  const last = words.at(-1) ?? "";
  if (words.every((word) => name.includes(word))) {
    if (label === words.join(" ") || label === last || one.path.toLowerCase() === last) return 0;
    if (label.startsWith(last) || one.path.toLowerCase().startsWith(last)) return 1;
    return new RegExp(`[\\s._-]${escaped(last)}`).test(name) ? 2 : 3;
  }
  return words.every((word) => name.includes(word) || values.includes(word)) ? 4 : undefined;
}

const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * Fields whose name, code or frequent values have all words, the best fitting first, in groups. Without
 * words all fit, in the order of the catalogue, those that every shop has before the attributes.
 */
export function findFields(
  asked: Asked[],
  typed: string,
  ownerOf: (variable: string) => string,
): FoundFields {
  const words = typed
    .toLowerCase()
    .split(/[\s:]+/)
    .filter(Boolean);
  const owners = new Map<string, string>();
  const owner = (variable: string) => {
    if (!owners.has(variable)) owners.set(variable, ownerOf(variable));
    return owners.get(variable) ?? "";
  };
  const ranked = asked.flatMap((one, place) => {
    const rank = words.length === 0 ? Number(one.field.attribute) : rankOf(one, words, owner(one.variable));
    return rank === undefined ? [] : [{ one, rank, place }];
  });
  ranked.sort((a, b) => a.rank - b.rank || a.place - b.place);
  const groups: FieldGroup[] = [];
  for (const { one } of ranked.slice(0, SHOWN_MAX)) {
    const isAttributes = one.field.attribute;
    const group = groups.find(
      (group) => group.variable === one.variable && group.isAttributes === isAttributes,
    );
    if (group) group.hits.push(one);
    else groups.push({ variable: one.variable, isAttributes, hits: [one] });
  }
  return { groups, more: Math.max(0, ranked.length - SHOWN_MAX) };
}
