import { describe, expect, it } from "vitest";
import { parseSkus, printSkus } from "./assortment";

describe("a pasted assortment", () => {
  it("takes lines, commas, semicolons and tabs, and each SKU once", () => {
    expect(parseSkus(" A-1\r\nB 2;A-1,\tC\n\n")).toEqual(["A-1", "B 2", "C"]);
    expect(parseSkus(" \n")).toEqual([]);
    expect(parseSkus(printSkus(["A", "B"]))).toEqual(["A", "B"]);
  });
});
