import { useCallback, useRef, useState } from "react";
import type { ConditionName } from "./condition-document";
import type { Query } from "./tree";

/** What stood in the conditions at some moment. */
export interface Moment {
  /** The condition that was changed next. */
  name: ConditionName;
  queries: Partial<Record<ConditionName, Query>>;
  texts: Partial<Record<ConditionName, string | null>>;
}

/** So many steps can be taken back. */
const STEPS_MAX = 100;

/**
 * The steps of an editor before anything is saved, and the way back and forth through them.
 *
 * `now` gives what stands there, `put` brings back what stood there.
 */
export function useSteps(now: (name: ConditionName) => Moment, put: (moment: Moment) => void) {
  const past = useRef<Moment[]>([]);
  const future = useRef<Moment[]>([]);
  const [ends, setEnds] = useState<{ undo?: ConditionName; redo?: ConditionName }>({});
  const tell = useCallback(() => {
    const [undo, redo] = [past.current.at(-1)?.name, future.current.at(-1)?.name];
    setEnds((ends) =>
      ends.undo === undo && ends.redo === redo ? ends : { ...(undo && { undo }), ...(redo && { redo }) },
    );
  }, []);
  const note = useCallback(
    (moment: Moment) => {
      past.current.push(moment);
      if (past.current.length > STEPS_MAX) past.current.shift();
      future.current = [];
      tell();
    },
    [tell],
  );
  const step = (from: { current: Moment[] }, to: { current: Moment[] }): boolean => {
    const moment = from.current.pop();
    if (!moment) return false;
    to.current.push(now(moment.name));
    put(moment);
    tell();
    return true;
  };
  return {
    note,
    /** Takes the last step back; whether there was one. */
    undo: () => step(past, future),
    /** Takes it again. */
    redo: () => step(future, past),
    /** The conditions that the next step back and the next step forth change. */
    ends,
  };
}
