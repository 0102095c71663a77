import { describe, expect, it } from "vitest";
import { CARD } from "./card";
import { border, lanesOf, lineBetween, widthOf } from "./geometry";

describe("lines of relations", () => {
  it("start and end at the edge of the cards", () => {
    const { path, label } = lineBetween({ x: 0, y: 0 }, { x: 600, y: 0 }, 0);
    expect(path).toBe(`M${CARD.width},${CARD.height / 2} Q${300 + CARD.width / 2},42 596,42`);
    expect(label.y).toBe(42);
  });

  it("lie side by side between the same two products, there and back", () => {
    const edges = [
      { id: "1", source: "A", target: "B" },
      { id: "2", source: "A", target: "B" },
      { id: "3", source: "B", target: "A" },
      { id: "4", source: "A", target: "C" },
    ];
    const lanes = lanesOf(edges);
    expect(lanes.get("4")).toBe(0);
    const [a, b] = [
      { x: 0, y: 0 },
      { x: 600, y: 300 },
    ];
    const labels = [
      lineBetween(a, b, lanes.get("1") ?? 0),
      lineBetween(a, b, lanes.get("2") ?? 0),
      lineBetween(b, a, lanes.get("3") ?? 0),
    ].map(({ label }) => `${Math.round(label.x)} ${Math.round(label.y)}`);
    expect(new Set(labels).size).toBe(3);
  });

  it("keep within reason for any place and weight", () => {
    expect(border({ x: 1, y: 1 }, { x: 1, y: 1 }, 0)).toEqual({ x: 1, y: 1 });
    expect(lineBetween({ x: 0, y: 0 }, { x: 0, y: 0 }, 1).path).not.toContain("NaN");
    expect([widthOf(0), widthOf(1), widthOf(1000)]).toEqual([1.2, 2.8, 5]);
  });
});
