import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { many, one, type Search } from "~/app/search";

export const DIRECTIONS = ["both", "out", "in"] as const;
export type Direction = (typeof DIRECTIONS)[number];
export const LENSES = ["none", "coverage", "stock", "price"] as const;
export type LensName = (typeof LENSES)[number];
export const VIEWS = ["scene", "cycles"] as const;
export type View = (typeof VIEWS)[number];
/** How many products a scene may start with; expanding adds to it up to the last. */
export const LIMITS = [30, 60, 150, 300] as const;
const LIMIT_DEFAULT = 60;
export const LIMIT_MAX = 300;
/** So many products the server takes as the middle of one scene. */
export const MIDDLE_MAX = 50;
export const DEPTHS = [1, 2, 3] as const;

/** A scene as its address holds it: who opens the address sees the same. */
export interface SceneState {
  view: View;
  /** Where the scene starts. */
  products: string[];
  /** Products whose neighbours were asked for, too. */
  expanded: string[];
  /** The types that are shown; empty is all. */
  types: string[];
  depth: number;
  direction: Direction;
  limit: number;
  lens: LensName;
  /** A circle that is held up, its first product again at the end. */
  mark: string[];
  from: string | undefined;
  to: string | undefined;
  selected: string[];
}

function among<T extends string>(value: string | undefined, allowed: readonly T[], otherwise: T): T {
  return allowed.find((one) => one === value) ?? otherwise;
}

function numberAmong(value: string | undefined, allowed: readonly number[], otherwise: number): number {
  return allowed.find((one) => String(one) === value) ?? otherwise;
}

const distinct = (items: string[]) => [...new Set(items)];

export function parseScene(search: Search): SceneState {
  return {
    view: among(one(search.view), VIEWS, "scene"),
    products: distinct(many(search.product)).slice(0, MIDDLE_MAX),
    expanded: distinct(many(search.expand)).slice(0, MIDDLE_MAX),
    types: distinct(many(search.type)),
    depth: numberAmong(one(search.depth), DEPTHS, 1),
    direction: among(one(search.direction), DIRECTIONS, "both"),
    limit: numberAmong(one(search.limit), LIMITS, LIMIT_DEFAULT),
    lens: among(one(search.lens), LENSES, "none"),
    mark: many(search.mark).slice(0, MIDDLE_MAX + 1),
    from: one(search.from),
    to: one(search.to),
    selected: distinct(many(search.selected)),
  };
}

/** The address of a scene; what is as usual is left out. */
export function printScene(state: SceneState): Search {
  const unless = <T>(value: T, usual: T) => (value === usual ? undefined : String(value));
  const list = (items: string[]) => (items.length > 0 ? items : undefined);
  return {
    view: unless(state.view, "scene"),
    product: list(state.products),
    expand: list(state.expanded),
    type: list(state.types),
    depth: unless(state.depth, 1),
    direction: unless(state.direction, "both"),
    limit: unless(state.limit, LIMIT_DEFAULT),
    lens: unless(state.lens, "none"),
    mark: list(state.mark),
    from: state.from,
    to: state.to,
    selected: list(state.selected),
  };
}

export type UpdateScene = (change: Partial<SceneState>, options?: { replace?: boolean }) => void;

/** The scene of the address, and a way to change it. */
export function useSceneState(): [SceneState, UpdateScene] {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const state = useMemo(() => parseScene(search), [search]);
  const update = useCallback<UpdateScene>(
    (change, options) => {
      void navigate({
        to: "/graph",
        search: ((before: Search) => printScene({ ...parseScene(before), ...change })) as never,
        replace: options?.replace ?? false,
        resetScroll: false,
      });
    },
    [navigate],
  );
  return [state, update];
}
