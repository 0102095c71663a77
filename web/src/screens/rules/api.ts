import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, body, idempotencyKey, type Read, read } from "~/api/client";
import type { components } from "~/api/schema";
import type { RuleNoun } from "~/components/condition/api";
import { documentQuery, type Rule } from "~/components/document/api";
import type { Language } from "~/i18n";

type Schemas = components["schemas"];

export type { RuleNoun } from "~/components/condition/api";
export type { Guideline, Rule } from "~/components/document/api";
export type RuleListItem = Schemas["RuleListItem"];
export type GuidelineListItem = Schemas["GuidelineListItem"];
export type ConditionListItem = Schemas["ConditionListItem"];
export type Template = Schemas["RuleTemplateDocument"];
export type Preview = Schemas["RulePreviewDocument"];

export const STATUSES = ["draft", "active", "paused", "archived"] as const;
export type Status = (typeof STATUSES)[number];
/** A status that the server may have and this app may not know yet counts as a draft. */
export const statusOf = (status: string | undefined): Status =>
  STATUSES.find((one) => one === status) ?? "draft";

/** What a list is narrowed to, as the address holds it. */
export interface ListFilters {
  status?: string | undefined;
  type?: string | undefined;
  q?: string | undefined;
}

const PAGE = 50;

export function rulesQuery(filters: ListFilters, language: Language) {
  return infiniteQueryOptions({
    queryKey: ["rules", "list", filters, language],
    queryFn: ({ signal, pageParam }) => {
      const status = filters.status ? [filters.status] : undefined;
      const query = { type: filters.type, q: filters.q, status, language, limit: PAGE, cursor: pageParam };
      return body(api.GET("/v1/rules/summaries", { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

export function guidelinesQuery(filters: ListFilters, language: Language) {
  return infiniteQueryOptions({
    queryKey: ["guidelines", "list", filters, language],
    queryFn: ({ signal, pageParam }) => {
      const status = filters.status ? [filters.status] : undefined;
      const query = { type: filters.type, q: filters.q, status, language, limit: PAGE, cursor: pageParam };
      return body(api.GET("/v1/guidelines/summaries", { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

export function conditionsQuery({ q }: Pick<ListFilters, "q">, language: Language) {
  return infiniteQueryOptions({
    queryKey: ["conditions", "list", q, language],
    queryFn: ({ signal, pageParam }) => {
      const query = { q, language, limit: PAGE, cursor: pageParam };
      return body(api.GET("/v1/conditions/summaries", { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

export function templatesQuery(language: Language) {
  return queryOptions({
    queryKey: ["rule-templates", language],
    queryFn: ({ signal }) =>
      body(api.GET("/v1/rules/templates", { params: { query: { language } }, signal })),
    staleTime: 60_000,
  });
}

/** Sources that a preview brings as examples; those that change are shown first. */
const SAMPLE = 24;

export function previewQuery(rule: Rule | undefined) {
  return queryOptions({
    queryKey: ["rules", "preview", rule],
    queryFn: ({ signal }) =>
      body(api.POST("/v1/rules/preview", { body: { rule, sample: SAMPLE } as never, signal })),
    enabled: rule !== undefined,
    staleTime: 5_000,
    gcTime: 30_000,
  });
}

/** Sets the status of one, against the version that is stored now. */
export function setStatus(noun: RuleNoun, code: string, status: Status): Promise<Read<unknown>> {
  return read(
    api.PATCH(
      `/v1/${noun}/{code}` as never,
      { params: { path: { code } }, body: { status }, headers: idempotencyKey() } as never,
    ),
  );
}

export const ruleQuery = (code: string | undefined) => documentQuery("rules", code);
