import { describe, expect, it } from "vitest";
import type { Difference, Report } from "./api";
import { linesOf, rangesText } from "./rows";
import { changedFields, changes, sureness, totals } from "./summary";

const difference = (before: Difference["before"], after: Difference["after"]): Difference => ({
  row: 2,
  subject: "A",
  action: "update",
  before,
  after,
});

describe("differences", () => {
  it("show the fields that change, money in its major unit", () => {
    expect(changedFields(difference({ name: "A", price: "10.00" }, { name: "B", price: "12.90" }))).toEqual([
      { field: "name", before: "A", after: "B" },
      { field: "price", before: "10.00", after: "12.90" },
    ]);
    expect(changedFields(difference(null, { sku: "A", price: "12.90", currency: "EUR" }))).toEqual([
      { field: "price", before: null, after: "12.90" },
      { field: "currency", before: null, after: "EUR" },
    ]);
  });

  it("leave out what is empty and unfold what is nested", () => {
    const after = { tags: [], categories: ["a/b", "c"], offers: { app: { stock: 3 } }, brand: null };
    expect(changedFields(difference(null, after))).toEqual([
      { field: "categories", before: null, after: "a/b | c" },
      { field: "offers.app.stock", before: null, after: "3" },
    ]);
  });
});

describe("counts", () => {
  it("add up over files", () => {
    const report = {
      created: 2,
      updated: 1,
      moved: 0,
      removed: 0,
      unchanged: 4,
      pending: 1,
      rejected: 1,
      rows: 9,
    };
    const reports = [report, report] as Report[];
    expect(totals(reports)).toMatchObject({ created: 4, rejected: 2, rows: 18 });
    expect(changes(reports)).toBe(8);
  });
});

describe("rows", () => {
  it("are named as ranges", () => {
    expect(
      rangesText(
        [
          [17, 19],
          [23, 23],
        ],
        String,
      ),
    ).toBe("17–19, 23");
    expect(
      rangesText(
        [
          [1, 1],
          [3, 3],
          [5, 5],
        ],
        String,
        2,
      ),
    ).toBe("1, 3, …");
    expect(
      linesOf(
        [
          [17, 19],
          [23, 23],
        ],
        3,
      ),
    ).toEqual([17, 18, 19]);
  });
});

it("says how sure something is in words", () => {
  expect([0.95, 0.8, 0.5, 0.1].map(sureness)).toEqual(["certain", "likely", "possible", "unsure"]);
});
