import { useCallback } from "react";
import { asProblem, type ProblemDetail } from "~/api/problem";
import { defineTexts, inOneLine, type Language, sayProblem, useProblemWords, useTexts } from "~/i18n";

const texts = defineTexts({
  en: { unreachable: "The server cannot be reached" },
  de: { unreachable: "Der Server ist nicht erreichbar" },
});

/** Why something failed, in one line. */
export function useReason(): (error: unknown) => string {
  const t = useTexts(texts);
  const say = useProblemWords();
  return useCallback(
    (error) => {
      const problem = asProblem(error);
      if (problem.code === "unreachable") return t("unreachable");
      return inOneLine(say(problem.problems[0] ?? problem));
    },
    [say, t],
  );
}

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
