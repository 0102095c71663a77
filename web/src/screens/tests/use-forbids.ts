import { useCallback, useMemo, useRef } from "react";
import type { Check, TestSuite } from "./api";

/** Gives a condition as text, also when it is still edited as questions. */
type Settle = (check: Check) => Promise<string>;

export interface Forbids {
  /** Tells how the condition of a check at a place becomes a text; given back, it is forgotten. */
  join: (place: number, settle: Settle) => () => void;
  /** The suite with the texts of all its conditions; throws what keeps one from having a text. */
  settle: (suite: TestSuite) => Promise<TestSuite>;
}

/** The conditions of a suite, each edited by itself, brought together when the suite is saved. */
export function useForbids(): Forbids {
  const known = useRef(new Map<number, Settle>());
  const join = useCallback((place: number, settle: Settle) => {
    known.current.set(place, settle);
    return () => {
      if (known.current.get(place) === settle) known.current.delete(place);
    };
  }, []);
  const settle = useCallback(async (suite: TestSuite) => {
    const settled = async (check: Check, place: number): Promise<Check> => {
      const one = known.current.get(place);
      return one && check.check === "forbid" ? { ...check, forbid: await one(check) } : check;
    };
    return { ...suite, checks: await Promise.all((suite.checks ?? []).map(settled)) };
  }, []);
  return useMemo(() => ({ join, settle }), [join, settle]);
}
