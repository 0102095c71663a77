import { useCallback } from "react";
import type { ProblemDetail } from "~/api/problem";
import { problemAt } from "~/components/problems";
import { useLanguage } from "~/i18n";

/** What is wrong with a field: what was said when it was saved, else what is said while it is written. */
export function useProblem(
  editor: { problem: (pointer: string) => string | undefined },
  checked: ProblemDetail[],
): (pointer: string) => string | undefined {
  const { language } = useLanguage();
  const { problem } = editor;
  return useCallback(
    (pointer) => problem(pointer) ?? problemAt(checked, pointer, language),
    [problem, checked, language],
  );
}
