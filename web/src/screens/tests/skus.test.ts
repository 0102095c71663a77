import { expect, it } from "vitest";
import { skusIn } from "./skus";

it("reads SKUs that were pasted, one a line or all in one", () => {
  expect(skusIn("A-1\nB 2\n\nA-1\n")).toEqual(["A-1", "B 2"]);
  expect(skusIn("A-1, B-2;C-3\tD-4")).toEqual(["A-1", "B-2", "C-3", "D-4"]);
  expect(skusIn("")).toEqual([]);
});

it("reads the column of a CSV file that holds them", () => {
  expect(skusIn('\uFEFFname;"SKU";price\r\nChain;"X ""1""";5\r\nTyre;Y;6\r\nNone;;7')).toEqual([
    'X "1"',
    "Y",
  ]);
  expect(skusIn("A,Chain\nB,Tyre")).toEqual(["A", "B"]);
});
