import { describe, expect, it } from "vitest";
import { formOf, kindOf, sorted } from "./export-kinds";

const part = (name: string, media_type = "") => ({ part: name, url: "", media_type, profile: "" });

describe("files of an export", () => {
  it("are known by their names", () => {
    const kinds = [
      "products.csv",
      "relations.jsonl",
      "relation-types.json",
      "catalog_product_links.csv",
      "x.json",
    ];
    expect(kinds.map(kindOf)).toEqual(["products", "relations", "relation-types", "magento", "other"]);
  });

  it("say how they are written", () => {
    expect(
      [part("a.csv"), part("a.jsonl"), part("a.json"), part("a", "application/x-ndjson")].map(formOf),
    ).toEqual(["CSV", "JSON Lines", "JSON", "JSON Lines"]);
  });

  it("stand in the order in which people look for them", () => {
    const names = ["channels.json", "x.json", "relations.csv", "products.jsonl", "products.csv"];
    expect(sorted(names.map((name) => part(name))).map((one) => one.part)).toEqual([
      "products.csv",
      "products.jsonl",
      "relations.csv",
      "channels.json",
      "x.json",
    ]);
  });
});
