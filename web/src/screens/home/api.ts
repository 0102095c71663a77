import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body, idempotencyKey, read } from "~/api/client";
import type { components } from "~/api/schema";

type Schemas = components["schemas"];
export type Coverage = Schemas["Coverage"];
export type Status = Schemas["Status"];
export type Import = Schemas["Import"];

export type Finding = Schemas["QualityFinding"];
export type Repair = Schemas["Repair"];

/** Findings that are listed at once. */
const FINDINGS_AT_ONCE = 50;
/** Imports that the queue looks through. */
const IMPORTS_LOOKED_AT = 20;
/** Changes that are shown. */
const CHANGES_SHOWN = 8;

export const statusQuery = queryOptions({
  queryKey: ["status"],
  queryFn: ({ signal }) => body(api.GET("/v1/status", { signal })),
  refetchInterval: 15_000,
});

/** Coverage by any type, or by one. */
export function coverageQuery(type: string | undefined) {
  return queryOptions({
    queryKey: ["coverage", type ?? ""],
    queryFn: ({ signal }) => body(api.GET("/v1/coverage", { params: { query: { type } }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** How many findings there are of each kind. */
export const findingCountsQuery = queryOptions({
  queryKey: ["quality", "counts"],
  queryFn: async ({ signal }) =>
    (await body(api.GET("/v1/quality", { params: { query: { limit: 1 } }, signal }))).counts,
});

/** A page of findings of one kind. */
export function findings(kind: string, cursor: string | undefined, signal: AbortSignal) {
  const query = { kind, limit: FINDINGS_AT_ONCE, cursor };
  return body(api.GET("/v1/quality", { params: { query }, signal }));
}

/** Mends a finding as the server proposed; the revision undoes it. */
export async function mend({ method, path, body }: Repair): Promise<number | null> {
  const options = { headers: idempotencyKey(), ...(body && { body }) };
  const done = await read(api.request(method.toLowerCase() as never, path as never, options as never));
  return done.revision;
}

export const importsQuery = queryOptions({
  queryKey: ["imports", "latest"],
  queryFn: ({ signal }) =>
    body(api.GET("/v1/imports", { params: { query: { limit: IMPORTS_LOOKED_AT } }, signal })),
});

export const changesQuery = queryOptions({
  queryKey: ["audit", "latest"],
  queryFn: ({ signal }) =>
    body(api.GET("/v1/audit", { params: { query: { limit: CHANGES_SHOWN } }, signal })),
});

/** How many main products that are sold are in a state. */
export function stateCountQuery(state: string) {
  const query = { state: [state], level: "top", status: ["active"], count: true, limit: 1 };
  return queryOptions({
    queryKey: ["products", "count", state],
    queryFn: async ({ signal }) =>
      (await body(api.GET("/v1/products", { params: { query }, signal }))).total ?? 0,
  });
}
