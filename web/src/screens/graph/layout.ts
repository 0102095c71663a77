import { graphlib, layout as layered } from "@dagrejs/dagre";
import { CARD, type Point } from "./card";

export interface LayoutQuestion {
  nodes: { id: string; depth: number }[];
  edges: { source: string; target: string }[];
  /** Cards that have a place already and keep it. */
  placed: Record<string, Point>;
}

const CELL = { width: CARD.width + 32, height: CARD.height + 24 };
/** Up to so many products stand in layers; more stand in rings, which stay readable longer. */
const LAYERED_MAX = 22;
/** Rings are this much taller than the cells they are measured in, which makes a scene about as high as wide. */
const STRETCH = 2;
/** Neighbours on a ring are this many cells apart, with a little air for where the ring turns. */
const APART = 1.15;
/** So many cells apart, two rings of this stretch never touch. */
const RING_STEP = 1.02 * Math.hypot(1, 1 / STRETCH);
const FIRST_RING = 1.3;
/** Rings searched for a free place; far more cells than cards. */
const SEARCH_RINGS_MAX = 60;

/** Places every product: those that have a place keep it. */
export function place(question: LayoutQuestion): Record<string, Point> {
  const { nodes, edges, placed } = question;
  const kept = nodes.filter(({ id }) => placed[id] !== undefined);
  if (kept.length > 0) return placeBeside(question);
  return nodes.length <= LAYERED_MAX ? inLayers(nodes, edges) : inRings(nodes, edges);
}

/** Layers from left to right, along the relations. */
function inLayers(nodes: LayoutQuestion["nodes"], edges: LayoutQuestion["edges"]): Record<string, Point> {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 24, ranksep: 130 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) graph.setNode(id, { ...CARD });
  for (const { source, target } of edges) if (source !== target) graph.setEdge(source, target);
  layered(graph);
  const places: Record<string, Point> = {};
  for (const { id } of nodes) {
    const { x = 0, y = 0 } = graph.node(id) as Partial<Point>;
    places[id] = { x: x - CARD.width / 2, y: y - CARD.height / 2 };
  }
  return places;
}

/** Rings around the middle, the nearest inside; products stand near those they hang on. */
function inRings(nodes: LayoutQuestion["nodes"], edges: LayoutQuestion["edges"]): Record<string, Point> {
  const neighbours = neighboursOf(edges);
  const places: Record<string, Point> = {};
  const depths = [...new Set(nodes.map(({ depth }) => depth))].sort((a, b) => a - b);
  let radius = 0;
  for (const depth of depths) {
    const waiting = nodes.filter((node) => node.depth === depth).map(({ id }) => id);
    if (radius > 0) waiting.sort((a, b) => angleOf(a, neighbours, places) - angleOf(b, neighbours, places));
    while (waiting.length > 0) {
      if (radius === 0 && waiting.length === 1) {
        places[waiting.pop() ?? ""] = { x: 0, y: 0 };
        radius = FIRST_RING;
        continue;
      }
      radius = Math.max(radius, FIRST_RING);
      const capacity = Math.floor((radius * ARC_LENGTH) / APART);
      const ring = spread(waiting, capacity);
      ring.forEach((id, index) => {
        const angle = angleAt(index / ring.length);
        places[id] = {
          x: Math.cos(angle) * radius * CELL.width,
          y: Math.sin(angle) * radius * CELL.height * STRETCH,
        };
      });
      radius += RING_STEP;
    }
  }
  return places;
}

/** How far a step of the angle moves a card, in cells, on a ring of radius 1: sideways or upright, whichever is more. */
const stepAt = (angle: number) => Math.max(Math.abs(Math.sin(angle)), STRETCH * Math.abs(Math.cos(angle)));

const ARC_STEPS = 720;
/** The way along the ring of radius 1 up to each step of its angle, from the left over the top. */
const ARC: number[] = [0];
for (let step = 1; step <= ARC_STEPS; step++) {
  const angle = ((step - 0.5) / ARC_STEPS) * 2 * Math.PI - Math.PI;
  ARC.push((ARC[step - 1] ?? 0) + (stepAt(angle) * 2 * Math.PI) / ARC_STEPS);
}
const ARC_LENGTH = ARC[ARC_STEPS] ?? 0;

/** The angle at a share of the way around a ring, so that cards are equally far apart. */
function angleAt(share: number): number {
  const wanted = share * ARC_LENGTH;
  const step = ARC.findIndex((length) => length >= wanted - 1e-9);
  return (step / ARC_STEPS) * 2 * Math.PI - Math.PI;
}

