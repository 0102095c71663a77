import type { ProblemDetail } from "~/api/problem";
import type { Checked, ConditionNoun } from "./api";
import type { Catalogue } from "./catalogue";
import { countQuestions, fromQuery, type Query, type Tree } from "./tree";

export type ConditionName = "match" | "show" | "when" | "forbid" | "condition";
/** The conditions of each noun. */
export const NAMES: Record<ConditionNoun, readonly ConditionName[]> = {
  rules: ["match", "show", "when"],
  guidelines: ["forbid"],
  conditions: ["condition"],
};

/** Conditions as texts, and as trees that were edited. */
export type Texts = Partial<Record<ConditionName, string | null>>;
export type Queries = Partial<Record<ConditionName, Query>>;

type Document = Record<string, unknown>;

/** Trees by their queries: what did not change is not taken apart again. */
const trees = new WeakMap<Query, Tree>();

function treeOf(query: Query, catalogue: Catalogue): Tree {
  const known = trees.get(query);
  if (known) return known;
  const tree = fromQuery(query, catalogue);
  trees.set(query, tree);
  return tree;
}

/** The draft as the server checks it: each condition as a text, or as a tree if it was edited as one. */
export function documentOf(
  noun: ConditionNoun,
  draft: object,
  queries: Partial<Record<ConditionName, Query>>,
  catalogues: Partial<Record<ConditionName, Catalogue>>,
): Document {
  // What it is called says nothing of conditions, and is not asked about at every key.
  const { code, name: _, ...document } = draft as Document;
  // A new one has no code yet, or one that is being typed; what is said of conditions needs none.
  for (const name of NAMES[noun]) {
    const query = queries[name];
    const catalogue = catalogues[name];
    if (!query || !catalogue) continue;
    delete document[name];
    if (name === "when" && countQuestions(query) === 0) document.when = null;
    else document[`${name}_tree`] = treeOf(query, catalogue);
  }
  return typeof code === "string" && CODE.test(code) ? { code, ...document } : document;
}

/** Whether nobody has asked anything yet: of every product, always. */
export const isPlain = (text: string | null | undefined): boolean => !text?.trim() || text.trim() === "true";

/** What the server takes for a code. */
const CODE = /^[\w.:-]{1,64}$/;

/** Whether a tree has no text, because one of its questions is not complete. */
export function isFailed(found: Checked, name: ConditionName): boolean {
  return found.problems.some(({ pointer }) => pointer?.startsWith(`/${name}_tree`));
}

const STEP = /\/rules\/(\d+)/g;

/** The place of a question that a pointer into a tree names, such as `0.1`. */
export function placeIn(pointer: string, name: ConditionName): string | undefined {
  if (!pointer.startsWith(`/${name}_tree`)) return undefined;
  return [...pointer.matchAll(STEP)].map(([, index]) => index).join(".");
}

/** Problems of a condition: those of single questions by their place, and the others. */
export function problemsOf(
  problems: ProblemDetail[],
  name: ConditionName,
): { questions: Map<string, ProblemDetail>; others: ProblemDetail[] } {
  const questions = new Map<string, ProblemDetail>();
  const others: ProblemDetail[] = [];
  for (const problem of problems) {
    const place = placeIn(problem.pointer ?? "", name);
    if (place) questions.set(place, problem);
    else if (place === "" || problem.pointer === `/${name}`) others.push(problem);
  }
  return { questions, others };
}

/** The texts of a noun alone. */
export function pick(noun: ConditionNoun, texts: Texts): Texts {
  return Object.fromEntries(NAMES[noun].map((name) => [name, texts[name]]));
}

/** The texts of the trees that were asked about; nothing for those that have none. */
export function textsOf(noun: ConditionNoun, found: Checked, queries: Queries): Texts {
  const texts: Texts = {};
  for (const name of NAMES[noun]) {
    const query = queries[name];
    if (!query || isFailed(found, name)) continue;
    texts[name] = name === "when" && countQuestions(query) === 0 ? null : (found.texts[name] ?? null);
  }
  return texts;
}

/** What keeps trees from having a text. */
export function wrongOf(found: Checked, names: ConditionName[]): ProblemDetail[] {
  return found.problems.filter(({ pointer }) => names.some((name) => pointer?.startsWith(`/${name}_tree`)));
}
