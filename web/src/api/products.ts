import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, body } from "./client";

/** A product as searching gives it. */
export interface FoundProduct {
  sku: string;
  name: string;
  brand?: string | null;
  category?: string | null;
  price?: string | null;
  currency?: string | null;
  image_url?: string | null;
  status?: string;
  in_stock?: boolean;
}

/** Products by any part of SKU, name or brand, the nearest first. */
export function searchQuery(query: string, limit = 8) {
  return queryOptions({
    queryKey: ["search", query, limit],
    queryFn: async ({ signal }): Promise<{ items: FoundProduct[]; total: number }> =>
      body(api.GET("/v1/search" as never, { params: { query: { query, limit } }, signal } as never)),
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
