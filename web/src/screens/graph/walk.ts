import type { GraphEdge } from "./api";
import type { Places } from "./use-layout";

export const ARROWS = ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"] as const;
export type Arrow = (typeof ARROWS)[number];

/** Where a walk stands, and over which product it came there. */
export interface Walk {
  at: string;
  from?: string | undefined;
  /** The way it came: along relations or against them. */
  way?: "out" | "in" | undefined;
}

/**
 * A step through the scene by an arrow key: right follows a relation, left goes against one, down and up
 * change between the products on the same side of the one before. Undefined when there is no way.
 */
export function walk(here: Walk, key: Arrow, edges: GraphEdge[], places: Places): Walk | undefined {
  if (key === "ArrowRight" || key === "ArrowLeft") {
    const way = key === "ArrowRight" ? "out" : "in";
    const next = nextOf(here.at, way, edges);
    // Going back goes to where one came from.
    const back = here.from !== undefined && here.way !== way && next.includes(here.from);
    const to = back ? here.from : next[0];
    return to === undefined ? undefined : { at: to, from: here.at, way };
  }
  const beside =
    here.from !== undefined && here.way !== undefined
      ? nextOf(here.from, here.way, edges)
      : Object.keys(places);
  const sorted = beside.filter((sku) => places[sku]).sort((a, b) => byPlace(a, b, places));
  const at = sorted.indexOf(here.at);
  const to = sorted[at + (key === "ArrowDown" ? 1 : -1)];
  return to === undefined ? undefined : { ...here, at: to };
}

/** The products at the other end of relations, by type and position, each once. */
function nextOf(sku: string, way: "out" | "in", edges: GraphEdge[]): string[] {
  const found = edges
    .filter((edge) => (way === "out" ? edge.source : edge.target) === sku)
    .sort((a, b) => a.type.localeCompare(b.type) || a.position - b.position)
    .map((edge) => (way === "out" ? edge.target : edge.source));
  return [...new Set(found)];
}

function byPlace(a: string, b: string, places: Places): number {
  const [one, other] = [places[a], places[b]];
  if (!one || !other) return 0;
  return one.y - other.y || one.x - other.x;
}
