import { describe, expect, it } from "vitest";
import { FACET_VALUES_MAX } from "./api";
import { categoryTree, searchTree, waysTo } from "./category-nodes";

const nodes = ["Bikes", "Bikes/Road", "Clothing", "Clothing/Socks/Long"].map((path) => ({
  path,
  products: 1,
  covered: 1,
}));

describe("the category tree", () => {
  it("nests paths, and keeps those whose parent is missing", () => {
    const tree = categoryTree(nodes, [{ value: "Bikes", count: 3 }]);
    expect(tree.map(({ name }) => name)).toEqual(["Bikes", "Clothing", "Clothing/Socks/Long"]);
    expect(tree[0]?.children.map(({ name, count }) => [name, count])).toEqual([["Road", 0]]);
    expect(tree[0]?.count).toBe(3);
  });

  it("says nothing of categories that were not counted", () => {
    const counted = Array.from({ length: FACET_VALUES_MAX }, (_, at) => ({ value: `A${at}`, count: 9 }));
    const tree = categoryTree(nodes, counted);
    expect(tree.find(({ path }) => path === "Bikes")?.count).toBeUndefined();
  });

  it("opens the way to what is chosen", () => {
    expect([...waysTo(["A/B/C", "D"])]).toEqual(["A", "A/B"]);
  });

  it("finds by name with what lies above", () => {
    const tree = categoryTree(nodes, []);
    const found = searchTree(tree, "road");
    expect(found.map(({ path }) => path)).toEqual(["Bikes"]);
    expect(found[0]?.children.map(({ path }) => path)).toEqual(["Bikes/Road"]);
    expect(searchTree(tree, "zzz")).toEqual([]);
  });
});
