import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import type { FoundProduct } from "~/api/products";
import type { Product } from "~/api/types";
import type { LaneRow } from "./api";
import { useHide } from "./exclusion";
import { type MoveMode, useMoveMode } from "./move-mode";
import { type RelationActions, useRelationActions } from "./use-actions";
import { useDragMonitor } from "./use-drag";

/** What is being dragged: a row of a list, or a product that is not in one yet. */
export type Dragged =
  | { kind: "relation"; row: LaneRow }
  | { kind: "product"; product: FoundProduct; bothWays: boolean };

export type DialogKind = "why" | "hide" | "edit" | "position" | "pin" | "lane";

/** The dialog about a row that is open. */
export interface OpenDialog {
  kind: DialogKind;
  row: LaneRow;
}

export interface Bench {
  sku: string;
  product: Product;
  /** The relation types, in the order of their lanes. */
  types: string[];
  actions: RelationActions;
  dragged: Dragged | null;
  moveMode: MoveMode;
  dialog: OpenDialog | null;
  open: (dialog: OpenDialog | null) => void;
  /** Hides a row, or shows it again; asks where if there is a choice. */
  hide: (row: LaneRow) => void;
  /** Turns to the place where products are found, for a lane. */
  startAdding: (type: string) => void;
  /** Whether the person wants single keys to work. */
  keysEnabled: boolean;
}

const Context = createContext<Bench | null>(null);

interface BenchProviderProps {
  sku: string;
  product: Product;
  types: string[];
  keysEnabled: boolean;
  startAdding: (type: string) => void;
  children: ReactNode;
}

/** The state that the lanes of a product share. */
export function BenchProvider({ children, ...props }: BenchProviderProps) {
  const { sku, product, types, keysEnabled, startAdding } = props;
  const actions = useRelationActions(sku);
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const [dialog, open] = useState<OpenDialog | null>(null);
  const moveMode = useMoveMode(sku, types, actions);
  const hide = useHide(product, actions, open);
  useDragMonitor(actions, setDragged);
  const bench = useMemo(
    () => ({ sku, product, types, actions, dragged, moveMode, dialog, open, hide, startAdding, keysEnabled }),
    [sku, product, types, actions, dragged, moveMode, dialog, hide, startAdding, keysEnabled],
  );
  return <Context value={bench}>{children}</Context>;
}

export function useBench(): Bench {
  const bench = useContext(Context);
  if (!bench) throw new Error("lanes stand inside a BenchProvider");
  return bench;
}
