import type { ProblemDetail } from "~/api/problem";
import { inOneLine, type Language, sayProblem } from "~/i18n";

/** Whether a problem is about a field or something within it. */
function isAbout(problem: ProblemDetail, pointer: string): boolean {
  return problem.pointer === pointer || (problem.pointer?.startsWith(`${pointer}/`) ?? false);
}

/** What is wrong with a field, with the way out; undefined when nothing is. */
export function problemAt(
  problems: ProblemDetail[],
  pointer: string,
  language: Language,
): string | undefined {
  const texts = problems
    .filter((problem) => isAbout(problem, pointer))
    .map((problem) => inOneLine(sayProblem(problem, language)));
  return texts.length > 0 ? texts.join(". ") : undefined;
}

/** The problems that no field of a form shows. */
export function problemsElsewhere(problems: ProblemDetail[], pointers: string[]): ProblemDetail[] {
  return problems.filter((problem) => !pointers.some((pointer) => isAbout(problem, pointer)));
}
