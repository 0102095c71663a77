import { describe, expect, it } from "vitest";
import { fromField, toField } from "./moment";

describe("moments in date fields", () => {
  it("go there and back", () => {
    expect(fromField(toField("2026-12-01T09:05:00Z"))).toBe("2026-12-01T09:05:00Z");
    expect(toField("2026-12-01T09:05:00+02:00")).toBe(toField("2026-12-01T07:05:00Z"));
  });

  it("may be absent or broken", () => {
    expect([toField(null), toField("soon"), fromField(""), fromField("x")]).toEqual(["", "", null, null]);
  });
});
