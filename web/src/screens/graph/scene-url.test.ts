import { describe, expect, it } from "vitest";
import { parseSearch, stringifySearch } from "~/app/search";
import { parseScene, printScene } from "./scene-url";

describe("the address of a scene", () => {
  it("holds everything that makes the scene", () => {
    const address =
      "?product=A%26B&product=C&expand=C&type=upsell&depth=2&direction=out&limit=150&lens=price&from=A&to=C&selected=C";
    const state = parseScene(parseSearch(address));
    expect(state).toMatchObject({ products: ["A&B", "C"], depth: 2, limit: 150, from: "A", selected: ["C"] });
    expect(stringifySearch(printScene(state))).toBe(address);
  });

  it("is short where all is as usual, and forgives what it does not know", () => {
    const state = parseScene(parseSearch("?product=A&product=A&depth=9&lens=x&direction=up"));
    expect(stringifySearch(printScene(state))).toBe("?product=A");
  });

  it("keeps the end of a circle, which is its start", () => {
    expect(parseScene(parseSearch("?mark=A&mark=B&mark=A")).mark).toEqual(["A", "B", "A"]);
  });
});
