import { describe, expect, it } from "vitest";
import { isFiltered, parseFilters, questionOf } from "./audit-filters";

describe("filters of the audit log", () => {
  it("come from the address, and forget what makes no sense", () => {
    const filters = parseFilters({ noun: "relation", action: "burn", since: "2026-02-31x", actor: "anna" });
    expect(filters).toMatchObject({ noun: "relation", actor: "anna" });
    expect(filters.action).toBeUndefined();
    expect(filters.since).toBeUndefined();
    expect(isFiltered(filters)).toBe(true);
    expect(isFiltered(parseFilters({}))).toBe(false);
  });

  it("take both days whole", () => {
    const { since, until } = questionOf({ since: "2026-11-21", until: "2026-11-21" });
    expect(Date.parse(until ?? "") - Date.parse(since ?? "")).toBe(24 * 3_600_000);
    expect(new Date(since ?? "").getHours()).toBe(0);
  });
});
