import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, body } from "./client";
import type { components } from "./schema";

/** A product as searching gives it. */
export type FoundProduct = components["schemas"]["ProductCard"];

/** Products by any part of SKU, name or brand, the nearest first. */
export function searchQuery(query: string, limit = 8) {
  return queryOptions({
    queryKey: ["search", query, limit],
    queryFn: ({ signal }) => body(api.GET("/v1/search", { params: { query: { query, limit } }, signal })),
    enabled: query.trim() !== "",
  });
}

export function useSearch(query: string, limit?: number) {
  return useQuery(searchQuery(query, limit));
}

export function productQuery(sku: string) {
  return queryOptions({
    queryKey: ["product", sku],
    queryFn: ({ signal }) => body(api.GET("/v1/products/{sku}", { params: { path: { sku } }, signal })),
    // Another product is no placeholder for this one.
    placeholderData: undefined,
  });
}

/** The categories of the shop by their paths, in order. */
export const categoriesQuery = queryOptions({
  queryKey: ["products", "categories"],
  queryFn: ({ signal }) => body(api.GET("/v1/products/categories", { signal })),
  staleTime: 60_000,
});
