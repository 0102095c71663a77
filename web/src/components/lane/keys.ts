import type { KeyboardEvent } from "react";
import type { LaneRow } from "./api";
import { useBench } from "./bench";
import { goToRow } from "./focus";
import { isEditable } from "./order";
import { useRowActionsOf } from "./use-row-actions";

/** The key of an event in lower case, without modifiers; empty for keys that belong to the browser or a field. */
export function keyOf(event: KeyboardEvent): string {
  if (event.ctrlKey || event.metaKey || event.altKey) return "";
  return event.key.toLowerCase();
}

/** Keys of a row that a person may switch off, because they are single letters. */
const LETTERS = ["m", "p", "h", "w", "a", "e"];

/** What keys do on the rows of a lane. */
export function useLaneKeys(type: string, rows: LaneRow[]) {
  const { moveMode, open, startAdding, keysEnabled, sku } = useBench();
  const actionsOf = useRowActionsOf();

  const moveKey = (key: string): boolean => {
    const moves: Record<string, () => void> = {
      arrowup: () => moveMode.step(-1),
      arrowdown: () => moveMode.step(1),
      arrowleft: () => moveMode.changeLane(-1),
      arrowright: () => moveMode.changeLane(1),
      home: () => moveMode.step(-rows.length),
      end: () => moveMode.step(rows.length),
      enter: moveMode.drop,
      " ": moveMode.drop,
      m: moveMode.drop,
      escape: moveMode.cancel,
    };
    moves[key]?.();
    return key in moves;
  };

  const rowKey = (key: string, row: LaneRow): boolean => {
    if (LETTERS.includes(key) && !keysEnabled) return false;
    const index = rows.findIndex(({ id }) => id === row.id);
    const act = actionsOf(row);
    const editable = isEditable(row, sku);
    const keys: Record<string, () => void> = {
      arrowup: () => goToRow(rows[Math.max(0, index - 1)]?.id),
      arrowdown: () => goToRow(rows[Math.min(rows.length - 1, index + 1)]?.id),
      home: () => goToRow(rows[0]?.id),
      end: () => goToRow(rows.at(-1)?.id),
      m: () => moveMode.start(row),
      h: act.hide,
      w: () => open({ kind: "why", row }),
      a: () => startAdding(type),
      ...(editable
        ? {
            p: act.togglePin,
            e: () => open({ kind: "edit", row }),
            enter: () => open({ kind: "edit", row }),
            delete: act.remove,
          }
        : {}),
    };
    keys[key]?.();
    return key in keys;
  };

  return (key: string, event: KeyboardEvent<HTMLElement>) => {
    if (key === "" || !(event.target instanceof HTMLElement)) return;
    const id = event.target.dataset.relation;
    const row = rows.find((one) => one.id === id);
    if (!row) return;
    const used = moveMode.moving ? moveKey(key) : rowKey(key, row);
    if (!used) return;
    event.preventDefault();
    event.stopPropagation();
  };
}
