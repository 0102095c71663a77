import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, body, idempotencyKey, type Read, read } from "~/api/client";
import type { ProblemDetail } from "~/api/problem";
import type { components } from "~/api/schema";
import { documentQuery, type Guideline, type Rule } from "~/components/document/api";
import type { Language } from "~/i18n";
import type { Tree } from "./tree";

type Schemas = components["schemas"];

export type { Guideline, Rule } from "~/components/document/api";
export type RuleListItem = Schemas["RuleListItem"];
export type GuidelineListItem = Schemas["GuidelineListItem"];
export type Fields = Schemas["RuleFieldsDocument"];
export type Field = Schemas["RuleFieldDocument"];
export type Operator = Schemas["RuleOperatorDocument"];
export type Template = Schemas["RuleTemplateDocument"];
export type Preview = Schemas["RulePreviewDocument"];

export const STATUSES = ["draft", "active", "paused", "archived"] as const;
export type Status = (typeof STATUSES)[number];
/** The two nouns that are written with conditions. */
export type RuleNoun = "rules" | "guidelines";
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

/** What conditions can ask about; the attributes of a shop seldom change. */
export function fieldsQuery(language: Language) {
  return queryOptions({
    queryKey: ["rule-fields", language],
    queryFn: ({ signal }) => body(api.GET("/v1/rules/fields", { params: { query: { language } }, signal })),
    staleTime: 60_000,
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

/** What the server says of conditions, by the name of each. */
export interface Checked {
  problems: ProblemDetail[];
  /** The whole rule or guideline in words. */
  sentence: string;
  texts: Partial<Record<string, string | null>>;
  trees: Partial<Record<string, Tree | null>>;
  sentences: Partial<Record<string, string | null>>;
}

type Document = Record<string, unknown>;

/** Asks what there is to say of a rule or guideline that may hold trees instead of texts. */
export function checkQuery(noun: RuleNoun, document: Document, language: Language) {
  return queryOptions({
    queryKey: [noun, "check", language, document],
    queryFn: ({ signal }): Promise<Checked> =>
      noun === "rules" ? checkRule(document, language, signal) : checkGuideline(document, language, signal),
    staleTime: 5_000,
    gcTime: 30_000,
  });
}

async function checkRule(document: Document, language: Language, signal: AbortSignal): Promise<Checked> {
  const params = { query: { language } };
  const found = await body(api.POST("/v1/rules/check", { params, body: document as Rule, signal }));
  const { problems, sentence, text, tree, sentences } = found;
  return { problems, sentence, texts: text, trees: tree as Checked["trees"], sentences };
}

async function checkGuideline(document: Document, language: Language, signal: AbortSignal): Promise<Checked> {
  const params = { query: { language } };
  const found = await body(api.POST("/v1/guidelines/check", { params, body: document as Guideline, signal }));
  const { problems, sentence, text, tree } = found;
  return {
    problems,
    sentence,
    texts: { forbid: text },
    trees: { forbid: (tree ?? null) as Tree | null },
    sentences: { forbid: sentence },
  };
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
