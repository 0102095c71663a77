import { expect, it } from "vitest";
import { parseSearch, stringifySearch } from "~/app/search";
import { overOf, suiteFrom } from "./api";
import { partOf, searchOf, setupOf } from "./setup";

const read = (text: string, skus: string[] = []) => setupOf(parseSearch(text), skus);

it("holds what is chosen in the address", () => {
  const text =
    "?on=rules%3Aup&on=guidelines%3Aa%3Ab&off=rules%3Aold&suite=safety&by=best_sellers&category=Bikes&size=40&placement=cart&types=upsell&channel=app&limit=3";
  expect(stringifySearch(searchOf(read(text)))).toBe(text);
  expect(read(text).on.map(partOf)).toEqual([
    { noun: "rules", code: "up" },
    { noun: "guidelines", code: "a:b" },
  ]);
});

it("leaves to the suite what is not chosen", () => {
  expect(overOf(read("?suite=safety&size=3&category=Bikes"))).toEqual({});
  expect(overOf(read("?by=all&size=3"))).toEqual({ sample: { by: "all", size: 3 } });
  expect(overOf(read("?by=skus&size=3&category=Bikes", ["A", "B"]))).toEqual({
    sample: { by: "skus", skus: ["A", "B"] },
  });
  expect(overOf(read("?channel=app"))).toEqual({ asks: [{ placement: null, types: [], channel: "app" }] });
});

it("makes a suite of what was run, which is not required by itself", () => {
  const from = { code: "old", name: "Old", required: true, checks: [{ check: "coverage" }] };
  expect(suiteFrom(from, read("?by=all&size=3"), "new", "New")).toEqual({
    code: "new",
    name: "New",
    required: false,
    checks: [{ check: "coverage" }],
    sample: { by: "all", size: 3 },
  });
  expect(suiteFrom(undefined, read(""), "new", "New")).not.toHaveProperty("checks");
});
