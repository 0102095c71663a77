import { describe, expect, it } from "vitest";
import type { ImportReport } from "~/api/types";
import { type BulkReport, groupsOf, relationOf } from "./api";
import { actionOf, emptyDraft } from "./draft";

const product = { sku: "X", name: "Cap" } as never;

describe("a bulk edit", () => {
  it("is asked for once nothing is missing", () => {
    const link = emptyDraft("link", "accessory");
    expect(actionOf(link)).toBeNull();
    expect(actionOf({ ...link, targets: [product], isFirst: true })).toEqual({
      kind: "link",
      type: "accessory",
      targets: ["X"],
      position: 1,
    });
    expect(actionOf(emptyDraft("unlink", "accessory"))).toEqual({
      kind: "unlink",
      type: "accessory",
      targets: null,
    });
    expect(actionOf(emptyDraft("unlink", null))).toBeNull();
    expect(actionOf({ ...emptyDraft("copy", null), from: product })).toBeNull();
    expect(actionOf({ ...emptyDraft("copy", null), from: product, types: ["upsell"] })).toEqual({
      kind: "copy",
      from: "X",
      types: ["upsell"],
    });
    expect(actionOf({ ...emptyDraft("exclude", "related"), targets: [product] })).toEqual({
      kind: "exclude",
      type: "related",
      targets: ["X"],
    });
  });

  it("groups problems that come one by one, most first", () => {
    const problem = (code: string, row: number) => ({ code, row, message: code, severity: "error" });
    const report = {
      problems: [problem("cycle", 1), problem("self-relation", 2), problem("self-relation", 3)],
      warnings: [],
    } as unknown as ImportReport;
    const groups = groupsOf(report as unknown as BulkReport);
    expect(groups.map(({ code, count }) => [code, count])).toEqual([
      ["self-relation", 2],
      ["cycle", 1],
    ]);
    expect(groups[0]?.rows).toEqual([
      [2, 2],
      [3, 3],
    ]);
  });

  it("finds the relation that a difference is about", () => {
    const relation = { source: "A", type: "upsell", target: "B" };
    expect(relationOf({ before: null, after: { identity: { ...relation, origin: "manual" } } })).toEqual(
      relation,
    );
    expect(relationOf({ before: relation, after: null })).toEqual(relation);
    expect(relationOf({ before: { excluded: [] }, after: { excluded: [{ target: "B" }] } })).toBeUndefined();
  });
});
