import { describe, expect, it } from "vitest";
import { pageOf, rememberPage } from "./pages";

describe("pages", () => {
  it("know the way back", () => {
    rememberPage("b", undefined);
    rememberPage("c", "b");
    expect(pageOf("c")).toEqual({ index: 2, previous: "b" });
    expect(pageOf("b")).toEqual({ index: 1, previous: undefined });
    expect(pageOf(undefined)).toEqual({ index: 0, previous: undefined });
  });

  it("of an address from elsewhere have no place, nor have those after it", () => {
    rememberPage("e", "d");
    expect(pageOf("d")).toBeUndefined();
    expect(pageOf("e")).toBeUndefined();
  });
});
