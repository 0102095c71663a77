import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import {
  draggable,
  dropTargetForElements,
  type ElementEventBasePayload,
  monitorForElements,
} from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { attachInstruction, extractInstruction } from "@atlaskit/pragmatic-drag-and-drop-hitbox/list-item";
import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef, useState } from "react";
import { ProblemError } from "~/api/problem";
import type { FoundProduct } from "~/api/products";
import { isTyping } from "~/app/undo";
import type { LaneRow } from "./api";
import type { Dragged } from "./bench";
import { focusRow } from "./focus";
import { canMove } from "./order";
import type { RelationActions } from "./use-actions";
import { errorsOf, verdictQuery } from "./verdict";

type Data = Record<string | symbol, unknown>;

/** What this page drags; everything else that may be dragged over it is left alone. */
function draggedOf(data: Data): Dragged | null {
  return (data.dragged as Dragged | undefined) ?? null;
}

/** Where something was let go: in which lane, and among its other rows at which index. */
export function dropOf(
  targets: { data: Data }[],
  rowsOf: (type: string) => LaneRow[],
  dragged: Dragged,
): { type: string; index: number } | null {
  const lane = targets.find(({ data }) => typeof data.lane === "string")?.data.lane as string | undefined;
  if (lane === undefined) return null;
  const own = dragged.kind === "relation" ? dragged.row.id : undefined;
  const others = rowsOf(lane).filter(({ id }) => id !== own);
  const over = targets.find(({ data }) => typeof data.relation === "string");
  if (over?.data.relation === own && own !== undefined) return null;
  const index = others.findIndex(({ id }) => id === over?.data.relation);
  if (!over || index < 0) return { type: lane, index: others.length };
  const isAfter = extractInstruction(over.data)?.operation === "reorder-after";
  return { type: lane, index: isAfter ? index + 1 : index };
}

/** Follows what is dragged, and does what a drop means. */
export function useDragMonitor(actions: RelationActions, setDragged: (dragged: Dragged | null) => void) {
  const client = useQueryClient();
  const current = useRef(actions);
  current.current = actions;
  useEffect(() => {
    const dropped = async ({ source, location }: ElementEventBasePayload) => {
      const dragged = draggedOf(source.data);
      if (!dragged) return;
      const { rowsOf, move, add, refuse } = current.current;
      const drop = dropOf(location.current.dropTargets, rowsOf, dragged);
      if (!drop) return;
      const stays = dragged.kind === "relation" && dragged.row.type === drop.type;
      const { sku } = location.current.dropTargets.at(-1)?.data ?? {};
      if (!stays && typeof sku === "string") {
        const problems = client.getQueryData(verdictQuery(sku, drop.type, dragged).queryKey);
        const errors = errorsOf(problems ?? []);
        if (errors.length > 0) {
          // What was said while hovering stays, so that it can be read.
          refuse(drop.type, new ProblemError(errors[0]?.message ?? "", 422, "refused", errors, null));
          return;
        }
      }
      if (dragged.kind === "relation") {
        await move(dragged.row, drop.type, drop.index);
        focusRow(dragged.row.id);
      } else {
        await add(drop.type, dragged.product, { index: drop.index, bothWays: dragged.bothWays });
      }
    };
    return monitorForElements({
      canMonitor: ({ source }) => draggedOf(source.data) !== null,
      onDragStart: ({ source }) => setDragged(draggedOf(source.data)),
      onDrop: (event) => {
        setDragged(null);
        void dropped(event);
      },
    });
  }, [client, setDragged]);
}

/** A row that can be dragged, and the edge at which another one would be dropped. */
export function useRowDrag(ref: RefObject<HTMLElement | null>, row: LaneRow, sku: string) {
  const [edge, setEdge] = useState<"before" | "after" | null>(null);
  const latest = useRef(row);
  latest.current = row;
  const movable = canMove(row, sku);
  const { id } = row;
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const over = (data: Data, source: Data) => {
      const dragged = draggedOf(source);
      const isItself = dragged?.kind === "relation" && dragged.row.id === id;
      const operation = isItself ? null : (extractInstruction(data)?.operation ?? null);
      setEdge(operation === "reorder-before" ? "before" : operation === "reorder-after" ? "after" : null);
    };
    return combine(
      draggable({
        element,
        canDrag: () => movable && !isTyping(document.activeElement),
        getInitialData: () => ({ dragged: { kind: "relation", row: latest.current } satisfies Dragged }),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => draggedOf(source.data) !== null,
        getData: ({ input, element }) =>
          attachInstruction(
            { relation: id },
            {
              input,
              element,
              operations: { "reorder-before": "available", "reorder-after": "available" },
            },
          ),
        onDrag: ({ self, source }) => over(self.data, source.data),
        onDragLeave: () => setEdge(null),
        onDrop: () => setEdge(null),
      }),
    );
  }, [ref, id, movable]);
  return edge;
}

/** A lane takes what is dropped on it, on a row or beside one. */
export function useLaneDrop(ref: RefObject<HTMLElement | null>, sku: string, type: string) {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => draggedOf(source.data) !== null,
      getData: () => ({ lane: type, sku }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [ref, sku, type]);
  return isOver;
}

/** A product that can be dragged into a lane. */
export function useProductDrag(ref: RefObject<HTMLElement | null>, product: FoundProduct, bothWays: boolean) {
  const latest = useRef({ product, bothWays });
  latest.current = { product, bothWays };
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    return draggable({
      element,
      getInitialData: () => ({ dragged: { kind: "product", ...latest.current } satisfies Dragged }),
    });
  }, [ref]);
}
