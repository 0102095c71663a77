import type { Search } from "~/app/search";
import type { Import } from "./api";
import { uncoveredSearch } from "./coverage-rows";

/** Where an item of the queue leads: a list, a circle finder, an import, or findings shown here. */
export type Way =
  | { to: "/products"; search: Search }
  | { to: "/graph"; search: Search }
  | { to: "/data/imports/$id"; id: string }
  | { findings: string };

/** Something to look at. */
export interface QueueItem {
  key: string;
  /** The name of its sentence. */
  kind: string;
  count: number;
  /** What the sentence names, such as a file. */
  name?: string;
  way: Way;
  urgency: "high" | "medium" | "low";
}

/** Kinds of findings, the most pressing first, and how pressing. */
const FINDINGS: [string, QueueItem["urgency"]][] = [
  ["unreachable-target", "high"],
  ["contradictory-relation", "high"],
  ["potential-not-rising", "medium"],
  ["overfull-list", "medium"],
  ["cycle", "medium"],
  ["cycle-unproven", "medium"],
  ["dangling-relation", "medium"],
  ["foreign-currency", "medium"],
  ["stale-relation", "low"],
];
/** Imports with rejected rows that are named; older ones are found under Data. */
const IMPORTS_NAMED = 3;

interface Facts {
  /** Main products on sale that show nothing at all. */
  uncovered: number;
  /** Those without a relation of their own. */
  noRelations: number;
  findings: Record<string, number>;
  imports: Pick<Import, "id" | "file" | "rejected" | "state">[];
}

/** What needs somebody today, the most pressing first. Facts that are not there yet are left out. */
export function workQueue({ uncovered, noRelations, findings, imports }: Partial<Facts>): QueueItem[] {
  const items: QueueItem[] = [];
  const push = (item: QueueItem) => item.count > 0 && items.push(item);
  push({
    key: "uncovered",
    kind: "uncovered",
    count: uncovered ?? 0,
    way: { to: "/products", search: uncoveredSearch(undefined) },
    urgency: "high",
  });
  for (const { id, file, rejected, state } of (imports ?? [])
    .filter(({ rejected, state }) => rejected > 0 && state !== "reverted")
    .slice(0, IMPORTS_NAMED))
    push({
      key: `import-${id}`,
      kind: "rejects",
      count: rejected,
      name: file || state,
      way: { to: "/data/imports/$id", id },
      urgency: "high",
    });
  const known = new Set(FINDINGS.map(([kind]) => kind));
  const others = Object.keys(findings ?? {}).filter((kind) => !known.has(kind));
  const kinds = [...FINDINGS, ...others.map((kind): [string, QueueItem["urgency"]] => [kind, "low"])];
  for (const [kind, urgency] of kinds) {
    const way: Way = kind === "cycle" ? { to: "/graph", search: { view: "cycles" } } : { findings: kind };
    push({ key: kind, kind, count: findings?.[kind] ?? 0, way, urgency });
  }
  push({
    key: "no_relations",
    kind: "no_relations",
    count: noRelations ?? 0,
    way: { to: "/products", search: { state: "no_relations", status: "active", level: "top" } },
    urgency: "low",
  });
  const order = { high: 0, medium: 1, low: 2 };
  return items.sort((a, b) => order[a.urgency] - order[b.urgency]);
}
