import { describe, expect, it } from "vitest";
import { best, productsOf, serverTiming } from "./answer";
import type { Upload } from "./api";

describe("the example of an import", () => {
  it("is the product with most to show", () => {
    const product = (sku: string, shown: Record<string, number>) => ({
      sku,
      name: sku,
      relations: { shown },
    });
    expect(
      best([product("A", { accessory: 1 }), product("B", { accessory: 2, upsell: 1 }), product("C", {})]),
    ).toBe("B");
    expect(best([product("A", { accessory: 0 })])).toBeNull();
    expect(best([])).toBeNull();
  });

  it("comes from the sources of relations, else from the products", () => {
    const column = (name: string, reads_as: string | null) => ({ name, reads_as });
    const upload = (columns: object[], mapping: object | null = null) =>
      ({
        columns,
        mapping,
        preview: {
          rows: [
            { row: 2, cells: ["A", "B"] },
            { row: 3, cells: ["A", "C"] },
          ],
        },
      }) as unknown as Upload;
    expect(productsOf(upload([column("source", "source"), column("target", "target")]))).toEqual(["A"]);
    expect(productsOf(upload([column("x", null), column("sku", "sku")]))).toEqual(["B", "C"]);
    expect(productsOf(upload([column("x", null), column("y", null)], { columns: { y: "sku" } }))).toEqual([
      "B",
      "C",
    ]);
    expect(productsOf(upload([column("x", null)]))).toEqual([]);
  });
});

it("reads how long the server took", () => {
  expect(serverTiming("app;dur=0.21, total;dur=1.5")).toBe(1_500);
  expect(serverTiming("cache;desc=hit")).toBeNull();
  expect(serverTiming(null)).toBeNull();
});