/** Takes up to `count` evenly out of a list, so that inner and outer rings get something of everything. */
function spread(waiting: string[], count: number): string[] {
  if (waiting.length <= count) return waiting.splice(0);
  const step = waiting.length / count;
  const taken = new Set(Array.from({ length: count }, (_, index) => Math.floor(index * step)));
  const ring = waiting.filter((_, index) => taken.has(index));
  const rest = waiting.filter((_, index) => !taken.has(index));
  waiting.splice(0, waiting.length, ...rest);
  return ring;
}

function neighboursOf(edges: LayoutQuestion["edges"]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const add = (from: string, to: string) => {
    const list = found.get(from);
    if (list) list.push(to);
    else found.set(from, [to]);
  };
  for (const { source, target } of edges) {
    add(source, target);
    add(target, source);
  }
  return found;
}

/** The direction in which the placed neighbours of a product lie. */
function angleOf(id: string, neighbours: Map<string, string[]>, places: Record<string, Point>): number {
  let [x, y] = [0, 0];
  for (const other of neighbours.get(id) ?? []) {
    const at = places[other];
    const length = at ? Math.hypot(at.x, at.y) : 0;
    if (!at || length === 0) continue;
    x += at.x / length;
    y += at.y / length;
  }
  return Math.atan2(y, x);
}

/** New products go to the free place nearest to a neighbour that has one. */
function placeBeside({ nodes, edges, placed }: LayoutQuestion): Record<string, Point> {
  const neighbours = neighboursOf(edges);
  const places: Record<string, Point> = {};
  const taken = new Set<string>();
  const put = (id: string, at: Point) => {
    places[id] = at;
    for (const cell of cellsUnder(at)) taken.add(cell);
  };
  for (const { id } of nodes) {
    const at = placed[id];
    if (at) put(id, at);
  }
  const middle = middleOf(Object.values(places));
  let waiting = nodes.filter(({ id }) => places[id] === undefined).map(({ id }) => id);
  while (waiting.length > 0) {
    const ready = waiting.filter((id) => (neighbours.get(id) ?? []).some((other) => places[other]));
    const next = ready.length > 0 ? ready : waiting.slice(0, 1);
    for (const id of next) {
      const anchor = (neighbours.get(id) ?? []).find((other) => places[other]);
      put(id, freePlace((anchor && places[anchor]) || middle, middle, taken));
    }
    const done = new Set(next);
    waiting = waiting.filter((id) => !done.has(id));
  }
  return places;
}

/** The cells of the plane that a card lies on. */
function cellsUnder({ x, y }: Point): string[] {
  const [left, top] = [Math.floor(x / CELL.width), Math.floor(y / CELL.height)];
  const columns = x === left * CELL.width ? [left] : [left, left + 1];
  const rows = y === top * CELL.height ? [top] : [top, top + 1];
  return columns.flatMap((column) => rows.map((row) => `${column} ${row}`));
}

function middleOf(points: Point[]): Point {
  const sum = points.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }), { x: 0, y: 0 });
  const count = Math.max(1, points.length);
  return { x: sum.x / count, y: sum.y / count };
}

/** The nearest free cell around a place, outwards first. */
function freePlace(around: Point, middle: Point, taken: Set<string>): Point {
  const column = Math.round(around.x / CELL.width);
  const row = Math.round(around.y / CELL.height);
  const [outX, outY] = [Math.sign(around.x - middle.x), Math.sign(around.y - middle.y)];
  for (let ring = 1; ring <= SEARCH_RINGS_MAX; ring++) {
    let best: { cell: Point; cost: number } | undefined;
    for (let dx = -ring; dx <= ring; dx++) {
      for (let dy = -ring; dy <= ring; dy++) {
        if (Math.max(Math.abs(dx), Math.abs(dy)) !== ring || taken.has(`${column + dx} ${row + dy}`))
          continue;
        const cost = Math.abs(dx) + Math.abs(dy) - 0.4 * (dx * outX + dy * outY);
        if (!best || cost < best.cost) best = { cell: { x: column + dx, y: row + dy }, cost };
      }
    }
    if (best) return { x: best.cell.x * CELL.width, y: best.cell.y * CELL.height };
  }
  return { x: around.x + SEARCH_RINGS_MAX * CELL.width, y: around.y };
}
