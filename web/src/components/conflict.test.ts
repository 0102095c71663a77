import { describe, expect, it } from "vitest";
import { differences } from "./conflict";

describe("a conflict shows what differs", () => {
  it("takes absent and null for the same, and looks into lists", () => {
    const mine = { name: "A", label: null, codes: ["x"], gone: 1 };
    const theirs = { name: "B", codes: ["x"], extra: 2 };
    expect(differences(mine, theirs)).toEqual([
      { field: "name", mine: "A", theirs: "B" },
      { field: "gone", mine: 1, theirs: undefined },
      { field: "extra", mine: undefined, theirs: 2 },
    ]);
  });
});
