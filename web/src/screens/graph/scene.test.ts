import { describe, expect, it } from "vitest";
import type { Graph, GraphEdge, GraphNode } from "./api";
import { edge, node } from "./fixture";
import { completionOf, countByType, edgesAlong, mergeScene, questionOf } from "./scene";
import { parseScene } from "./scene-url";

function graph(nodes: GraphNode[], edges: GraphEdge[]): Graph {
  return { revision: 1, nodes, edges, left_out: [], truncated: false, unknown_products: [] };
}

describe("a scene", () => {
  it("asks for the expanded products, too, and for more room", () => {
    const state = parseScene({ product: "A", expand: ["B", "A"], limit: "300" });
    expect(questionOf(state)).toMatchObject({ product: ["A", "B"], limit: 300 });
    expect(questionOf(parseScene({ product: "A", expand: "B" })).limit).toBe(100);
  });

  it("completes an answer with the products that are wanted, and drops what hangs in the air", () => {
    const first = graph([node("A", { depth: 0 }), node("B")], [edge("A>B")]);
    const second = graph([node("C"), node("D"), node("B")], [edge("A>B"), edge("B>C"), edge("C>D")]);
    const scene = mergeScene(first, second, ["B", "C"]);
    expect(scene.nodes.map(({ sku }) => sku)).toEqual(["A", "B", "C"]);
    expect(scene.edges.map(({ id }) => id)).toEqual(["A>B", "B>C"]);
  });

  it("asks for missing products together with what is there, and without neighbours when they are alone", () => {
    const question = { product: ["A"], depth: 1, limit: 60 };
    expect(completionOf(question, ["A", "B"], ["B", "C"])).toMatchObject({ product: ["C", "A"], limit: 300 });
    expect(completionOf(question, ["A"], ["A"]).product).toEqual([]);
    const alone = completionOf({ ...question, product: [] }, [], ["X", "Y", "X"]);
    expect(alone).toMatchObject({ product: ["X", "Y"], limit: 2 });
  });

  it("finds the relations along a way", () => {
    const edges = [edge("A>B", { id: "1", weight: 0.2 }), edge("A>B", { id: "2" }), edge("B>A", { id: "3" })];
    expect(edgesAlong(edges, ["A", "B", "A"]).map(({ id }) => id)).toEqual(["2", "3"]);
    expect(countByType([...edges, edge("A>C", { type: "upsell" })]).get("related")).toBe(3);
  });
});
