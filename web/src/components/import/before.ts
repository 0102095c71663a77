import type { Coverage } from "~/api/types";
import { remember, remembered } from "~/lib/storage";

/** The part of the coverage that is compared. */
export type Covered = Pick<Coverage, "products" | "covered" | "rate">;

const KEY = "coverage-before";
/** So many imports are remembered; older ones show only how things stand now. */
const KEPT_MAX = 20;

type Kept = [job: string, covered: Covered][];

function kept(): Kept {
  try {
    const found: unknown = JSON.parse(remembered(KEY) ?? "[]");
    return Array.isArray(found) ? (found as Kept) : [];
  } catch {
    return [];
  }
}

/** Remembers what the server said of the coverage before a job began. */
export function keepCoverageBefore(job: string, { products, covered, rate }: Coverage): void {
  const others = kept().filter(([id]) => id !== job);
  remember(KEY, JSON.stringify([...others, [job, { products, covered, rate }]].slice(-KEPT_MAX)));
}

/** The coverage before a job, if this browser started it. */
export function coverageBefore(job: string): Covered | null {
  return kept().find(([id]) => id === job)?.[1] ?? null;
}
