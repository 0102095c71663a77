import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import type { Read } from "~/api/client";
import { asProblem, type ProblemError } from "~/api/problem";
import type { FoundProduct } from "~/api/products";
import { useAnnounce } from "~/app/announce";
import { useUndo } from "~/app/undo";
import { useReason } from "~/components/problems";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";
import {
  changeRelation,
  createRelation,
  type LaneRow,
  laneQuery,
  type RelationPatch,
  removeRelation,
  targetName,
} from "./api";
import { isPinned, nearest, pinsFor, positionAt, rearranged, repinned } from "./order";

const texts = defineTexts({
  en: {
    moved: "{name} moved to position {position} of {type}",
    movedHere: "{name} moved from {from} to {type}, position {position}",
    pinned: "{name} pinned to place {place} of {type}",
    unpinned: "{name} is not pinned any more",
    weight: "Weight of {name} is now {weight, number}",
    edited: "{name} changed in {type}",
    removed: "{name} removed from {type}",
    added: "{name} added to {type}",
    addedBoth: "{name} added to {type}, both ways",
    refused: "Not done: {why}",
  },
  de: {
    moved: "{name} steht jetzt auf Position {position} von {type}",
    movedHere: "{name} von {from} nach {type} verschoben, Position {position}",
    pinned: "{name} auf Platz {place} von {type} angeheftet",
    unpinned: "{name} ist nicht mehr angeheftet",
    weight: "Gewicht von {name} ist jetzt {weight, number}",
    edited: "{name} in {type} geändert",
    removed: "{name} aus {type} entfernt",
    added: "{name} zu {type} hinzugefügt",
    addedBoth: "{name} zu {type} hinzugefügt, in beide Richtungen",
    refused: "Nicht ausgeführt: {why}",
  },
});

type Rows = (rows: LaneRow[]) => LaneRow[];

/** A change in some lists: shown at once, sent, and taken back with its reason when it is refused. */
interface Change {
  what: string;
  /** The list that says why it was refused. */
  type: string;
  shown: Record<string, Rows>;
  /** What is sent, one after the other; each is a change of its own on the server. */
  calls: (() => Promise<Read<unknown>>)[];
}

export interface RelationActions {
  /** The last refusal of each list. */
  refusals: Record<string, ProblemError | undefined>;
  refuse: (type: string, problem: ProblemError | undefined) => void;
  /** The rows of a list as they are shown. */
  rowsOf: (type: string) => LaneRow[];
  /** Moves a row to a list, at an index among the other rows there. */
  move: (row: LaneRow, type: string, index: number) => Promise<ProblemError | null>;
  pin: (row: LaneRow, place: number) => Promise<ProblemError | null>;
  unpin: (row: LaneRow) => Promise<ProblemError | null>;
  setWeight: (row: LaneRow, weight: number) => Promise<ProblemError | null>;
  edit: (row: LaneRow, patch: RelationPatch, etag: string | null) => Promise<ProblemError | null>;
  remove: (row: LaneRow) => Promise<ProblemError | null>;
  add: (
    type: string,
    product: FoundProduct,
    how: { index?: number; bothWays: boolean },
  ) => Promise<ProblemError | null>;
}

const without = (id: string) => (rows: LaneRow[]) => rows.filter((row) => row.id !== id);
const patched = (id: string, patch: RelationPatch) => (rows: LaneRow[]) =>
  rows.map((row) => (row.id === id ? { ...row, ...patch } : row));

/** The row of a relation that the server has not numbered yet. */
function awaited(sku: string, type: string, product: FoundProduct): LaneRow {
  return {
    id: `new ${type} ${product.sku}`,
    derived: false,
    source: sku,
    type,
    target: product.sku,
    origin: "manual",
    status: "active",
    created_at: "",
    weight: 1,
    target_name: product.name,
    target_product: {
      name: product.name ?? product.sku,
      price: product.price,
      currency: product.currency ?? "",
      image_url: product.image_url,
      status: product.status ?? "active",
      in_stock: product.in_stock,
      brand: product.brand,
    },
  };
}

