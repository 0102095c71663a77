import type { QueryClient } from "@tanstack/react-query";
import type { ReadAhead } from "~/app/read-ahead";
import { candidatesQuery, laneQuery, taggedProductQuery, variantsQuery } from "~/components/lane/api";
import { inOrder, relationTypesQuery } from "~/components/relation-type-list";
import { cardQuery, countsQuery, IDEAS } from "./api";
import { readUrl } from "./url";
import { WIDE } from "./width";

/** The facts of a product, and its lanes where they are what is looked at. */
export const readWorkbench: ReadAhead = (client, { params, search }) => {
  const { sku = "" } = params;
  const { tab, lane, find } = readUrl(search);
  void client.prefetchQuery(countsQuery(sku));
  void client.prefetchQuery(cardQuery(sku));
  void readProduct(client, sku);
  if (tab === "relations") void readLanes(client, sku, lane, find);
};

async function readProduct(client: QueryClient, sku: string) {
  await client.prefetchQuery(taggedProductQuery(sku));
  const product = client.getQueryData(taggedProductQuery(sku).queryKey);
  if (product && !product.data.parent) await client.prefetchQuery(variantsQuery(sku));
}

async function readLanes(client: QueryClient, sku: string, lane: string | undefined, find: string) {
  await client.prefetchQuery(relationTypesQuery);
  const types = inOrder(client.getQueryData(relationTypesQuery.queryKey)?.items ?? []);
  const codes = types.map(({ code }) => code ?? "");
  for (const code of codes) void client.prefetchQuery(laneQuery(sku, code));
  const first = codes.find((code) => code === lane) ?? codes[0];
  if (first !== undefined && find === "" && matchMedia(WIDE).matches)
    void client.prefetchQuery(candidatesQuery(sku, first, "", IDEAS));
}
