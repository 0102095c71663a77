import type { RuleGroupType, RuleType } from "react-querybuilder";
import type { Catalogue } from "./catalogue";

/** A condition as the server's trees have it. */
export interface Tree {
  combinator: string;
  not: boolean;
  rules: Branch[];
}

export interface Question {
  field: string;
  operator: string;
  value?: unknown;
  valueSource?: "value" | "field";
  kind?: string;
  factor?: string;
  ignoreCase?: boolean;
}

/** What no question can say stands as its text. */
export interface TextBranch {
  text: string;
}

export type Branch = Tree | Question | TextBranch;

/** The field of a row that shows a text; no field of a shop can look like it. */
export const TEXT_FIELD = "~text";

/** A row of the builder: a question with all that the server's trees know of it. */
export type Row = RuleType & Pick<Question, "kind" | "factor" | "ignoreCase">;
export type Query = RuleGroupType<Row>;

let made = 0;
/** Names rows and groups, so that each stays itself when it moves. */
export const newId = () => `q${++made}`;

/** The tree as the builder edits it. */
export function toQuery(tree: Tree): Query {
  return {
    id: newId(),
    combinator: tree.combinator,
    not: tree.not,
    rules: tree.rules.map((branch) => {
      if ("rules" in branch) return toQuery(branch);
      if ("text" in branch) return { id: newId(), field: TEXT_FIELD, operator: "=", value: branch.text };
      return { value: "", ...branch, id: newId() };
    }),
  } as Query;
}

/** What the builder holds as a tree for the server. */
export function fromQuery(query: Query, catalogue: Catalogue): Tree {
  return {
    combinator: query.combinator,
    not: query.not === true,
    rules: query.rules.map((branch) =>
      "rules" in branch ? fromQuery(branch as Query, catalogue) : questionOf(branch as Row, catalogue),
    ),
  };
}

/** The only value of several, or the value itself. */
function single(value: unknown): unknown {
  return Array.isArray(value) ? (value[0] ?? "") : (value ?? "");
}

/** Several values, of which one is a list, too. */
export function several(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return value === "" || value === undefined || value === null ? [] : [String(value)];
}

function questionOf(row: Row, catalogue: Catalogue): Branch {
  const { field, operator, value, valueSource, factor, ignoreCase } = row;
  if (field === TEXT_FIELD) return { text: String(value ?? "") };
  const question: Question = { field, operator, ...(ignoreCase ? { ignoreCase } : {}) };
  const operand = catalogue.operator(operator)?.operand;
  if (operand === "nothing") return question;
  if (operand === "value_or_field" && valueSource === "field") {
    const times = factor?.trim() ? { factor: factor.trim() } : {};
    return { ...question, valueSource, value: String(single(value)), ...times };
  }
  const kind = catalogue.field(field)?.kind ?? row.kind ?? "text";
  const given = operand === "list" ? several(value) : single(value);
  return { ...question, valueSource: "value", value: given, kind };
}

/** How many questions a query asks. */
export function countQuestions(query: Query): number {
  return query.rules.reduce(
    (count, branch) => count + ("rules" in branch ? countQuestions(branch as Query) : 1),
    0,
  );
}
