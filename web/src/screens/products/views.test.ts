import { describe, expect, it } from "vitest";
import { parseSearch } from "~/app/search";
import { codeOf, isView, queryOf } from "./views-api";

describe("views", () => {
  it("keep conditions and order, not the page", () => {
    const search = parseSearch("?category=Bikes&without=accessory&sort=-price&cursor=abc&view=x");
    expect(queryOf(search)).toBe("category=Bikes&without=accessory&sort=-price");
  });

  it("are the list that has their conditions, in whatever order", () => {
    expect(
      isView("without=accessory&brand=B&brand=A", parseSearch("?brand=A&brand=B&without=accessory")),
    ).toBe(true);
    expect(isView("without=accessory", parseSearch("?without=accessory&sort=-price"))).toBe(false);
  });

  it("get a code of their own from any name", () => {
    expect(codeOf("Räder ohne Zubehör", [])).toBe("rader-ohne-zubehor");
    expect(codeOf("Bikes!", ["bikes", "bikes-2"])).toBe("bikes-3");
    expect(codeOf("自転車", [])).toBe("view");
    expect(codeOf("x".repeat(300), []).length).toBeLessThanOrEqual(64);
  });
});
