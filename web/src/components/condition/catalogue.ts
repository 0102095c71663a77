import type { Field, Fields, Operator } from "./api";
import { TEXT_FIELD } from "./tree";

/** A field as one condition can ask about it: `source.price`. */
export interface Asked {
  path: string;
  /** The variable that it belongs to. */
  variable: string;
  field: Field;
}

/** What one condition can ask about. */
export interface Catalogue {
  asked: Asked[];
  /** Its variables, in order. */
  variables: string[];
  field: (path: string) => Field | undefined;
  operator: (code: string) => Operator | undefined;
  /** The operators that make sense for a field. */
  operatorsOf: (path: string) => Operator[];
  /** Fields that a field can be compared with: those of its kind, the other products' first. */
  comparable: (path: string, many: boolean) => Asked[];
}

/** What a condition of a name can ask about, in the order of the server's lists. */
export function catalogueOf(fields: Fields, condition: string): Catalogue {
  const variables = fields.variables[condition] ?? [];
  const asked = variables.flatMap((variable) =>
    fields.fields.flatMap((field) => {
      const path = field.paths[variable];
      return path === undefined ? [] : [{ path, variable, field }];
    }),
  );
  const byPath = new Map(asked.map(({ path, field }) => [path, field]));
  const byCode = new Map(fields.operators.map((operator) => [operator.code, operator]));
  const operator = (code: string) => byCode.get(code);
  return {
    asked,
    variables,
    field: (path) => byPath.get(path),
    operator,
    operatorsOf: (path) => {
      if (path === TEXT_FIELD) return [];
      const codes = byPath.get(path)?.operators ?? fields.operators.map(({ code }) => code);
      return codes.flatMap((code) => operator(code) ?? []);
    },
    comparable: (path, many) => {
      const kind = byPath.get(path)?.kind;
      const fitting = asked.filter(
        (other) => other.path !== path && other.field.kind === kind && (!other.field.many || many),
      );
      const variable = path.split(".")[0];
      const isOther = (one: Asked) => Number(one.variable === variable);
      return fitting.sort((a, b) => isOther(a) - isOther(b));
    },
  };
}

/** The field that a new question asks about. */
export function firstField(catalogue: Catalogue): string {
  const usual = catalogue.asked.find(({ field }) => field.control === "category" && field.many);
  return (usual ?? catalogue.asked[0])?.path ?? "";
}

const WORD = /[\w.]*$/;

/** The name that is being written before a place of a text. */
export const wordBefore = (text: string, place: number): string => WORD.exec(text.slice(0, place))?.[0] ?? "";

const PROPOSALS = 8;

/** Names that complete what is being written: those that begin so, then those that hold it. */
export function proposals(catalogue: Catalogue, word: string): Asked[] {
  const wanted = word.toLowerCase();
  if (wanted.length < 2) return [];
  const begins = ({ path }: Asked) => path.toLowerCase().startsWith(wanted);
  const holds = (one: Asked) =>
    !begins(one) &&
    (one.path.toLowerCase().includes(wanted) || one.field.label.toLowerCase().includes(wanted));
  const found = [...catalogue.asked.filter(begins), ...catalogue.asked.filter(holds)];
  return found.filter(({ path }) => path !== word).slice(0, PROPOSALS);
}
