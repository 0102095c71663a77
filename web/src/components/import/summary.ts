import { COUNTS, type Count, type Difference, type Report } from "./api";

/** Counts of several files together. */
export function totals(reports: Report[]): Record<Count, number> & { rows: number } {
  const sum = (count: Count | "rows") => reports.reduce((all, report) => all + report[count], 0);
  return Object.fromEntries([...COUNTS, "rows" as const].map((count) => [count, sum(count)])) as Record<
    Count,
    number
  > & { rows: number };
}

/** How many things an import would change. */
export function changes(reports: Report[]): number {
  const { created, updated, moved, removed, pending } = totals(reports);
  return created + updated + moved + removed + pending;
}

/** The count that a difference belongs to. */
export const COUNT_OF: Record<string, Count> = {
  create: "created",
  update: "updated",
  move: "moved",
  remove: "removed",
  pending: "pending",
};

/** A field that would change, as text. */
export interface FieldChange {
  field: string;
  before: string | null;
  after: string | null;
}

/** What the heading of a difference says already, or what nobody wrote. */
const SAID = new Set(["sku", "source", "type", "target", "id", "origin", "created_at", "identity"]);

/** What new things have unless the file says otherwise. */
const USUAL: Record<string, string> = { weight: "1", status: "active" };

function asText(value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null;
  if (Array.isArray(value)) {
    const parts = value.map((part) => (typeof part === "object" ? JSON.stringify(part) : String(part)));
    return parts.length === 0 ? null : parts.join(" | ");
  }
  return String(value);
}

/** Nested values under names with points. */
function flat(value: Record<string, unknown> | null | undefined, at = ""): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [key, inner] of Object.entries(value ?? {})) {
    if (at === "" && SAID.has(key)) continue;
    const name = at === "" ? key : `${at}.${key}`;
    if (typeof inner === "object" && inner !== null && !Array.isArray(inner)) {
      for (const [deeper, leaf] of flat(inner as Record<string, unknown>, name)) found.set(deeper, leaf);
    } else found.set(name, inner);
  }
  return found;
}

/** What a difference changes, field by field; of something new everything that is filled. */
export function changedFields({ before, after }: Difference): FieldChange[] {
  const isNew = !before;
  const [was, becomes] = [flat(before), flat(after)];
  return [...new Set([...was.keys(), ...becomes.keys()])]
    .map((field) => ({
      field,
      before: asText(was.get(field)),
      after: asText(becomes.get(field)),
    }))
    .filter(({ field, before, after }) => before !== after && !(isNew && USUAL[field] === after));
}

/** A share of sureness in one of four words. */
export function sureness(confidence: number): "certain" | "likely" | "possible" | "unsure" {
  if (confidence >= 0.9) return "certain";
  if (confidence >= 0.7) return "likely";
  return confidence >= 0.4 ? "possible" : "unsure";
}
