import { differences } from "~/components/conflict";
import type { HistoryEntry } from "./api";

type Fields = Record<string, unknown>;

/** A line of the history as a kind of sentence and what to fill in. */
export interface Sentence {
  key:
    | "linked"
    | "linkedHere"
    | "unlinked"
    | "unlinkedHere"
    | "moved"
    | "movedLane"
    | "changed"
    | "changedHere"
    | "created"
    | "updated"
    | "deleted"
    | "other";
  values: Record<string, string | number>;
  /** Relation types among the values, whose labels the app knows. */
  types: Record<string, string>;
  /** The fields that changed. */
  fields: string[];
}

/** What no person changes by hand, or what is said in other words. */
const SILENT = new Set(["id", "created_at", "updated_at"]);

/** A stored thing with the parts of its scope and window as fields of their own. */
export function flat(thing: unknown): Fields {
  if (typeof thing !== "object" || thing === null) return thing == null ? {} : { value: thing };
  const { scope, window, ...rest } = thing as Fields;
  const { from, until } = (window ?? {}) as Fields;
  const times = window === undefined ? {} : { valid_from: from, valid_until: until };
  return { ...rest, ...((scope ?? {}) as Fields), ...times };
}

/** What differs between before and after, field by field. */
export function changes(entry: Pick<HistoryEntry, "before" | "after">) {
  return differences(flat(entry.before), flat(entry.after))
    .filter(({ field }) => !SILENT.has(field))
    .map(({ field, mine, theirs }) => ({ field, before: mine, after: theirs }));
}

/** What happened, seen from a product. */
export function sentenceOf(entry: HistoryEntry, sku: string): Sentence {
  const { action, noun, key, summary, names } = entry;
  const fields = changes(entry).map(({ field }) => field);
  const name = (of: string) => names[of] ?? of;
  if (noun === "relation" && summary) {
    const isHere = summary.source !== sku;
    const values = { name: name(isHere ? summary.source : summary.target) };
    const types = { type: summary.type };
    const said = (key: Sentence["key"], more: Sentence["values"] = {}): Sentence => ({
      key,
      values: { ...values, ...more },
      types,
      fields,
    });
    if (action === "create") return said(isHere ? "linkedHere" : "linked");
    if (action === "delete") return said(isHere ? "unlinkedHere" : "unlinked");
    const [before, after] = [flat(entry.before), flat(entry.after)];
    if (fields.includes("type") && !isHere) {
      const moved = said("movedLane");
      return { ...moved, types: { from: String(before.type), type: String(after.type) } };
    }
    if (fields.length === 1 && fields[0] === "position" && !isHere)
      return said("moved", { from: Number(before.position), to: Number(after.position) });
    return said(isHere ? "changedHere" : "changed");
  }
  if (noun === "product") {
    const kind = action === "create" ? "created" : action === "delete" ? "deleted" : "updated";
    return { key: kind, values: { name: name(key) }, types: {}, fields };
  }
  return { key: "other", values: { action, noun, key }, types: {}, fields };
}
