import { expect, it } from "vitest";
import { valuesIn } from "./values";

it("takes values from lines, or from one line with separators, each once", () => {
  expect(valuesIn(" A \r\nB\n\nA\n")).toEqual(["A", "B"]);
  expect(valuesIn("A, B;C\tA")).toEqual(["A", "B", "C"]);
  // In several lines a comma belongs to its value.
  expect(valuesIn("Red, dark\nBlue")).toEqual(["Red, dark", "Blue"]);
  expect(valuesIn("")).toEqual([]);
});
