import { describe, expect, it } from "vitest";
import { edge } from "./fixture";
import { walk } from "./walk";

describe("arrow keys in the scene", () => {
  const edges = [edge("A>B", { position: 2 }), edge("A>C", { position: 1 }), edge("Z>A"), edge("B>C")];
  const places = { A: { x: 0, y: 0 }, B: { x: 9, y: 5 }, C: { x: 9, y: 1 }, Z: { x: -9, y: 0 } };

  it("follow relations, go against them, and go back", () => {
    const right = walk({ at: "A" }, "ArrowRight", edges, places);
    expect(right).toEqual({ at: "C", from: "A", way: "out" });
    expect(walk({ at: "C", from: "A", way: "out" }, "ArrowLeft", edges, places)?.at).toBe("A");
    expect(walk({ at: "A" }, "ArrowLeft", edges, places)?.at).toBe("Z");
    expect(walk({ at: "C" }, "ArrowRight", edges, places)).toBeUndefined();
  });

  it("change between the neighbours of the product before", () => {
    const down = walk({ at: "C", from: "A", way: "out" }, "ArrowDown", edges, places);
    expect(down).toEqual({ at: "B", from: "A", way: "out" });
    expect(walk({ at: "B", from: "A", way: "out" }, "ArrowDown", edges, places)).toBeUndefined();
  });

  it("go through the whole scene when nothing was walked yet", () => {
    expect(walk({ at: "A" }, "ArrowDown", edges, places)?.at).toBe("C");
  });
});
