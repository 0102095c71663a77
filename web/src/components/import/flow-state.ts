import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { many, one, type Search } from "~/app/search";
import { MODES, type Mode } from "./api";

export type Step = "files" | "columns" | "check" | "import";
export const STEPS: Step[] = ["files", "columns", "check", "import"];

interface Flow {
  /** The files that were brought, by the ids of their uploads. */
  uploads: string[];
  mode: Mode;
  /** Under which name the relations are owned; the format's name without one. */
  source: string | undefined;
  /** The work that goes on or is done. */
  job: string | undefined;
  step: Step;
  /** Changes the URL; a step is one to come back from. */
  go: (change: Search, options?: { replace?: boolean }) => void;
}

/** How far the bringing of files is, as the URL says. */
export function useFlow(): Flow {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const go = useCallback(
    (change: Search, options: { replace?: boolean } = {}) =>
      void navigate({
        to: ".",
        search: ((before: Search) => ({ ...before, ...change })) as never,
        replace: options.replace ?? false,
      }),
    [navigate],
  );
  return useMemo(() => {
    const uploads = many(search.upload);
    const mode = MODES.find((known) => known === one(search.mode)) ?? "merge";
    const job = one(search.job);
    const asked = one(search.step) === "check" ? "check" : "columns";
    const step: Step = job ? "import" : uploads.length === 0 ? "files" : asked;
    return { uploads, mode, source: one(search.source), job, step, go };
  }, [search, go]);
}

/** The search parameters of a flow that begins anew. */
export const AFRESH: Search = {
  upload: undefined,
  step: undefined,
  mode: undefined,
  source: undefined,
  job: undefined,
  product: undefined,
};
