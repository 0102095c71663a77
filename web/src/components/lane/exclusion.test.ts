import { describe, expect, it } from "vitest";
import { hides, withExclusion } from "./exclusion";

const row = { type: "upsell", target: "B" };

describe("hiding a product in a list", () => {
  it("keeps what else is hidden, and hides once", () => {
    const product = { excluded: [{ type: "upsell", target: "C" }] };
    const excluded = withExclusion(product, row, true);
    expect(excluded).toEqual([...product.excluded, row]);
    expect(withExclusion({ excluded }, row, true)).toEqual(excluded);
    expect(hides({ excluded }, row)).toBe(true);
    expect(hides({ excluded }, { ...row, type: "related" })).toBe(false);
  });

  it("is taken back alone", () => {
    expect(withExclusion({ excluded: [row, { type: "related", target: "B" }] }, row, false)).toEqual([
      { type: "related", target: "B" },
    ]);
  });
});
