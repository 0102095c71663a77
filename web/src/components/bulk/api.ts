import { queryOptions } from "@tanstack/react-query";
import { api, body, idempotencyKey, read } from "~/api/client";
import type { ProblemDetail } from "~/api/problem";
import type { components } from "~/api/schema";
import type { Select } from "./selection";

type Schemas = components["schemas"];

/** What is done to every selected product. */
export type BulkAction =
  | { kind: "link"; type: string; targets: string[]; position?: number | null }
  | { kind: "unlink"; type: string; targets: string[] | null }
  | { kind: "copy"; from: string; types: string[] }
  | { kind: "exclude" | "include"; type: string; targets: string[] };
export type BulkKind = BulkAction["kind"];

/** What would change, or was to change, for one product or relation. */
export interface Difference {
  row: number;
  subject: string;
  action: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

export type ProblemGroup = Schemas["ProblemGroup"];
export type BulkReport = Omit<Schemas["ImportReport"], "differences"> & { differences: Difference[] };
export type BulkResult = Omit<Schemas["BulkEditResult"], "report"> & { report: BulkReport };

/** Tries an edit on everything selected, or does it. The revision undoes it as a whole. */
export async function bulkEdit(
  select: Select,
  action: BulkAction,
  options: { dryRun: boolean; signal?: AbortSignal },
): Promise<BulkResult> {
  const done = await read(
    api.POST("/v1/bulk-edits", {
      params: { query: { dry_run: options.dryRun } },
      headers: idempotencyKey(),
      body: { select, action },
      ...(options.signal && { signal: options.signal }),
    }),
  );
  const result = done.data as unknown as BulkResult;
  return { ...result, revision: result.revision ?? done.revision };
}

/** The relation that a difference is about; undefined when it is about a product. */
export function relationOf({ before, after }: Pick<Difference, "before" | "after">) {
  const changed = after ?? before ?? {};
  const identity = (changed.identity ?? changed) as Record<string, unknown>;
  const { source, type, target } = identity;
  if (typeof source !== "string" || typeof type !== "string" || typeof target !== "string") return undefined;
  return { source, type, target };
}

/** Every product of a problem's path has a name to show. */
export function namesQuery(skus: string[]) {
  const sku = [...new Set(skus)].sort().slice(0, 200);
  return queryOptions({
    queryKey: ["products", "names", sku],
    queryFn: async ({ signal }) => {
      const found = await body(api.GET("/v1/products", { params: { query: { sku, limit: 200 } }, signal }));
      return new Map(found.items.map((product) => [product.sku ?? "", product.name ?? ""]));
    },
    enabled: sku.length > 0,
  });
}

/** Problems as groups; a server that does not group gives them one by one. */
export function groupsOf(report: BulkReport): ProblemGroup[] {
  if (report.groups) return report.groups;
  const groups = new Map<string, ProblemGroup>();
  const add = (severity: string) => (problem: ProblemDetail) => {
    const { code, column = null, message, hint = null, row } = problem;
    const key = `${severity} ${code} ${column}`;
    const group = groups.get(key) ?? { code, column, severity, count: 0, message, hint, rows: [] };
    group.count += 1;
    if (row) group.rows.push([row, row]);
    groups.set(key, group);
  };
  report.problems.forEach(add("error"));
  report.warnings.forEach(add("warning"));
  return [...groups.values()].sort((a, b) => b.count - a.count);
}
