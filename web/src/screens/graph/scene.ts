import type { Graph, GraphEdge, GraphNode, GraphQuestion } from "./api";
import { LIMIT_MAX, MIDDLE_MAX, type SceneState } from "./scene-url";

/** What is on the screen: products and the relations among them, each once. */
export interface Scene {
  nodes: GraphNode[];
  edges: GraphEdge[];
  bySku: Map<string, GraphNode>;
  /** What the limit cut, by category. */
  leftOut: Graph["left_out"];
  /** What was asked for and is not in the shop. */
  unknown: string[];
}

export const NO_SCENE: Scene = { nodes: [], edges: [], bySku: new Map(), leftOut: [], unknown: [] };

/** More lines than these hide one another in the picture; the table has all. */
export const LINES_MAX = 1_200;

/** Expanding a product makes room for so many more. */
const ROOM_PER_EXPANSION = 40;

/** What the server is asked for: the starting products and the expanded ones, with their neighbours. */
export function questionOf(state: SceneState): GraphQuestion {
  const product = [...new Set([...state.products, ...state.expanded])].slice(0, MIDDLE_MAX);
  const room = Math.max(state.limit, product.length) + state.expanded.length * ROOM_PER_EXPANSION;
  const { depth, types, direction } = state;
  return { product, depth, type: types, direction, limit: Math.min(LIMIT_MAX, room) };
}

/**
 * Asks for products that have to be in the scene, too, such as those of a way through it: together with
 * what the scene was made of, so that the relations among all of them come with the answer. Asks for
 * nothing when all are there.
 */
export function completionOf(question: GraphQuestion, there: string[], wanted: string[]): GraphQuestion {
  const known = new Set(there);
  const missing = [...new Set(wanted)].filter((sku) => !known.has(sku));
  if (missing.length === 0) return { ...question, product: [] };
  // Alone, they are shown without their neighbours.
  const limit = question.product.length === 0 ? missing.length : LIMIT_MAX;
  return {
    ...question,
    product: [...new Set([...missing, ...question.product])].slice(0, MIDDLE_MAX),
    limit,
  };
}

/**
 * The scene of an answer, completed by a second one from which only the products in `wanted` and the
 * relations among what is shown are taken.
 */
export function mergeScene(graph: Graph | undefined, second: Graph | undefined, wanted: string[]): Scene {
  const bySku = new Map((graph?.nodes ?? []).map((node) => [node.sku, node]));
  const isWanted = new Set(wanted);
  for (const node of second?.nodes ?? []) {
    if (isWanted.has(node.sku) && !bySku.has(node.sku)) bySku.set(node.sku, node);
  }
  const edges = new Map<string, GraphEdge>();
  for (const edge of [...(graph?.edges ?? []), ...(second?.edges ?? [])]) {
    if (bySku.has(edge.source) && bySku.has(edge.target)) edges.set(edge.id, edge);
  }
  return {
    nodes: [...bySku.values()],
    edges: [...edges.values()],
    bySku,
    leftOut: graph?.left_out ?? [],
    unknown: graph?.unknown_products ?? [],
  };
}

/** What a product is called in the scene. */
export function nameIn(scene: Scene, sku: string): string {
  return scene.bySku.get(sku)?.name ?? sku;
}

/** The relations along a way through products, step by step; of several, the heaviest. */
export function edgesAlong(edges: GraphEdge[], path: string[]): GraphEdge[] {
  const found: GraphEdge[] = [];
  for (let step = 0; step + 1 < path.length; step++) {
    const [source, target] = [path[step], path[step + 1]];
    const between = edges.filter((edge) => edge.source === source && edge.target === target);
    const heaviest = between.sort((a, b) => b.weight - a.weight)[0];
    if (heaviest) found.push(heaviest);
  }
  return found;
}

/** How many relations of each type are among the products shown. */
export function countByType(edges: GraphEdge[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { type } of edges) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}
