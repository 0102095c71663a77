import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/api/client";
import type { ProblemDetail } from "~/api/problem";
import type { components } from "~/api/schema";
import type { Guideline, Rule } from "~/components/document/api";
import type { Language } from "~/i18n";
import type { Tree } from "./tree";

type Schemas = components["schemas"];

export type Fields = Schemas["RuleFieldsDocument"];
export type Field = Schemas["RuleFieldDocument"];
export type Operator = Schemas["RuleOperatorDocument"];
/** The two nouns that are written with conditions. */
export type RuleNoun = "rules" | "guidelines";

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
