import { describe, expect, it } from "vitest";
import {
  canMove,
  isEditable,
  isMovable,
  nearest,
  type Placed,
  pinPlace,
  pinsFor,
  positionAt,
  rearranged,
  repinned,
  withRow,
  zone,
} from "./order";

const row = (id: string, position: number, more: Partial<Placed> = {}): Placed => ({
  id,
  source: "S",
  origin: "manual",
  position,
  pin: null,
  ...more,
});
const ids = (rows: Placed[]) => rows.map(({ id }) => id).join(" ");

/** The server's list: those of one source by position, the moved one put at its new place. */
function moved(rows: Placed[], id: string, position: number): string {
  const sorted = [...rows].sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  const others = sorted.filter((one) => one.id !== id);
  const it = rows.find((one) => one.id === id);
  return it ? ids(withRow(others, it, position - 1)) : "";
}

describe("a move asks for the position that serves the row where it was dropped", () => {
  const list = ["a", "b", "c", "d"].map((id, index) => row(id, index + 1));

  it("holds for every row and every index", () => {
    for (const one of list) {
      const others = list.filter(({ id }) => id !== one.id);
      for (let index = 0; index <= others.length; index++) {
        const position = positionAt(others, "S", index, one.position);
        expect(moved(list, one.id, position)).toBe(ids(withRow(others, one, index)));
      }
    }
  });

  it("counts the places of pinned rows, which are served before all others", () => {
    const rows = [row("pin", 3, { pin: 1 }), row("a", 1), row("b", 2), row("c", 4)];
    const others = rows.filter(({ id }) => id !== "c");
    expect(positionAt(others, "S", 2, 4)).toBe(2);
    expect(positionAt(others, "S", 3, 4)).toBe(3);
  });

  it("takes the first position where nothing has one", () => {
    expect(positionAt([], "S", 0)).toBe(1);
    expect(positionAt([row("learned", 1, { origin: "learned:pairs" })], "S", 0)).toBe(1);
  });

  it("puts a row of another list between its new neighbours", () => {
    expect(positionAt(list, "S", 2)).toBe(3);
    expect(positionAt(list, "S", 4)).toBe(5);
  });
});

describe("a row is served only among its like", () => {
  const rows = [
    row("pin", 5, { pin: 1 }),
    row("a", 1),
    row("b", 2),
    row("parent", 1, { source: "P" }),
    row("rule", 3, { origin: "rule:x" }),
  ];

  it("behind pins, before the parent's, before rules", () => {
    expect(zone(rows, "S", false)).toEqual({ first: 1, last: 3 });
    expect(nearest(rows, "S", false, 0)).toBe(1);
    expect(nearest(rows, "S", false, 9)).toBe(3);
    expect(zone(rows, "S", true)).toEqual({ first: 0, last: 1 });
  });

  it("knows which rows a position or a pin moves", () => {
    expect(rows.filter((one) => isMovable(one, "S")).map(({ id }) => id)).toEqual(["a", "b"]);
    expect(rows.filter((one) => canMove(one, "S")).map(({ id }) => id)).toEqual(["pin", "a", "b"]);
  });
});

describe("pins", () => {
  const rows = [row("a", 1, { pin: 1 }), row("b", 2, { pin: 2 }), row("c", 3), row("d", 4)];

  it("change only what stands in the way", () => {
    const [a, b, c] = rows as [Placed, Placed, Placed];
    expect(pinsFor(rows, "S", c, 3)).toEqual([{ id: "c", pin: 3 }]);
    expect(pinsFor(rows, "S", c, 1)).toEqual([
      { id: "c", pin: 1 },
      { id: "a", pin: 2 },
      { id: "b", pin: 3 },
    ]);
    expect(pinsFor(rows, "S", b, 1)).toEqual([
      { id: "b", pin: 1 },
      { id: "a", pin: 2 },
    ]);
    expect(pinsFor(rows, "S", a, 1)).toEqual([]);
  });

  it("use gaps and leave the parent's alone", () => {
    const wide = [row("a", 1, { pin: 10 }), row("p", 2, { pin: 20, source: "P" }), row("c", 3)];
    expect(pinsFor(wide, "S", row("c", 3), 2)).toEqual([{ id: "c", pin: 11 }]);
    expect(pinPlace(wide, row("c", 3))).toBe(3);
    expect(pinPlace(wide, row("p", 2))).toBe(2);
  });
});

describe("what is shown until the server has answered", () => {
  const list = ["a", "b", "c"].map((id, index) => row(id, index + 1));

  it("has the positions that the server will give", () => {
    const [, , c] = list as [Placed, Placed, Placed];
    const after = rearranged(list, "S", c, 0, 1);
    expect(after.map(({ id, position }) => `${id}${position}`)).toEqual(["c1", "a2", "b3"]);
    const added = rearranged(list, "S", row("x", 0), 1, 2);
    expect(added.map(({ id, position }) => `${id}${position}`)).toEqual(["a1", "x2", "b3", "c4"]);
  });

  it("has pins first, and puts an unpinned row back at its position", () => {
    expect(ids(repinned(list, "S", new Map([["c", 1]])))).toBe("c a b");
    const pinned = [row("c", 3, { pin: 1 }), row("a", 1), row("b", 2)];
    expect(ids(repinned(pinned, "S", new Map([["c", null]])))).toBe("a b c");
  });
});

describe("a row that a rule makes", () => {
  const made = row("r", 1, { origin: "rule:cases", derived: true });

  it("is neither moved nor changed, and keeps its place among what the rule makes", () => {
    expect(canMove(made, "S")).toBe(false);
    expect(isEditable(made, "S")).toBe(false);
    expect(isEditable(row("a", 1), "S")).toBe(true);
    const list = [row("a", 1), row("b", 2), made];
    const after = rearranged(list, "S", row("b", 2), 0, 1);
    expect(after.map(({ id, position }) => `${id}${position}`)).toEqual(["b1", "a2", "r1"]);
  });

  it("does not stand in the way of what is dropped at the end", () => {
    const others = [row("a", 1), made];
    expect(zone(others, "S", false)).toEqual({ first: 0, last: 1 });
    expect(positionAt(others, "S", 1)).toBe(2);
  });
});