/** Everything that can be done to the relations of a product. */
export function useRelationActions(sku: string): RelationActions {
  const t = useTexts(texts);
  const client = useQueryClient();
  const announce = useAnnounce();
  const reason = useReason();
  const { done } = useUndo();
  const { look } = useRelationTypes();
  const [refusals, setRefusals] = useState<RelationActions["refusals"]>({});

  const refuse = useCallback(
    (type: string, problem: ProblemError | undefined) => setRefusals((all) => ({ ...all, [type]: problem })),
    [],
  );
  const key = useCallback((type: string) => laneQuery(sku, type).queryKey, [sku]);
  const rowsOf = useCallback(
    (type: string) => client.getQueryData<LaneRow[]>(key(type)) ?? [],
    [client, key],
  );

  const run = useCallback(
    async ({ what, type, shown, calls }: Change): Promise<ProblemError | null> => {
      const before = new Map<string, LaneRow[]>();
      for (const [lane, change] of Object.entries(shown)) {
        await client.cancelQueries({ queryKey: key(lane) });
        before.set(lane, rowsOf(lane));
        client.setQueryData<LaneRow[]>(key(lane), change(rowsOf(lane)));
      }
      try {
        for (const call of calls) done({ what, revision: (await call()).revision });
        refuse(type, undefined);
        return null;
      } catch (error) {
        const problem = asProblem(error);
        for (const [lane, rows] of before) client.setQueryData(key(lane), rows);
        void client.invalidateQueries({ queryKey: ["lane", sku] });
        refuse(type, problem);
        announce(t("refused", { why: reason(problem) }));
        return problem;
      }
    },
    [announce, client, done, key, reason, refuse, rowsOf, sku, t],
  );

  return useMemo(() => {
    const named = (type: string) => look(type).label;
    const pin = (row: LaneRow, place: number) => {
      const pins = pinsFor(rowsOf(row.type), sku, row, place);
      return run({
        what: t("pinned", { name: targetName(row), place, type: named(row.type) }),
        type: row.type,
        shown: { [row.type]: (rows) => repinned(rows, sku, new Map(pins.map((one) => [one.id, one.pin]))) },
        calls: pins.map(
          ({ id, pin }) =>
            () =>
              changeRelation(id, { pin }),
        ),
      });
    };
    const move = (row: LaneRow, type: string, wanted: number) => {
      const stays = type === row.type;
      const rows = rowsOf(type);
      const others = rows.filter(({ id }) => id !== row.id);
      if (stays && isPinned(row)) return pin(row, nearest(others, sku, true, wanted) + 1);
      const index = nearest(others, sku, false, wanted);
      const position = positionAt(others, sku, index, stays ? row.position : undefined);
      if (stays && position === row.position) return Promise.resolve(null);
      const patch: RelationPatch = stays
        ? { position }
        : { type, position, ...(isPinned(row) ? { pin: null } : {}) };
      const put: Rows = (rows) => rearranged(rows, sku, { ...row, ...patch }, index, position);
      const name = targetName(row);
      return run({
        what: stays
          ? t("moved", { name, position, type: named(type) })
          : t("movedHere", { name, position, type: named(type), from: named(row.type) }),
        type,
        shown: stays ? { [type]: put } : { [row.type]: without(row.id), [type]: put },
        calls: [() => changeRelation(row.id, patch)],
      });
    };
    const change = (row: LaneRow, patch: RelationPatch, what: string, etag: string | null = null) =>
      run({
        what,
        type: row.type,
        shown: { [row.type]: patched(row.id, patch) },
        calls: [() => changeRelation(row.id, patch, etag)],
      });
    const add: RelationActions["add"] = (type, product, { index, bothWays }) => {
      const rows = rowsOf(type);
      const at = nearest(rows, sku, false, index ?? rows.length);
      const place = index === undefined ? {} : { position: positionAt(rows, sku, at) };
      const both = bothWays ? { both_ways: true } : {};
      const row = awaited(sku, type, product);
      return run({
        what: t(bothWays ? "addedBoth" : "added", { name: product.name ?? product.sku, type: named(type) }),
        type,
        shown: { [type]: (rows) => rearranged(rows, sku, row, at, positionAt(rows, sku, at)) },
        calls: [() => createRelation({ source: sku, type, target: product.sku, ...place, ...both })],
      });
    };
    return {
      refusals,
      refuse,
      rowsOf,
      move,
      pin,
      unpin: (row) =>
        run({
          what: t("unpinned", { name: targetName(row) }),
          type: row.type,
          shown: { [row.type]: (rows) => repinned(rows, sku, new Map([[row.id, null]])) },
          calls: [() => changeRelation(row.id, { pin: null })],
        }),
      setWeight: (row, weight) => change(row, { weight }, t("weight", { name: targetName(row), weight })),
      edit: (row, patch, etag) =>
        change(row, patch, t("edited", { name: targetName(row), type: named(row.type) }), etag),
      remove: (row) =>
        run({
          what: t("removed", { name: targetName(row), type: named(row.type) }),
          type: row.type,
          shown: { [row.type]: without(row.id) },
          calls: [() => removeRelation(row.id)],
        }),
      add,
    };
  }, [look, refusals, refuse, rowsOf, run, sku, t]);
}
