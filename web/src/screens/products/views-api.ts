import { queryOptions } from "@tanstack/react-query";
import { api, body, idempotencyKey, read } from "~/api/client";
import type { components } from "~/api/schema";
import { parseSearch, type Search, stringifySearch } from "~/app/search";
import { canonical, filtersOf, searchOf } from "./filters";

/** A list that somebody saved. */
export type View = Required<components["schemas"]["View"]>;

/** More views than this a shop cannot have. */
const VIEWS_MAX = 200;

export const viewsQuery = queryOptions({
  queryKey: ["views"],
  queryFn: async ({ signal }) => {
    const page = await body(api.GET("/v1/views", { params: { query: { limit: VIEWS_MAX } }, signal }));
    return (page.items as View[]).filter(({ screen }) => screen === "products");
  },
});

/** Makes a view; the revision undoes it. */
export async function createView(view: View): Promise<number | null> {
  const params = { path: { code: view.code } };
  const made = await read(api.PUT("/v1/views/{code}", { params, headers: idempotencyKey(), body: view }));
  return made.revision;
}

/** Changes some fields of a view. */
export async function changeView(code: string, change: Partial<View>): Promise<number | null> {
  const params = { path: { code } };
  const made = await read(
    api.PATCH("/v1/views/{code}", { params, headers: idempotencyKey(), body: change as never }),
  );
  return made.revision;
}

export async function deleteView(code: string): Promise<number | null> {
  const params = { path: { code } };
  const gone = await read(api.DELETE("/v1/views/{code}", { params, headers: idempotencyKey() }));
  return gone.revision;
}

/** Conditions and order of a list, as a view keeps them. */
export function queryOf(search: Search): string {
  const sort = typeof search.sort === "string" && search.sort !== "sku" ? search.sort : undefined;
  return stringifySearch({ ...searchOf(filtersOf(search)), sort }).slice(1);
}

/** What a view shows, as the URL takes it. */
export function searchOfView(query: string): Search {
  return parseSearch(`?${query}`);
}

/** Whether a list is what a view shows. */
export function isView(query: string, search: Search): boolean {
  return canonical(searchOfView(query)) === canonical(search);
}

/** A code made of a name, different from all that there are. */
export function codeOf(name: string, taken: string[]): string {
  const plain = name
    .replace(/ß/g, "ss")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 48);
  const base = plain || "view";
  for (let number = 1; ; number++) {
    const code = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(code)) return code;
  }
}
