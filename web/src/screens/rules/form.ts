import type { Catalogue } from "~/components/condition/catalogue";
import type { Rule } from "./api";

/** What a part of a rule's form is given. */
export interface FormProps {
  draft: Rule;
  change: (fields: Partial<Rule>) => void;
  problem: (pointer: string) => string | undefined;
}

/** Whether a part has to be drawn anew: most of a form stays as it is while one part of it is edited. */
export function isSameFor<P extends FormProps & { catalogue?: Catalogue }>(fields: (keyof Rule)[]) {
  return (before: P, after: P): boolean =>
    before.change === after.change &&
    before.problem === after.problem &&
    before.catalogue === after.catalogue &&
    fields.every((field) => before.draft[field] === after.draft[field]);
}
