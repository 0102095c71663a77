import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, body, read } from "~/api/client";
import type { AuditEntry } from "~/api/types";

/** Rows of one page of a list that goes on. */
const PAGE = 50;

/** So many products suggest themselves at most. */
export const IDEAS = 8;

/** What a shopper pays and whether it can be had: of a parent, by its variants. */
export function cardQuery(sku: string) {
  return queryOptions({
    queryKey: ["card", sku],
    queryFn: async ({ signal }) => {
      const found = await body(
        api.GET("/v1/search", { params: { query: { query: sku, limit: 1 } }, signal }),
      );
      // The exact SKU is the first of what a search finds.
      return found.items.find((card) => card.sku === sku) ?? null;
    },
    placeholderData: undefined,
  });
}

/** How many relations a product has and how many point to it. */
export function countsQuery(sku: string) {
  return queryOptions({
    queryKey: ["counts", sku],
    queryFn: async ({ signal }) => {
      const query = { sku: [sku], include: "relations", limit: 1 };
      const page = await body(api.GET("/v1/products", { params: { query: query as never }, signal }));
      return page.items[0]?.relations ?? null;
    },
    placeholderData: undefined,
  });
}

/** Relations that point to a product. */
export function incomingQuery(sku: string) {
  return infiniteQueryOptions({
    queryKey: ["incoming", sku],
    queryFn: ({ signal, pageParam }) => {
      const query = { target: sku, limit: PAGE, cursor: pageParam };
      return body(api.GET("/v1/relations", { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

/** Everything that a product points to, of all types. */
export function outgoingQuery(sku: string) {
  return queryOptions({
    queryKey: ["outgoing", sku],
    queryFn: async ({ signal }) => {
      const pairs = new Set<string>();
      let cursor: string | undefined;
      do {
        const query = { source: sku, limit: 200, cursor };
        const page = await body(api.GET("/v1/relations", { params: { query }, signal }));
        for (const { type, target } of page.items) pairs.add(pairOf(type, target));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      return pairs;
    },
  });
}

/** A type and a product as one word. */
export function pairOf(type: string, sku: string): string {
  return `${type} ${sku}`;
}

/** A relation in three words, as the audit log gives it. */
export interface AuditSummary {
  source: string;
  type: string;
  target: string;
}

export type HistoryEntry = Omit<AuditEntry, "summary"> & { summary?: AuditSummary | null };

/** Changes to a product and to relations from or to it, the latest first. */
export function historyQuery(sku: string) {
  return infiniteQueryOptions({
    queryKey: ["audit", "product", sku],
    queryFn: async ({ signal, pageParam }): Promise<{ items: HistoryEntry[]; next?: string | null }> => {
      const query = { product: sku, limit: PAGE, cursor: pageParam };
      const page = await body(api.GET("/v1/audit", { params: { query }, signal }));
      return page as unknown as { items: HistoryEntry[]; next?: string | null };
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

/** Takes a change back, which is a change itself. */
export function revertChange(revision: number) {
  return read(api.POST("/v1/audit/{revision}/revert", { params: { path: { revision: String(revision) } } }));
}
