import { describe, expect, it } from "vitest";
import { many, one, parseSearch, stringifySearch } from "./search";

describe("the URL holds the state", () => {
  it("keeps numbers, quotes and umlauts as the text they are", () => {
    const search = { q: '007 "größe"', brand: ["A&B", "C=D"], none: undefined, empty: "" };
    expect(parseSearch(stringifySearch(search))).toEqual({ q: '007 "größe"', brand: ["A&B", "C=D"] });
  });

  it("writes nothing for nothing", () => {
    expect(stringifySearch({ a: undefined, b: [], c: "" })).toBe("");
  });

  it("reads one and many", () => {
    const search = parseSearch("?type=a&type=b&sku=x");
    expect(many(search.type)).toEqual(["a", "b"]);
    expect(one(search.type)).toBe("a");
    expect(many(search.sku)).toEqual(["x"]);
    expect(many(search.other)).toEqual([]);
  });
});
