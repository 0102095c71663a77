import { describe, expect, it } from "vitest";
import { node } from "./fixture";
import { accentOf, accentsOf } from "./lens";
import { LENSES } from "./scene-url";

describe("lenses", () => {
  const start = node("A", { price: "100.00" });

  it("see stock, and products that are not there or not sold", () => {
    expect(accentOf("stock", node("B"), start)?.key).toBe("inStock");
    expect(accentOf("stock", node("B", { in_stock: false }), start)?.key).toBe("soldOut");
    expect(accentOf("stock", node("B", { status: "inactive" }), start)?.key).toBe("notSold");
    expect(accentOf("stock", node("B", { known: false }), start)?.key).toBe("missing");
  });

  it("see prices from where the scene starts, within one currency", () => {
    const seen = (price: string | null, currency = "EUR") =>
      accentOf("price", node("B", { price, currency }), start)?.key;
    expect([seen("109.99"), seen("110.01"), seen("50.00"), seen(null), seen("100.00", "USD")]).toEqual([
      "same",
      "dearer",
      "cheaper",
      "noPrice",
      "noPrice",
    ]);
  });

  it("see who shows little", () => {
    expect([0, 3, 4].map((out) => accentOf("coverage", node("B", { out }), start)?.key)).toEqual([
      "bare",
      "thin",
      "covered",
    ]);
  });

  it("have letters beside colours that differ within a lens", () => {
    for (const lens of LENSES) {
      const letters = accentsOf(lens).map(({ letter }) => letter);
      expect(new Set(letters).size).toBe(letters.length);
    }
  });
});
