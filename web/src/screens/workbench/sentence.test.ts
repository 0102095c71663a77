import { describe, expect, it } from "vitest";
import type { HistoryEntry } from "./api";
import { changes, sentenceOf } from "./sentence";

const relation = {
  id: 7,
  source: "A",
  target: "B",
  type: "upsell",
  position: 3,
  weight: 1,
  scope: { channels: [], locales: [], segments: [] },
  window: { from: null, until: null },
};
const entry = (more: Partial<HistoryEntry>): HistoryEntry => ({
  id: "1",
  revision: 5,
  at: "2026-11-21T09:00:00Z",
  actor: "local",
  action: "update",
  noun: "relation",
  key: "7",
  before: relation,
  after: relation,
  names: { A: "Shoe", B: "Boot" },
  revertible: true,
  summary: { source: "A", type: "upsell", target: "B" },
  ...more,
});

describe("history in sentences", () => {
  it("says a link from where one looks at it", () => {
    const made = entry({ action: "create", before: null });
    expect(sentenceOf(made, "A")).toMatchObject({ key: "linked", values: { name: "Boot" } });
    expect(sentenceOf(made, "B")).toMatchObject({ key: "linkedHere", values: { name: "Shoe" } });
  });

  it("tells a move within a list from one between lists and from other changes", () => {
    const moved = entry({ after: { ...relation, position: 1 } });
    expect(sentenceOf(moved, "A")).toMatchObject({ key: "moved", values: { from: 3, to: 1 } });
    const other = entry({ after: { ...relation, position: 1, type: "related" } });
    expect(sentenceOf(other, "A")).toMatchObject({
      key: "movedLane",
      types: { from: "upsell", type: "related" },
    });
    const weighed = entry({ after: { ...relation, weight: 2 } });
    expect(sentenceOf(weighed, "A")).toMatchObject({ key: "changed", fields: ["weight"] });
  });

  it("names scope and window by their parts", () => {
    const after = {
      ...relation,
      scope: { channels: ["app"], locales: [], segments: [] },
      window: { from: "2026-12-01T00:00:00Z", until: null },
    };
    expect(changes({ before: relation, after }).map(({ field }) => field)).toEqual([
      "channels",
      "valid_from",
    ]);
  });

  it("knows products, and says the rest plainly", () => {
    const product = entry({ noun: "product", key: "A", before: { price: 1 }, after: { price: 2 } });
    expect(sentenceOf(product, "A")).toMatchObject({ key: "updated", values: { name: "Shoe" } });
    expect(sentenceOf(entry({ noun: "import", summary: null }), "A").key).toBe("other");
  });
});
