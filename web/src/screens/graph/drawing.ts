import { Position } from "@xyflow/react";
import type { TypeLook } from "~/components/relation-type";
import type { GraphEdge } from "./api";
import { CARD } from "./card";
import { headOf, type LineData, type LineEdge } from "./edge-line";
import { lanesOf, lineBetween, widthOf } from "./geometry";
import { accentOf } from "./lens";
import type { CardNode } from "./node-card";
import { LINES_MAX, nameIn, type Scene } from "./scene";
import type { LensName } from "./scene-url";
import type { Places } from "./use-layout";

/** What is held up in the scene. */
export interface Held {
  selected: ReadonlySet<string>;
  selectedEdges: ReadonlySet<string>;
  markedNodes: ReadonlySet<string>;
  markedEdges: ReadonlySet<string>;
  active: string | undefined;
}

const HANDLE = { width: 24, height: 24, y: CARD.height / 2 - 12 };
const HANDLES: CardNode["handles"] = [
  { type: "target", position: Position.Left, x: -12, ...HANDLE },
  { type: "source", position: Position.Right, x: CARD.width - 12, ...HANDLE },
];

interface Shown {
  lens: LensName;
  starts: ReadonlySet<string>;
  expanded: ReadonlySet<string>;
}

/** The cards of a scene; products without a place wait for it. */
export function cardsOf(
  scene: Scene,
  places: Places,
  { lens, starts, expanded }: Shown,
  held: Held,
): CardNode[] {
  const start = scene.nodes.find(({ sku }) => starts.has(sku));
  return scene.nodes.flatMap((product): CardNode[] => {
    const position = places[product.sku];
    if (!position) return [];
    const data = {
      product,
      lens,
      accent: accentOf(lens, product, start),
      selected: held.selected.has(product.sku),
      active: held.active === product.sku,
      start: starts.has(product.sku),
      expanded: expanded.has(product.sku),
      marked: held.markedNodes.has(product.sku),
    };
    return [
      {
        id: product.sku,
        type: "product",
        position,
        data,
        ...CARD,
        measured: CARD,
        handles: HANDLES,
        // What can be focused and pressed is the card within.
        domAttributes: { "aria-roledescription": undefined },
      },
    ];
  });
}

/** How a line stands out: what is held up strongly, and what the scene does not turn around quietly. */
function emphasisOf(edge: GraphEdge, held: Held, middle: ReadonlySet<string>): LineData["emphasis"] {
  const { selected, selectedEdges, markedEdges } = held;
  if (selectedEdges.has(edge.id) || markedEdges.has(edge.id)) return "strong";
  const touches = (skus: ReadonlySet<string>) => skus.has(edge.source) || skus.has(edge.target);
  if (selected.size + selectedEdges.size + markedEdges.size === 0) return touches(middle) ? "usual" : "quiet";
  return markedEdges.size === 0 && touches(selected) ? "strong" : "faded";
}

/** The lines of a scene, the heaviest when there are too many. */
export function linesOf(
  scene: Scene,
  places: Places,
  look: (code: string) => TypeLook,
  { starts, expanded }: Pick<Shown, "starts" | "expanded">,
  held: Held,
): LineEdge[] {
  const lanes = lanesOf(scene.edges);
  const middle = new Set([...starts, ...expanded]);
  return drawn(scene.edges).flatMap((edge): LineEdge[] => {
    const [from, to] = [places[edge.source], places[edge.target]];
    if (!from || !to) return [];
    const type = look(edge.type);
    const data = {
      line: lineBetween(from, to, lanes.get(edge.id) ?? 0),
      color: type.color,
      dash: type.dash,
      letter: type.letter,
      width: widthOf(edge.weight),
      emphasis: emphasisOf(edge, held, middle),
      head: headOf(edge.type),
      title: `${nameIn(scene, edge.source)} → ${nameIn(scene, edge.target)}: ${type.label}`,
    };
    const { id, source, target } = edge;
    const domAttributes = { "aria-roledescription": undefined };
    return [{ id, source, target, type: "relation", data, ariaRole: "presentation", domAttributes }];
  });
}

function drawn(edges: GraphEdge[]): GraphEdge[] {
  if (edges.length <= LINES_MAX) return edges;
  return [...edges].sort((a, b) => b.weight - a.weight).slice(0, LINES_MAX);
}

interface Drawn {
  id: string;
  position?: { x: number; y: number };
  data?: Record<string, unknown> | undefined;
}

/** Takes the old object wherever nothing changed, so that only what changed is drawn anew. */
export function reuse<T extends Drawn>(before: Map<string, T>, next: T[]): T[] {
  return next.map((item) => {
    const old = before.get(item.id);
    return old && same(old, item) ? old : item;
  });
}

function same(a: Drawn, b: Drawn): boolean {
  if (a.position?.x !== b.position?.x || a.position?.y !== b.position?.y) return false;
  const [one, other] = [a.data ?? {}, b.data ?? {}];
  return Object.keys(other).every(
    (key) =>
      one[key] === other[key] || (key === "line" && JSON.stringify(one[key]) === JSON.stringify(other[key])),
  );
}
