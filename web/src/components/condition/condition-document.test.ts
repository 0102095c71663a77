import { expect, it } from "vitest";
import { catalogueOf } from "./catalogue";
import { documentOf, placeIn, problemsOf } from "./condition-document";
import { toQuery } from "./tree";

const catalogue = catalogueOf({ fields: [], operators: [], variables: {} }, "match");

it("sends a condition as a tree once it was edited as one, and nothing that cannot be a code", () => {
  const draft = { code: "", type: "upsell", match: "true", show: "true", when: null };
  expect(documentOf("rules", draft, {}, {})).toEqual({
    type: "upsell",
    match: "true",
    show: "true",
    when: null,
  });
  const query = toQuery({ combinator: "and", not: false, rules: [{ text: "true" }] });
  const document = documentOf("rules", { ...draft, code: "mine" }, { match: query }, { match: catalogue });
  expect(document).toMatchObject({ code: "mine", match_tree: { rules: [{ text: "true" }] } });
  expect(document).not.toHaveProperty("match");
});

it("takes a condition without questions for no circumstance at all", () => {
  const query = toQuery({ combinator: "and", not: false, rules: [] });
  const document = documentOf("rules", { when: "cart.size > 1" }, { when: query }, { when: catalogue });
  expect(document).toEqual({ when: null });
});

it("finds the question that a problem is about", () => {
  expect(placeIn("/match_tree/rules/0/rules/12/value", "match")).toBe("0.12");
  expect(placeIn("/show_tree/rules/0", "match")).toBeUndefined();
  const at = (pointer: string) => ({ code: "x", message: "m", pointer });
  const { questions, others } = problemsOf(
    [at("/match_tree/rules/1/value"), at("/match"), at("/show")],
    "match",
  );
  expect([...questions.keys()]).toEqual(["1"]);
  expect(others.map(({ pointer }) => pointer)).toEqual(["/match"]);
});
