import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/api/client";
import type { ProblemDetail } from "~/api/problem";
import type { components } from "~/api/schema";
import type { Condition, Guideline, Rule } from "~/components/document/api";
import type { Language } from "~/i18n";
import type { Tree } from "./tree";

type Schemas = components["schemas"];

export type Fields = Schemas["RuleFieldsDocument"];
export type Field = Schemas["RuleFieldDocument"];
export type Operator = Schemas["RuleOperatorDocument"];
/** The nouns that are live by a status, and are made of conditions. */
export type RuleNoun = "rules" | "guidelines";
/** All that is written with conditions. */
export type ConditionNoun = RuleNoun | "conditions";
/** How large a condition is, and how large it may be. */
export type Size = Schemas["ConditionSize"];
export type Holds = Schemas["ConditionHolds"];

/** What conditions can ask about; the attributes of a shop seldom change. */
export function fieldsQuery(language: Language) {
  return queryOptions({
    queryKey: ["rule-fields", language],
    queryFn: ({ signal }) => body(api.GET("/v1/rules/fields", { params: { query: { language } }, signal })),
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
  sizes: Partial<Record<string, Size | null>>;
  /** What a condition with a name takes in. */
  holds?: Holds | null;
  /** What names it, and how much that is. */
  readers?: Schemas["ConditionReader"][];
  readerCount?: number;
}

type Document = Record<string, unknown>;

const CHECKS = { rules: checkRule, guidelines: checkGuideline, conditions: checkCondition };

/** Asks what there is to say of something written with conditions, which may be trees instead of texts. */
export function checkQuery(noun: ConditionNoun, document: Document, language: Language) {
  return queryOptions({
    queryKey: [noun, "check", language, document],
    queryFn: ({ signal }): Promise<Checked> => CHECKS[noun](document, language, signal),
    staleTime: 5_000,
    gcTime: 30_000,
  });
}

async function checkRule(document: Document, language: Language, signal: AbortSignal): Promise<Checked> {
  const params = { query: { language } };
  const found = await body(api.POST("/v1/rules/check", { params, body: document as Rule, signal }));
  const { problems, sentence, text, tree, sentences, sizes } = found;
  return { problems, sentence, texts: text, trees: tree as Checked["trees"], sentences, sizes };
}

async function checkGuideline(document: Document, language: Language, signal: AbortSignal): Promise<Checked> {
  const params = { query: { language } };
  const found = await body(api.POST("/v1/guidelines/check", { params, body: document as Guideline, signal }));
  const { problems, sentence, text, tree, size } = found;
  return {
    problems,
    sentence,
    texts: { forbid: text },
    trees: { forbid: (tree ?? null) as Tree | null },
    sentences: { forbid: sentence },
    sizes: { forbid: size ?? null },
  };
}

async function checkCondition(document: Document, language: Language, signal: AbortSignal): Promise<Checked> {
  const params = { query: { language } };
  const found = await body(api.POST("/v1/conditions/check", { params, body: document as Condition, signal }));
  const { problems, sentence, text, tree, size, holds, readers, reader_count: readerCount } = found;
  return {
    problems,
    sentence,
    texts: { condition: text },
    trees: { condition: (tree ?? null) as Tree | null },
    sentences: { condition: sentence },
    sizes: { condition: size ?? null },
    holds: holds ?? null,
    readers,
    readerCount,
  };
}
