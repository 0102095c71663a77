import type { AuditEntry } from "~/api/types";

/** What a line of the audit log says: the name of its sentence and what fills it. */
export interface Change {
  key: string;
  values: Record<string, string | number>;
  /** The relation type that is named, by code; its label is filled in where it is shown. */
  type?: string;
  /** The type before, where it changed. */
  typeBefore?: string;
}

type Fields = Record<string, unknown>;

function fieldsOf(value: unknown): Fields {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Fields) : {};
}

/** Fields that differ, by name. */
export function changedFields(before: Fields, after: Fields): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const text = (value: unknown) => JSON.stringify(value ?? null);
  return names.filter((name) => text(before[name]) !== text(after[name])).sort();
}

const NOUNS = [
  "relation_type",
  "channel",
  "placement",
  "view",
  "rule",
  "guideline",
  "condition",
  "test_suite",
];

/** A line of the audit log as a sentence. */
export function changeOf(entry: AuditEntry): Change {
  const before = fieldsOf(entry.before);
  const after = fieldsOf(entry.after);
  const { noun, action, key } = entry;
  if (noun === "relation" && entry.summary) return relationChange(entry, entry.summary, before, after);
  if (noun === "import") return importChange(entry, before, after);
  const given = after.name ?? before.name;
  const name = typeof given === "string" && given !== "" ? given : (entry.names?.[key] ?? key);
  if (noun === "product" || NOUNS.includes(noun)) {
    const fields = action === "update" ? changedFields(before, after).join(", ") : "";
    return { key: `${noun}_${action}`, values: { name, fields } };
  }
  if (noun === "order") return { key: "order", values: { name: key } };
  if (noun === "shop") return { key: "shop", values: { name: key, value: text(entry.after) } };
  return { key: "other", values: { noun, name: key, action } };
}

function relationChange(
  entry: AuditEntry,
  { source, target, type }: { source: string; target: string; type: string },
  before: Fields,
  after: Fields,
): Change {
  const name = (sku: string) => entry.names?.[sku] ?? sku;
  const values = { source: name(source), target: name(target) };
  if (entry.action !== "update") return { key: `relation_${entry.action}`, values, type };
  const fields = changedFields(before, after).filter((field) => field !== "revision");
  if (fields.includes("type") && typeof before.type === "string")
    return { key: "relation_retyped", values, type, typeBefore: before.type };
  if (fields.length === 1 && fields[0] === "position" && typeof after.position === "number")
    return { key: "relation_moved", values: { ...values, position: after.position }, type };
  return { key: "relation_update", values: { ...values, fields: fields.join(", ") }, type };
}

function importChange(entry: AuditEntry, before: Fields, after: Fields): Change {
  const counts = fieldsOf(after.counts ?? before.counts);
  const count = (name: string) => (typeof counts[name] === "number" ? counts[name] : 0);
  const file = text(after.file ?? before.file);
  const values = {
    name: file || entry.key,
    rows: count("rows"),
    created: count("created"),
    removed: count("removed"),
    updated: count("updated") + count("moved"),
    rejected: count("rejected"),
  };
  if (entry.action === "delete" || after.state === "reverted") return { key: "import_reverted", values };
  const isBulk = (after.source ?? before.source) === "bulk-edit";
  return { key: isBulk ? "import_bulk" : values.rejected > 0 ? "import_rejected" : "import", values };
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  return value === null || value === undefined ? "" : JSON.stringify(value);
}
