import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body } from "~/api/client";
import type { components, operations } from "~/api/schema";
import { type Filters, searchOf } from "./filters";

type Schemas = components["schemas"];
export type ListedProduct = Schemas["ProductListItem"];
export type ProductList = Schemas["ProductList"];
export type FacetValue = Schemas["FacetValue"];
export type TypeFacetValue = Schemas["TypeFacetValue"];
export type CategoryNode = Schemas["CategoryNode"];

/** So many values of a condition the API names at most. */
export const FACET_VALUES_MAX = 50;
/** Rows of a page. */
export const PAGE_ROWS = 50;

type ListQuery = NonNullable<operations["get_v1_products"]["parameters"]["query"]>;

/** One page of products, as the API lists them. */
export function listProducts(filters: Filters, query: ListQuery, signal?: AbortSignal): Promise<ProductList> {
  const asked: ListQuery = { ...searchOf(filters), ...query };
  return body(api.GET("/v1/products", { params: { query: asked }, ...(signal && { signal }) }));
}

export function pageQuery(filters: Filters, sort: string | undefined, cursor: string | undefined) {
  return queryOptions({
    queryKey: ["products", "page", filters, sort ?? "", cursor ?? ""],
    queryFn: ({ signal }) =>
      listProducts(filters, { sort, cursor, limit: PAGE_ROWS, count: true, include: "relations" }, signal),
    placeholderData: keepPreviousData,
  });
}

/** The counts beside the conditions; they do not change from page to page. */
export function facetsQuery(filters: Filters) {
  return queryOptions({
    queryKey: ["products", "facets", filters],
    queryFn: async ({ signal }) =>
      (await listProducts(filters, { limit: 1, facets: true }, signal)).facets ?? null,
    placeholderData: keepPreviousData,
  });
}
