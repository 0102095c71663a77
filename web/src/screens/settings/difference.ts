/** A field in which a thing changed; nested fields have dots in their names. */
export interface Difference {
  field: string;
  before: unknown;
  after: unknown;
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every field of a thing by its full name; lists stay whole. */
function flat(value: unknown, name = ""): [string, unknown][] {
  if (!isFields(value)) return [[name, value]];
  const entries = Object.entries(value);
  if (entries.length === 0 && name !== "") return [[name, {}]];
  return entries.flatMap(([key, inner]) => flat(inner, name === "" ? key : `${name}.${key}`));
}

/** Nothing, whether it is said with null, an empty text or an empty list. */
export function isNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isFields(value) && Object.keys(value).length === 0;
}

/** The fields in which a thing before and after a change differ; of a new or removed one, those that say something. */
export function differencesOf(before: unknown, after: unknown): Difference[] {
  const [one, other] = [before, after].map((value) => new Map(isFields(value) ? flat(value) : []));
  const fields = [...new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])])];
  return fields
    .map((field) => ({ field, before: one?.get(field), after: other?.get(field) }))
    .filter(({ before, after }) => {
      if (isNothing(before) && isNothing(after)) return false;
      return JSON.stringify(before) !== JSON.stringify(after);
    });
}

/** A value as people read it. */
export function valueText(value: unknown): string {
  if (isNothing(value)) return "";
  if (Array.isArray(value)) return value.map(valueText).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
