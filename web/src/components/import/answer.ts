import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/api/client";
import { ProblemError } from "~/api/problem";
import type { paths } from "~/api/schema";
import type { Recommendations } from "~/api/types";
import type { Upload } from "./api";

/** An answer of the shop, and how long it took. */
export interface TimedAnswer {
  answer: Recommendations;
  /** In microseconds. */
  took: number;
  /** Whether the server measured it, or this browser with the way there and back. */
  measuredBy: "server" | "browser";
}

/** The longest duration of a `Server-Timing` header, in microseconds. */
export function serverTiming(header: string | null): number | null {
  const durations = [...(header ?? "").matchAll(/;\s*dur=([\d.]+)/g)].map(([, ms]) => Number(ms));
  const known = durations.filter((ms) => Number.isFinite(ms));
  return known.length === 0 ? null : Math.max(...known) * 1_000;
}

/** How long the last request to an address took on its way there and back, in microseconds. */
function browserTiming(url: string): number | null {
  const last = performance.getEntriesByName(url).at(-1);
  if (!(last instanceof PerformanceResourceTiming) || last.requestStart === 0) return null;
  return (last.responseEnd - last.requestStart) * 1_000;
}

/** What the shop shows with a product, with the reason of each pick. */
export function explainedQuery(sku: string) {
  return queryOptions({
    queryKey: ["explained", sku],
    queryFn: async ({ signal }): Promise<TimedAnswer> => {
      const query = { product: [sku], explain: true };
      const begun = performance.now();
      const { data, error, response } = await api.GET("/v1/recommendations", { params: { query }, signal });
      const took = browserTiming(response.url) ?? (performance.now() - begun) * 1_000;
      if (!data) throw ProblemError.of(response, error);
      const server = serverTiming(response.headers.get("server-timing"));
      return { answer: data, took: server ?? took, measuredBy: server === null ? "browser" : "server" };
    },
    placeholderData: undefined,
  });
}

interface Candidate {
  sku: string;
  relations?: { shown: Record<string, number> } | null | undefined;
}
type Asked = NonNullable<paths["/v1/products"]["get"]["parameters"]["query"]>;

/** How many relations of a product can be shown. */
function shownOf({ relations }: Candidate): number {
  return Object.values(relations?.shown ?? {}).reduce((sum, count) => sum + count, 0);
}

/** The product with most to show, the first of equals. */
export function best(candidates: Candidate[]): string | null {
  const most = candidates.reduce<Candidate | null>(
    (found, next) => (shownOf(next) > (found ? shownOf(found) : 0) ? next : found),
    null,
  );
  return most?.sku ?? null;
}

/** Products that a file speaks of: sources of its relations, else its products. */
export function productsOf(upload: Upload): string[] {
  const fieldOf = (name: string, reads: string | null | undefined) => upload.mapping?.columns[name] ?? reads;
  const at = (field: string) =>
    upload.columns.findIndex(({ name, reads_as }) => fieldOf(name, reads_as) === field);
  const column = at("source") >= 0 ? at("source") : at("sku");
  if (column < 0) return [];
  const skus = upload.preview.rows.map(({ cells }) => cells[column] ?? "").filter((sku) => sku !== "");
  return [...new Set(skus)];
}

/** A product of the import that has something to show, else any product of the shop that has. */
export function exampleQuery(job: string, skus: string[]) {
  const products = async (query: Asked, signal: AbortSignal): Promise<Candidate[]> => {
    const params = { query: { include: "relations", ...query } };
    const { items } = await body(api.GET("/v1/products", { params, signal }));
    return items.map(({ sku = "", relations }) => ({ sku, relations }));
  };
  const inFileOrder = (a: Candidate, b: Candidate) => skus.indexOf(a.sku) - skus.indexOf(b.sku);
  return queryOptions({
    queryKey: ["example", job, skus],
    queryFn: async ({ signal }): Promise<string | null> => {
      const own = skus.length > 0 ? await products({ sku: skus, limit: 50 }, signal) : [];
      return best(own.sort(inFileOrder)) ?? best(await products({ sort: "-relations", limit: 20 }, signal));
    },
    placeholderData: undefined,
  });
}
