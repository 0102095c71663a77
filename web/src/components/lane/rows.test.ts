import { describe, expect, it } from "vitest";
import type { Recommendations, Relation } from "~/api/types";
import { asRow, ruleOf } from "./api";
import { pickOf } from "./why-dialog";

const made = {
  id: null,
  source: "S",
  type: "related",
  target: "T",
  origin: "rule:cases:red",
  status: "active",
  created_at: null,
} as Relation;

describe("rows of a list", () => {
  it("that a rule makes are told apart by rule and target, stored ones by their number", () => {
    expect(asRow(made)).toMatchObject({ id: "rule:cases:red>T", derived: true });
    expect(asRow({ ...made, id: "7", origin: "rule:old" })).toMatchObject({ id: "7", derived: false });
    expect(ruleOf(made)).toBe("cases:red");
  });

  it("find their pick by the rule, also where a substitute stands in its place", () => {
    const item = (sku: string, origin: string, substitute_for?: string) => ({ sku, origin, substitute_for });
    const answer = (...items: object[]) => ({ items }) as unknown as Recommendations;
    const row = asRow(made);
    expect(pickOf(answer(item("T", "manual"), item("T", "rule:cases:red")), row)?.origin).toBe(
      "rule:cases:red",
    );
    expect(pickOf(answer(item("X", "rule:cases:red", "T")), row)?.sku).toBe("X");
    expect(pickOf(answer(item("T", "rule:other")), row)).toBeUndefined();
  });
});
