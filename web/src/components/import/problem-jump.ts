import { useCallback, useEffect } from "react";

/** Marks what stands in the way of the next step; it has to take the focus. */
export const PROBLEM = "[data-problem]";

/** The problem after where the focus is, the first again after the last. */
export function nextProblem(problems: HTMLElement[], here: Element | null): HTMLElement | undefined {
  const after = problems.find(
    (problem) =>
      problem !== here && (here?.compareDocumentPosition(problem) ?? 0) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  return after ?? problems[0];
}

/** Moves the focus to the next problem; says whether there is one. */
export function jumpToProblem(): boolean {
  const problems = Array.from(document.querySelectorAll<HTMLElement>(PROBLEM));
  const found = nextProblem(problems, document.activeElement);
  found?.focus();
  found?.scrollIntoView({ block: "center" });
  return found !== undefined;
}

/** Alt and N go to the next problem, also out of a field; says when there is none. */
export function useProblemKey(onNone: () => void): void {
  const pressed = useCallback(
    (event: KeyboardEvent) => {
      // By its place on the keyboard: with Alt some systems write another letter.
      if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyN") return;
      event.preventDefault();
      if (!jumpToProblem()) onNone();
    },
    [onNone],
  );
  useEffect(() => {
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [pressed]);
}
