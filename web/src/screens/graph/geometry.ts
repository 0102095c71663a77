import { CARD, type Point } from "./card";

/** The line of a relation: an SVG path, and where its letter stands. */
export interface Line {
  path: string;
  label: Point;
}

/** Lines between the same two products are this far apart. */
const BETWEEN = 26;
/** Room for the arrow's head at the end. */
const HEAD = 4;

const middle = (at: Point): Point => ({ x: at.x + CARD.width / 2, y: at.y + CARD.height / 2 });

/** Where the way from the middle of a card towards a point leaves the card. */
export function border(center: Point, towards: Point, gap: number): Point {
  const [dx, dy] = [towards.x - center.x, towards.y - center.y];
  if (dx === 0 && dy === 0) return center;
  const [w, h] = [CARD.width / 2 + gap, CARD.height / 2 + gap];
  const scale = Math.min(w / Math.max(Math.abs(dx), 1e-9), h / Math.max(Math.abs(dy), 1e-9));
  return { x: center.x + dx * scale, y: center.y + dy * scale };
}

const round = (value: number) => Math.round(value * 10) / 10;

/**
 * A line from card to card, bent aside when it is one of several between the two. `lane` 0 is straight;
 * the sign of a lane holds for both directions, so that there and back do not lie on one another.
 */
export function lineBetween(source: Point, target: Point, lane: number): Line {
  const [a, b] = [middle(source), middle(target)];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(dx, dy) || 1;
  const aside = lane * BETWEEN;
  const bend = {
    x: (a.x + b.x) / 2 - (dy / length) * aside * 2,
    y: (a.y + b.y) / 2 + (dx / length) * aside * 2,
  };
  const from = border(a, bend, 0);
  const to = border(b, bend, HEAD);
  const label = {
    x: round((from.x + 2 * bend.x + to.x) / 4),
    y: round((from.y + 2 * bend.y + to.y) / 4),
  };
  const path = `M${round(from.x)},${round(from.y)} Q${round(bend.x)},${round(bend.y)} ${round(to.x)},${round(to.y)}`;
  return { path, label };
}

/** The lane of every relation: those between the same two products lie side by side. */
export function lanesOf(edges: { id: string; source: string; target: string }[]): Map<string, number> {
  const pairs = new Map<string, typeof edges>();
  for (const edge of edges) {
    const pair =
      edge.source < edge.target ? `${edge.source}\n${edge.target}` : `${edge.target}\n${edge.source}`;
    const list = pairs.get(pair);
    if (list) list.push(edge);
    else pairs.set(pair, [edge]);
  }
  const lanes = new Map<string, number>();
  for (const list of pairs.values()) {
    list.forEach((edge, index) => {
      const lane = index - (list.length - 1) / 2;
      // Seen from the other end, the same side has the other sign.
      lanes.set(edge.id, edge.source < edge.target ? lane : -lane);
    });
  }
  return lanes;
}

/** The width of a line by the weight of its relation: never invisible, never a bar. */
export function widthOf(weight: number): number {
  return Math.min(5, 1.2 + 1.6 * Math.max(0, weight));
}
