import { describe, expect, it } from "vitest";
import { differencesOf, valueText } from "./difference";

describe("before and after", () => {
  it("names the fields that changed, also within others", () => {
    const before = { name: "A", scope: { channels: [], locales: ["de"] }, weight: 1 };
    const after = { name: "A", scope: { channels: ["app"], locales: ["de"] }, weight: 0.5 };
    expect(differencesOf(before, after)).toEqual([
      { field: "scope.channels", before: [], after: ["app"] },
      { field: "weight", before: 1, after: 0.5 },
    ]);
  });

  it("of a new or removed thing shows only what says something", () => {
    expect(differencesOf(null, { name: "A", url: null, tags: [], fields: {} })).toEqual([
      { field: "name", before: undefined, after: "A" },
    ]);
    expect(differencesOf({ name: "A" }, null)).toEqual([{ field: "name", before: "A", after: undefined }]);
  });

  it("reads as text", () => {
    expect([valueText(["a", "b"]), valueText(null), valueText(false), valueText([{ a: 1 }])]).toEqual([
      "a, b",
      "",
      "false",
      '{"a":1}',
    ]);
  });
});
