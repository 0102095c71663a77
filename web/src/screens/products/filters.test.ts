import { describe, expect, it } from "vitest";
import { parseSearch, stringifySearch } from "~/app/search";
import { activeFilters, canonical, dropFilter, filtersOf, searchOf, toggleFilter } from "./filters";

const read = (text: string) => filtersOf(parseSearch(text));

describe("filters", () => {
  it("are read from the URL and written back the same", () => {
    const text = "?query=red+shoe&stock=in&category=Bikes&category=Clothing%2FSocks&without=accessory";
    expect(stringifySearch(searchOf(read(text)))).toBe(text);
  });

  it("pass over what is no condition, and empty values", () => {
    expect(searchOf(read("?cursor=abc&sort=-price&brand=&query=+"))).toEqual({});
  });

  it("are the same in whatever order they stand", () => {
    const a = canonical(parseSearch("?without=accessory&brand=B&brand=A&sort=-price"));
    const b = canonical(parseSearch("?sort=-price&brand=A&brand=B&without=accessory&cursor=x"));
    expect(a).toBe(b);
    expect(a).not.toBe(canonical(parseSearch("?without=accessory&brand=B&sort=-price")));
    expect(canonical(parseSearch("?sort=sku"))).toBe("");
  });

  it("count every value once, and the channel not at all", () => {
    const found = activeFilters(read("?brand=A&brand=A&brand=B&channel=app&level=top"));
    expect(found.map(({ name, value }) => `${name}=${value}`)).toEqual(["level=top", "brand=A", "brand=B"]);
  });

  it("drop one value or a whole condition", () => {
    const filters = read("?brand=A&brand=B&query=x");
    expect(dropFilter(filters, "brand", "A").brand).toEqual(["B"]);
    expect(dropFilter(filters, "brand").brand).toEqual([]);
    expect(dropFilter(filters, "query").query).toBeUndefined();
    expect(filters.brand).toEqual(["A", "B"]);
  });

  it("with and without of one type exclude each other", () => {
    const filters = toggleFilter(read("?with=accessory&with=upsell"), "without", "accessory");
    expect(filters.with).toEqual(["upsell"]);
    expect(filters.without).toEqual(["accessory"]);
    expect(toggleFilter(filters, "without", "accessory").without).toEqual([]);
  });
});
