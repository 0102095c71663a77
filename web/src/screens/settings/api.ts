import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, body, idempotencyKey, type Read, read } from "~/api/client";
import type { components } from "~/api/schema";

type Schemas = components["schemas"];
export type RelationType = Schemas["RelationType"];
export type Channel = Schemas["Channel"];
export type Placement = Schemas["Placement"];
export type View = Schemas["View"];
export type Status = Schemas["Status"];

/** The nouns whose documents are edited here; all have the same routes. */
export interface Documents {
  "relation-types": RelationType;
  channels: Channel;
  placements: Placement;
  views: View;
}
export type Noun = keyof Documents;

/** What a document is called: its name, or its code while it has none. */
export const nameOrCode = ({ name, code }: { name?: string; code?: string }) => name || (code ?? "");

/** Lists of settings are short; this is the most that a page holds. */
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

export function saveDocument<N extends Noun>(
  noun: N,
  code: string,
  document: Documents[N],
  etag: string | null,
): Promise<Read<Documents[N]>> {
  const headers = { ...idempotencyKey(), ...(etag === null ? {} : { "If-Match": etag }) };
  return read(
    api.PUT(`/v1/${noun}/{code}` as never, { params: { path: { code } }, body: document, headers } as never),
  );
}

export function deleteDocument(noun: Noun, code: string, etag: string | null): Promise<Read<unknown>> {
  const headers = { ...idempotencyKey(), ...(etag === null ? {} : { "If-Match": etag }) };
  return read(api.DELETE(`/v1/${noun}/{code}` as never, { params: { path: { code } }, headers } as never));
}

export const statusQuery = queryOptions({
  queryKey: ["status"],
  queryFn: ({ signal }) => body(api.GET("/v1/status", { signal })),
  refetchInterval: 10_000,
});

/** What the audit log is asked for; absent is everything. */
export interface AuditQuestion {
  noun?: string | undefined;
  actor?: string | undefined;
  action?: string | undefined;
  product?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

const AUDIT_PAGE = 50;

export function auditQuery(question: AuditQuestion) {
  return infiniteQueryOptions({
    queryKey: ["audit", question],
    queryFn: ({ signal, pageParam }) => {
      const query = { ...question, limit: AUDIT_PAGE, cursor: pageParam };
      return body(api.GET("/v1/audit", { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

/** All entries of one change. */
export function changeQuery(revision: number | undefined) {
  return queryOptions({
    queryKey: ["audit", "one", revision],
    queryFn: ({ signal }) => {
      const query = { revision: revision ?? 0, limit: LIST_MAX };
      return body(api.GET("/v1/audit", { params: { query }, signal }));
    },
    enabled: revision !== undefined,
    placeholderData: undefined,
  });
}

/** Takes a change back, which is a change of its own. */
export function revertChange(revision: number): Promise<Read<unknown>> {
  return read(
    api.POST("/v1/audit/{revision}/revert", {
      params: { path: { revision: String(revision) } },
      headers: idempotencyKey(),
    }),
  );
}
