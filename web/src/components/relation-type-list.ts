import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/api/client";
import type { components } from "~/api/schema";

export type RelationType = components["schemas"]["RelationType"];

export const relationTypesQuery = queryOptions({
  queryKey: ["relation-types"],
  queryFn: ({ signal }) => body(api.GET("/v1/relation-types", { params: { query: { limit: 200 } }, signal })),
  staleTime: 60_000,
});

/** The types as they stand wherever they are listed: the weightiest first. */
export function inOrder(types: RelationType[]): RelationType[] {
  return [...types].sort(
    (a, b) => (b.default_weight ?? 0) - (a.default_weight ?? 0) || (a.code ?? "").localeCompare(b.code ?? ""),
  );
}
