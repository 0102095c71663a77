import { describe, expect, it } from "vitest";
import { productDraft, productPatch } from "./product-draft";

const product = { sku: "A", name: "Shoe", brand: "Acme", price: "89.00", stock: 3, categories: ["shoes"] };

describe("editing a product", () => {
  it("sends only what was changed", () => {
    const before = productDraft(product);
    expect(productPatch(before, { ...before })).toEqual({});
    const after = { ...before, price: "79,90", brand: " ", stock: "" };
    expect(productPatch(before, after)).toEqual({ price: "79.90", brand: null, stock: null });
  });

  it("keeps a stock of nothing apart from one that is not tracked", () => {
    const before = productDraft(product);
    expect(productPatch(before, { ...before, stock: 0 })).toEqual({ stock: 0 });
  });
});
