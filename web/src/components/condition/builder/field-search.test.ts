import { expect, it } from "vitest";
import type { Field } from "../api";
import { catalogueOf } from "../catalogue";
import { findFields, SHOWN_MAX } from "./field-search";

const field = (code: string, attribute: boolean, values: string[] = []): Field => ({
  code,
  label: code,
  attribute,
  paths: {
    source: attribute ? `source.attributes.${code}` : `source.${code}`,
    target: attribute ? `target.attributes.${code}` : `target.${code}`,
  },
  kind: "text",
  many: false,
  control: "text",
  operators: ["="],
  example: "",
  values: values.map((value) => ({ value, products: 1 })),
});
const attributes = Array.from({ length: 5_000 }, (_, index) => field(`attribute_${index}`, true));
const fields = [
  field("brand", false, ["Acme"]),
  field("price", false),
  field("membrane", true, ["Gore-Tex"]),
  field("price_group", true),
];
const { asked } = catalogueOf(
  { fields: [...fields, ...attributes], operators: [], variables: { show: ["source", "target"] } },
  "show",
);
const owner = (variable: string) => (variable === "source" ? "Product:" : "Recommended:");
const paths = (typed: string) =>
  findFields(asked, typed, owner).groups.flatMap(({ hits }) => hits.map(({ path }) => path));

it("finds fields by label, code, whose they are, and values, the best first", () => {
  expect(paths("price").slice(0, 2)).toEqual(["source.price", "target.price"]);
  expect(paths("recommended price")[0]).toBe("target.price");
  expect(paths("Product: price")[0]).toBe("source.price");
  expect(paths("brand")).toEqual(["source.brand", "target.brand"]);
  expect(paths("source gore")).toEqual(["source.attributes.membrane"]);
  expect(paths("attribute_4711")).toEqual([
    "source.attributes.attribute_4711",
    "target.attributes.attribute_4711",
  ]);
  expect(paths("no such thing")).toEqual([]);
  expect(paths("(")).toEqual([]);
});

it("shows fields before attributes, and tells how many more there are", () => {
  const { groups, more } = findFields(asked, "", owner);
  expect(groups.map(({ variable, isAttributes }) => [variable, isAttributes])).toEqual([
    ["source", false],
    ["target", false],
    ["source", true],
  ]);
  expect(groups.reduce((sum, { hits }) => sum + hits.length, 0)).toBe(SHOWN_MAX);
  expect(more).toBe(asked.length - SHOWN_MAX);
});
