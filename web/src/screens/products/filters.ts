import { many, one, type Search } from "~/app/search";

/** Conditions with one value. */
export const SINGLE = ["query", "parent", "stock", "level", "channel"] as const;
/** Conditions of which any one value has to be met. */
export const REPEATED = ["category", "brand", "status", "with", "without", "state", "sku"] as const;
export type SingleName = (typeof SINGLE)[number];
export type RepeatedName = (typeof REPEATED)[number];
export type FilterName = SingleName | RepeatedName;

/** Which products are meant, by the names that the API and the URL use. */
export type Filters = Record<RepeatedName, string[]> & Partial<Record<SingleName, string>>;

export const NO_FILTERS: Filters = {
  category: [],
  brand: [],
  status: [],
  with: [],
  without: [],
  state: [],
  sku: [],
};

/** The conditions that the URL holds; everything else in it is passed over. */
export function filtersOf(search: Search): Filters {
  const filters: Filters = { ...NO_FILTERS };
  for (const name of REPEATED)
    filters[name] = [...new Set(many(search[name]))].filter((value) => value !== "");
  for (const name of SINGLE) {
    const value = one(search[name])?.trim();
    if (value) filters[name] = value;
  }
  return filters;
}

/** Only the conditions that are set, as the URL and the API take them. */
export function searchOf(filters: Filters): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {};
  for (const name of SINGLE) {
    const value = filters[name];
    if (value) found[name] = value;
  }
  for (const name of REPEATED) if (filters[name].length > 0) found[name] = filters[name];
  return found;
}

/** The same conditions and order give the same text, in whatever order they were set. */
export function canonical(search: Search): string {
  const filters = filtersOf(search);
  const parameters = new URLSearchParams();
  for (const name of [...SINGLE].sort()) if (filters[name]) parameters.append(name, filters[name]);
  for (const name of [...REPEATED].sort())
    for (const value of [...filters[name]].sort()) parameters.append(name, value);
  const sort = one(search.sort);
  if (sort && sort !== "sku") parameters.append("sort", sort);
  return parameters.toString();
}

/** One value of one condition, as a chip shows it. */
export interface ActiveFilter {
  name: FilterName;
  value: string;
}

/** Every value that narrows the list. The channel is a way of looking, not a condition. */
export function activeFilters(filters: Filters): ActiveFilter[] {
  const found: ActiveFilter[] = [];
  for (const name of SINGLE) {
    const value = filters[name];
    if (value && name !== "channel") found.push({ name, value });
  }
  for (const name of REPEATED) for (const value of filters[name]) found.push({ name, value });
  return found;
}

function isRepeated(name: string): name is RepeatedName {
  return (REPEATED as readonly string[]).includes(name);
}

/** Without one value of a condition, or without the condition as a whole. */
export function dropFilter(filters: Filters, name: string, value?: string): Filters {
  const next: Filters = { ...filters };
  if (isRepeated(name)) {
    next[name] = value === undefined ? [] : filters[name].filter((other) => other !== value);
  } else delete next[name as SingleName];
  return next;
}

/** Adds a value to a condition, or takes it away. */
export function toggleFilter(filters: Filters, name: RepeatedName, value: string): Filters {
  if (filters[name].includes(value)) return dropFilter(filters, name, value);
  const next: Filters = { ...filters, [name]: [...filters[name], value] };
  // A product that shows something of a type and one that does not: together they are all.
  const opposite = name === "with" ? "without" : name === "without" ? "with" : undefined;
  return opposite ? dropFilter(next, opposite, value) : next;
}
