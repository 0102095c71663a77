import { useMemo } from "react";
import type { LaneRow } from "./api";
import { type Bench, useBench } from "./bench";
import { focusLane, focusRow } from "./focus";
import { isPinned, pinPlace } from "./order";

/** What can be done to a row, with the focus where it belongs afterwards. */
function actionsFor(row: LaneRow, { actions, hide }: Bench) {
  const { rowsOf, move, pin, unpin, remove } = actions;
  const rows = () => rowsOf(row.type);
  const here = () => rows().findIndex(({ id }) => id === row.id);
  const to = (index: number) => void move(row, row.type, index).then(() => focusRow(row.id));
  return {
    by: (step: number) => to(Math.max(0, here() + step)),
    toTop: () => to(0),
    toEnd: () => to(rows().length),
    togglePin: () => {
      const change = isPinned(row) ? unpin(row) : pin(row, pinPlace(rows(), row));
      void change.then(() => focusRow(row.id));
    },
    hide: () => hide(row),
    remove: () => {
      const index = here();
      const next = rows()[index + 1] ?? rows()[index - 1];
      void remove(row).then((problem) => {
        if (problem) focusRow(row.id);
        else if (next) focusRow(next.id);
        else focusLane(row.type);
      });
    },
  };
}

export function useRowActions(row: LaneRow) {
  const bench = useBench();
  return useMemo(() => actionsFor(row, bench), [bench, row]);
}

/** The same for a row that is only known when a key is pressed. */
export function useRowActionsOf() {
  const bench = useBench();
  return (row: LaneRow) => actionsFor(row, bench);
}
