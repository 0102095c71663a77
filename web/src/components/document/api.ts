import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, body, idempotencyKey, type Read, read } from "~/api/client";
import type { components } from "~/api/schema";

type Schemas = components["schemas"];
export type RelationType = Schemas["RelationType"];
export type Channel = Schemas["Channel"];
export type Placement = Schemas["Placement"];
export type View = Schemas["View"];
export type Rule = Schemas["Rule"];
export type Guideline = Schemas["Guideline"];
export type Condition = Schemas["Condition"];
export type TestSuite = Schemas["TestSuite"];

/** The nouns whose documents are edited here; all have the same routes. */
export interface Documents {
  "relation-types": RelationType;
  channels: Channel;
  placements: Placement;
  views: View;
  rules: Rule;
  guidelines: Guideline;
  conditions: Condition;
  "test-suites": TestSuite;
}
export type Noun = keyof Documents;

/** The last part of the address while something new is made; no code can look like it. */
export const NEW = "~new";

/** What a document is called: its name, or its code while it has none. */
export const nameOrCode = ({ name, code }: { name?: string; code?: string }) => name || (code ?? "");

/** Lists of documents are short; this is the most that a page holds. */
const LIST_MAX = 200;

// The nouns have the same routes, which the types of the client do not know of one another.

export function listQuery<N extends Noun>(noun: N) {
  return queryOptions({
    queryKey: [noun, "all"],
    queryFn: ({ signal }): Promise<{ items: Documents[N][] }> =>
      body(api.GET(`/v1/${noun}` as never, { params: { query: { limit: LIST_MAX } }, signal } as never)),
  });
}

export function documentQuery<N extends Noun>(noun: N, code: string | undefined) {
  return queryOptions({
    queryKey: [noun, "one", code],
    queryFn: ({ signal }): Promise<Read<Documents[N]>> =>
      read(api.GET(`/v1/${noun}/{code}` as never, { params: { path: { code } }, signal } as never)),
    enabled: code !== undefined,
    placeholderData: undefined,
  });
}

/** Writes a document if it still has a tag; with {@link NEW} only if there is none yet. */
export function saveDocument<N extends Noun>(
  noun: N,
  code: string,
  document: Documents[N],
  etag: string | null,
): Promise<Read<Documents[N]>> {
  const condition = etag === NEW ? { "If-None-Match": "*" } : etag === null ? {} : { "If-Match": etag };
  const headers = { ...idempotencyKey(), ...condition };
  return read(
    api.PUT(`/v1/${noun}/{code}` as never, { params: { path: { code } }, body: document, headers } as never),
  );
}

export function deleteDocument(noun: Noun, code: string, etag: string | null): Promise<Read<unknown>> {
  const headers = { ...idempotencyKey(), ...(etag === null ? {} : { "If-Match": etag }) };
  return read(api.DELETE(`/v1/${noun}/{code}` as never, { params: { path: { code } }, headers } as never));
}

const HISTORY_PAGE = 20;

/** What was changed in a document, the latest first. */
export function historyQuery(noun: Noun, code: string) {
  return infiniteQueryOptions({
    queryKey: ["audit", noun, code],
    queryFn: ({ signal, pageParam }) => {
      const one = noun.slice(0, -1).replace("-", "_");
      const query = { noun: one, key: code, limit: HISTORY_PAGE, cursor: pageParam };
      return body(api.GET("/v1/audit", { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}
