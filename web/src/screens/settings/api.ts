import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, body, idempotencyKey, type Read, read } from "~/api/client";
import type { components } from "~/api/schema";

type Schemas = components["schemas"];

export type { Channel, Placement, RelationType, View } from "~/components/document/api";
export { listQuery, nameOrCode } from "~/components/document/api";
export type Status = Schemas["Status"];

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
/** Entries of one change that are shown. */
const LIST_MAX = 200;

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
