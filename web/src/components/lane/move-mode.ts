import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";
import { useAnnounce } from "~/app/announce";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, inOneLine, useProblemWords, useTexts } from "~/i18n";
import { type LaneRow, targetName } from "./api";
import { focusRow } from "./focus";
import { canMove, isPinned, nearest, pinPlace, positionAt, rearranged, withRow } from "./order";
import type { RelationActions } from "./use-actions";
import { errorsOf, verdictQuery } from "./verdict";

const texts = defineTexts({
  en: {
    started:
      "Moving {name}, position {position} of {type}. Arrow keys move it, Enter drops it, Escape cancels.",
    step: "Position {position} of {count}",
    lane: "{type}, position {position} of {count}",
    refusedLane: "{type} does not take it: {why}",
    cancelled: "Not moved. {name} is back at position {position}.",
    fixed: "{name} cannot be moved here: its place follows from its origin or its parent",
  },
  de: {
    started:
      "{name} wird bewegt, Position {position} von {type}. Pfeiltasten bewegen, Eingabe legt ab, Escape bricht ab.",
    step: "Position {position} von {count}",
    lane: "{type}, Position {position} von {count}",
    refusedLane: "{type} nimmt es nicht auf: {why}",
    cancelled: "Nicht bewegt. {name} steht wieder auf Position {position}.",
    fixed: "{name} lässt sich hier nicht bewegen: der Platz folgt aus Herkunft oder Hauptprodukt",
  },
});

/** A row on its way: to which lane, and there at which index among the others. */
export interface Moving {
  row: LaneRow;
  type: string;
  index: number;
}

export interface MoveMode {
  moving: Moving | null;
  start: (row: LaneRow) => void;
  /** Up or down by one. */
  step: (by: number) => void;
  /** To the lane before or after. */
  changeLane: (by: number) => void;
  drop: () => void;
  cancel: () => void;
  /** A list as it stands while a row is on its way. */
  shown: (type: string, rows: LaneRow[]) => LaneRow[];
}

/** Moving with the keyboard: what pointers do by dragging, step by step and said aloud. */
export function useMoveMode(sku: string, types: string[], actions: RelationActions): MoveMode {
  const t = useTexts(texts);
  const say = useProblemWords();
  const announce = useAnnounce();
  const client = useQueryClient();
  const { look } = useRelationTypes();
  const [moving, setMoving] = useState<Moving | null>(null);
  // Keys come faster than React draws.
  const now = useRef<Moving | null>(null);
  const set = useCallback((next: Moving | null) => {
    now.current = next;
    setMoving(next);
  }, []);
  const { rowsOf, move } = actions;

  const place = useCallback(
    ({ row, type, index }: Moving) => {
      const others = rowsOf(type).filter(({ id }) => id !== row.id);
      const stays = row.type === type;
      const position =
        stays && isPinned(row) ? index + 1 : positionAt(others, sku, index, stays ? row.position : undefined);
      return { position, count: others.length + 1 };
    },
    [rowsOf, sku],
  );

  return useMemo(() => {
    const others = (type: string, row: LaneRow) => rowsOf(type).filter(({ id }) => id !== row.id);
    const home = (row: LaneRow) => (isPinned(row) ? pinPlace(rowsOf(row.type), row) : (row.position ?? 1));
    const clamp = (row: LaneRow, type: string, index: number) =>
      nearest(others(type, row), sku, isPinned(row) && type === row.type, index);
    return {
      moving,
      start: (row) => {
        if (!canMove(row, sku)) return announce(t("fixed", { name: targetName(row) }));
        const index = rowsOf(row.type).findIndex(({ id }) => id === row.id);
        set({ row, type: row.type, index });
        announce(t("started", { name: targetName(row), position: home(row), type: look(row.type).label }));
      },
      step: (by) => {
        const at = now.current;
        if (!at) return;
        const next = { ...at, index: clamp(at.row, at.type, at.index + by) };
        set(next);
        announce(t("step", place(next)));
      },
      changeLane: (by) => {
        const at = now.current;
        const type = at && types[types.indexOf(at.type) + by];
        if (!at || !type) return;
        const index = clamp(at.row, type, type === at.row.type ? (at.row.position ?? 1) - 1 : at.index);
        const next = { ...at, type, index };
        set(next);
        const label = look(type).label;
        announce(t("lane", { type: label, ...place(next) }));
        if (type === at.row.type) return;
        const verdict = client.fetchQuery(verdictQuery(sku, type, { kind: "relation", row: at.row }));
        void verdict.then(
          (problems) => {
            const [error] = errorsOf(problems);
            if (error && now.current?.type === type)
              announce(t("refusedLane", { type: label, why: inOneLine(say(error)) }));
          },
          () => {},
        );
      },
      drop: () => {
        const at = now.current;
        if (!at) return;
        const known = client.getQueryData(
          verdictQuery(sku, at.type, { kind: "relation", row: at.row }).queryKey,
        );
        const [error] = at.type === at.row.type ? [] : errorsOf(known ?? []);
        if (error) {
          announce(t("refusedLane", { type: look(at.type).label, why: inOneLine(say(error)) }));
          return;
        }
        set(null);
        void move(at.row, at.type, at.index).then(() => focusRow(at.row.id));
      },
      cancel: () => {
        const at = now.current;
        if (!at) return;
        set(null);
        announce(t("cancelled", { name: targetName(at.row), position: home(at.row) }));
        focusRow(at.row.id);
      },
      shown: (type, rows) => {
        if (!moving) return rows;
        const { row, index } = moving;
        if (type !== moving.type) return rows.filter(({ id }) => id !== row.id);
        if (isPinned(row) && type === row.type) return withRow(others(type, row), row, index);
        return rearranged(rows, sku, row, index, place(moving).position);
      },
    };
  }, [announce, client, look, move, moving, place, rowsOf, say, set, sku, t, types]);
}
