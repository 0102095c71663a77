import { one, type Search } from "~/app/search";
import type { AuditQuestion } from "./api";
import { ACTIONS, NOUNS } from "./audit-words";

/** The filters of the log as its address holds them; dates are days. */
export interface AuditFilters {
  noun?: string | undefined;
  action?: string | undefined;
  actor?: string | undefined;
  product?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

const day = (text: string | undefined) =>
  text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
    ? text
    : undefined;

export function parseFilters(search: Search): AuditFilters {
  return {
    noun: NOUNS.find((noun) => noun === one(search.noun)),
    action: ACTIONS.find((action) => action === one(search.action)),
    actor: one(search.actor),
    product: one(search.product),
    since: day(one(search.since)),
    until: day(one(search.until)),
  };
}

/** Midnight at the start of a day where the person is, plus some days. */
function midnight(date: string, days: number): string {
  const [year = 0, month = 1, dayOfMonth = 1] = date.split("-").map(Number);
  return new Date(year, month - 1, dayOfMonth + days).toISOString();
}

/** What the server is asked: both days belong to the time. */
export function questionOf({ since, until, ...rest }: AuditFilters): AuditQuestion {
  return {
    ...rest,
    since: since === undefined ? undefined : midnight(since, 0),
    until: until === undefined ? undefined : midnight(until, 1),
  };
}

export function isFiltered(filters: AuditFilters): boolean {
  return Object.values(filters).some((value) => value !== undefined);
}
