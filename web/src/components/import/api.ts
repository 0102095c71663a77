import { queryOptions } from "@tanstack/react-query";
import { api, body, idempotencyKey, type Read, read } from "~/api/client";
import { STATIC } from "~/api/live";
import type { components } from "~/api/schema";
import type { Job } from "~/api/types";

type Schemas = components["schemas"];
export type Upload = Schemas["Upload"];
export type UploadColumn = Schemas["UploadColumn"];
export type UploadRow = Schemas["UploadRow"];
export type Field = Upload["fields"][number];
export type Mapping = Schemas["Mapping"];
/** A change to a row: other texts in its cells, or whether it is left out. */
export type RowMend = Schemas["UploadRowMendRequest"];
export type ProblemGroup = Schemas["ProblemGroup"];
export type SavedMapping = Schemas["SavedMapping"];
export type ExportPart = Schemas["ExportedPart"];
export type ShopStatus = Schemas["Status"];

/** What an import would do to one thing; the fields are those that change. */
export interface Difference {
  row: number;
  subject: string;
  action: string;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
}

export const COUNTS = ["created", "updated", "moved", "removed", "unchanged", "pending", "rejected"] as const;
export type Count = (typeof COUNTS)[number];

export type Report = Omit<Schemas["ImportResult"], "differences"> & { differences: Difference[] };
export type ImportEntry = Schemas["Import"];

export type Mode = "merge" | "replace" | "delete";
export const MODES: Mode[] = ["merge", "replace", "delete"];

export function uploadQuery(id: string) {
  return queryOptions({
    queryKey: ["upload", id],
    queryFn: ({ signal }) => body(api.GET("/v1/uploads/{id}", { params: { path: { id } }, signal })),
    placeholderData: undefined,
  });
}

export function saveMapping(id: string, mapping: Mapping): Promise<Upload> {
  const call = { params: { path: { id } }, body: mapping, headers: idempotencyKey() };
  return body(api.PATCH("/v1/uploads/{id}", call));
}

export function deleteUpload(id: string): Promise<unknown> {
  return body(api.DELETE("/v1/uploads/{id}", { params: { path: { id } }, headers: idempotencyKey() }));
}

/** An upload made of the rows that an import rejected. */
export function uploadRejects(importId: string): Promise<Upload> {
  const query = { from_import: importId };
  return body(api.POST("/v1/uploads", { params: { query }, headers: idempotencyKey() }));
}

/** Rows by their numbers. */
export function rowsQuery(id: string, rows: number[]) {
  return queryOptions({
    queryKey: ["upload-rows", id, rows],
    queryFn: ({ signal }) =>
      body(api.GET("/v1/uploads/{id}/rows", { params: { path: { id }, query: { row: rows } }, signal })),
    enabled: rows.length > 0,
  });
}

export function mendRows(id: string, rows: RowMend[]): Promise<Schemas["UploadMends"]> {
  const call = { params: { path: { id } }, body: { rows }, headers: idempotencyKey() };
  return body(api.PATCH("/v1/uploads/{id}/rows", call));
}

interface Asked {
  uploads: string[];
  mode: Mode;
  source?: string | undefined;
}

function importQuery({ uploads, mode, source }: Asked) {
  return { upload: uploads, mode, ...(source ? { source } : {}) };
}

/** What an import would do; nothing is written. */
export async function dryRun(asked: Asked, signal: AbortSignal): Promise<Report[]> {
  const query = { ...importQuery(asked), dry_run: true };
  const answer = await body(api.POST("/v1/imports", { params: { query }, signal }));
  // One file answers with its report, several with a list of them.
  return "files" in answer ? (answer.files as Report[]) : [answer as Report];
}

/** Starts an import, which goes on by itself. */
export async function startImport(asked: Asked): Promise<Job> {
  const query = { ...importQuery(asked), wait: false };
  const call = { params: { query }, headers: idempotencyKey() };
  return (await body(api.POST("/v1/imports", call))) as unknown as Job;
}

export function loadSample(): Promise<Job> {
  return body(api.POST("/v1/sample", { headers: idempotencyKey() }));
}

/** A running job is asked this often how far it is. */
const JOB_POLL_MS = 600;

export function jobQuery(id: string) {
  return queryOptions({
    queryKey: ["job", id],
    queryFn: ({ signal }) => body(api.GET("/v1/jobs/{id}", { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : JOB_POLL_MS),
    placeholderData: undefined,
  });
}

/** Whether nothing more happens to a job. */
export function isOver(job: Job): boolean {
  return job.state !== "queued" && job.state !== "running";
}

export function cancelJob(id: string): Promise<Job> {
  return body(api.POST("/v1/jobs/{id}/cancel", { params: { path: { id } }, headers: idempotencyKey() }));
}

export function importsQuery(cursor: string | undefined) {
  const query = { limit: 25, ...(cursor ? { cursor } : {}) };
  return queryOptions({
    queryKey: ["imports", cursor ?? ""],
    queryFn: ({ signal }) => body(api.GET("/v1/imports", { params: { query }, signal })),
  });
}

export function importEntryQuery(id: string) {
  return queryOptions({
    queryKey: ["import", id],
    queryFn: ({ signal }) => body(api.GET("/v1/imports/{id}", { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.state === "running" ? JOB_POLL_MS : false),
    placeholderData: undefined,
  });
}

export function revertImport(id: string): Promise<Read<ImportEntry>> {
  return read(api.POST("/v1/imports/{id}/revert", { params: { path: { id } }, headers: idempotencyKey() }));
}

export const rejectsUrl = (importId: string) => `/v1/imports/${encodeURIComponent(importId)}/rejects`;

export const mappingsQuery = queryOptions({
  queryKey: ["mappings"],
  queryFn: ({ signal }) => body(api.GET("/v1/mappings", { params: { query: { limit: 200 } }, signal })),
});

export function putMapping(code: string, name: string, mapping: Mapping): Promise<Read<SavedMapping>> {
  const call = { params: { path: { code } }, body: { ...mapping, code, name }, headers: idempotencyKey() };
  return read(api.PUT("/v1/mappings/{code}", call));
}

export function deleteMapping(code: string): Promise<Read<unknown>> {
  return read(api.DELETE("/v1/mappings/{code}", { params: { path: { code } }, headers: idempotencyKey() }));
}

export const statusQuery = queryOptions({
  queryKey: ["status"],
  queryFn: ({ signal }) => body(api.GET("/v1/status", { signal })),
});

export const exportsQuery = queryOptions({
  queryKey: [STATIC, "exports"],
  queryFn: ({ signal }) => body(api.GET("/v1/exports", { params: { query: { limit: 200 } }, signal })),
});

export const coverageQuery = queryOptions({
  queryKey: ["coverage"],
  queryFn: ({ signal }) => body(api.GET("/v1/coverage", { signal })),
});
