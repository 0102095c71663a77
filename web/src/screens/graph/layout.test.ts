import { describe, expect, it } from "vitest";
import { CARD, type Point } from "./card";
import { type LayoutQuestion, place } from "./layout";

function star(count: number): LayoutQuestion {
  const nodes = [{ id: "m", depth: 0 }];
  const edges = [];
  for (let at = 0; at < count; at++) {
    nodes.push({ id: `n${at}`, depth: at % 3 === 0 ? 1 : 2 });
    edges.push({ source: at % 3 === 0 ? "m" : `n${at - (at % 3)}`, target: `n${at}` });
  }
  return { nodes, edges, placed: {} };
}

function overlaps(places: Record<string, Point>): string[] {
  const all = Object.entries(places);
  return all.flatMap(([a, at], index) =>
    all
      .slice(index + 1)
      .filter(([, other]) => Math.abs(at.x - other.x) < CARD.width && Math.abs(at.y - other.y) < CARD.height)
      .map(([b]) => `${a} ${b}`),
  );
}

describe("places of products", () => {
  it.each([1, 2, 5, 21, 22, 80, 299])("never lie on one another, with %i neighbours", (count) => {
    const question = star(count);
    const places = place(question);
    expect(Object.keys(places)).toHaveLength(question.nodes.length);
    expect(overlaps(places)).toEqual([]);
  });

  it("follow the relations from left to right in a small scene", () => {
    const nodes = ["a", "b", "c"].map((id) => ({ id, depth: 0 }));
    const places = place({
      nodes,
      edges: [
        { source: "a", target: "b" },
        { source: "b", target: "c" },
      ],
      placed: {},
    });
    expect([places.a, places.b, places.c].map((at) => at?.x)).toEqual(
      [...[places.a, places.b, places.c].map((at) => at?.x ?? 0)].sort((a, b) => a - b),
    );
    expect(new Set([places.a?.x, places.b?.x, places.c?.x]).size).toBe(3);
  });

  it("stay when others come, and the new ones stand near what they hang on", () => {
    const before = place(star(12));
    const question = { ...star(60), placed: before };
    const after = place(question);
    for (const [id, at] of Object.entries(before)) expect(after[id]).toEqual(at);
    expect(Object.keys(after)).toHaveLength(61);
    expect(overlaps(after)).toEqual([]);
  });

  it("are given to products that hang on nothing", () => {
    const nodes = Array.from({ length: 30 }, (_, index) => ({ id: `${index}`, depth: 0 }));
    expect(overlaps(place({ nodes, edges: [], placed: {} }))).toEqual([]);
    expect(overlaps(place({ nodes, edges: [], placed: { "0": { x: 5, y: 5 } } }))).toEqual([]);
  });

  it("are the same for the same scene, and quick for the largest", () => {
    const started = performance.now();
    expect(place(star(299))).toEqual(place(star(299)));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
