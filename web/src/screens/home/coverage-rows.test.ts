import { describe, expect, it } from "vitest";
import { stringifySearch } from "~/app/search";
import type { Coverage } from "./api";
import { coverageRows, verdictOf } from "./coverage-rows";

const rate = (covered: number, products: number) => ({ covered, products, rate: covered / products });
const coverage = {
  by_type: { upsell: rate(1, 10), accessory: rate(5, 10), own: rate(2, 10) },
  by_category: [
    { category: "A", ...rate(9, 10) },
    { category: "B", ...rate(1, 2) },
    { category: "C", ...rate(5, 10) },
  ],
  by_brand: [{ brand: "Acme & Sons", ...rate(1, 2) }],
  by_channel: [{ channel: "app", ...rate(1, 2) }],
} as unknown as Coverage;

describe("coverage rows", () => {
  it("keep types in their order and put what is worst and largest first", () => {
    const types = coverageRows(coverage, "type", undefined, ["accessory", "upsell"]);
    expect(types.map(({ key }) => key)).toEqual(["accessory", "upsell", "own"]);
    const categories = coverageRows(coverage, "category", undefined, []);
    expect(categories.map(({ key }) => key)).toEqual(["C", "B", "A"]);
  });

  it("lead to the products that coverage counts and does not find covered", () => {
    const link = (split: "type" | "category" | "brand" | "channel", type?: string) =>
      stringifySearch(coverageRows(coverage, split, type, [])[0]?.search ?? {});
    expect(link("type")).toContain("without=upsell&status=active&level=top");
    expect(link("category")).toBe("?state=uncovered&status=active&level=top&category=C");
    expect(link("category", "accessory")).toBe("?without=accessory&status=active&level=top&category=C");
    expect(link("brand")).toBe("?state=uncovered&status=active&level=top&brand=Acme+%26+Sons");
    expect(link("channel")).toBe("?state=uncovered&status=active&level=top&channel=app");
  });

  it("have a verdict in words", () => {
    expect(verdictOf(rate(85, 100), 0.85)).toBe("reached");
    expect(verdictOf(rate(80, 100), 0.85)).toBe("close");
    expect(verdictOf(rate(79, 100), 0.85)).toBe("below");
    expect(verdictOf({ rate: 1, products: 0 }, 0.85)).toBe("empty");
  });
});
