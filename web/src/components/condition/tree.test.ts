import { describe, expect, it } from "vitest";
import type { Fields } from "./api";
import { catalogueOf, proposals, wordBefore } from "./catalogue";
import { countQuestions, fromQuery, newId, several, type Tree, toQuery } from "./tree";

const field = (code: string, kind: string, many: boolean, operators: string[]) => ({
  code,
  kind,
  many,
  operators,
  label: code,
  attribute: false,
  control: "text",
  example: "",
  values: [],
  paths: { source: `source.${code}`, target: `target.${code}` },
});
const fields: Fields = {
  fields: [
    field("price", "number", false, ["=", ">", "in"]),
    field("brand", "text", false, ["=", "in", "null"]),
    field("tags", "text", true, ["includes"]),
  ],
  variables: { match: ["source"], show: ["source", "target"] },
  operators: [
    { code: "=", label: "is", operand: "value_or_field" },
    { code: ">", label: "is more than", operand: "value_or_field" },
    { code: "in", label: "is one of", operand: "list" },
    { code: "null", label: "is not known", operand: "nothing" },
    { code: "includes", label: "include", operand: "value_or_field" },
  ],
};
const show = catalogueOf(fields, "show");

const tree: Tree = {
  combinator: "or",
  not: true,
  rules: [
    {
      field: "target.price",
      operator: ">",
      valueSource: "field",
      value: "source.price",
      factor: "1.1",
    },
    { field: "target.brand", operator: "in", valueSource: "value", value: ["A", "B"], kind: "text" },
    { field: "source.brand", operator: "null" },
    { text: "size(source.tags) > 2" },
    {
      combinator: "and",
      not: false,
      rules: [
        { field: "target.attributes.gone", operator: "=", valueSource: "value", value: "5", kind: "number" },
        {
          field: "source.brand",
          operator: "=",
          ignoreCase: true,
          valueSource: "value",
          value: "a",
          kind: "text",
        },
      ],
    },
  ],
};

describe("trees", () => {
  it("come back from the builder as they went in", () => {
    expect(fromQuery(toQuery(tree), show)).toEqual(tree);
    expect(countQuestions(toQuery(tree))).toBe(6);
  });

  it("take the shape that the operator asks for", () => {
    const ask = (row: object) => {
      const query = { combinator: "and", rules: [{ id: newId(), ...row }] } as never;
      return fromQuery(query, show).rules[0];
    };
    expect(ask({ field: "source.price", operator: "in", value: "5" })).toMatchObject({
      value: ["5"],
      kind: "number",
    });
    expect(ask({ field: "source.price", operator: ">", value: ["5", "6"] })).toMatchObject({ value: "5" });
    // A factor means something beside a field alone, and a kind is that of the field.
    const left = ask({ field: "source.brand", operator: "=", value: "A", factor: "2", kind: "number" });
    expect(left).toEqual({
      field: "source.brand",
      operator: "=",
      valueSource: "value",
      value: "A",
      kind: "text",
    });
    expect(several("")).toEqual([]);
  });
});

describe("fields", () => {
  it("are those of the condition's variables", () => {
    expect(catalogueOf(fields, "match").asked.map(({ path }) => path)).toEqual([
      "source.price",
      "source.brand",
      "source.tags",
    ]);
    expect(show.operatorsOf("source.price").map(({ code }) => code)).toEqual(["=", ">", "in"]);
    expect(show.comparable("target.brand", false).map(({ path }) => path)).toEqual(["source.brand"]);
  });

  it("are proposed for the word before the cursor", () => {
    const text = "source.price > 5 && target.br";
    expect(wordBefore(text, text.length)).toBe("target.br");
    expect(proposals(show, "target.br").map(({ path }) => path)).toEqual(["target.brand"]);
    expect(proposals(show, "t")).toEqual([]);
  });
});
