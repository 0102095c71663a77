import { describe, expect, it } from "vitest";
import type { AuditEntry } from "~/api/types";
import { changeOf } from "./change";

const entry = (fields: Partial<AuditEntry>): AuditEntry =>
  ({
    id: "1",
    revision: 1,
    at: "2026-01-01T00:00:00Z",
    actor: "local",
    action: "create",
    noun: "relation",
    key: "7",
    before: null,
    after: null,
    summary: null,
    names: {},
    revertible: true,
    ...fields,
  }) as AuditEntry;

const summary = { source: "A", type: "accessory", target: "B" };
const names = { A: "Shoe", B: "Sock" };

describe("a change as a sentence", () => {
  it("names the products of a relation, or their SKUs when they are gone", () => {
    expect(changeOf(entry({ summary, names }))).toEqual({
      key: "relation_create",
      values: { source: "Shoe", target: "Sock" },
      type: "accessory",
    });
    expect(changeOf(entry({ summary, names: { A: "Shoe" }, action: "delete" })).values.target).toBe("B");
  });

  it("tells moving from retyping and other changes of a relation", () => {
    const update = (before: object, after: object) =>
      changeOf(entry({ summary, names, action: "update", before: before as never, after: after as never }));
    expect(update({ position: 1 }, { position: 3 })).toMatchObject({
      key: "relation_moved",
      values: { position: 3 },
    });
    expect(update({ type: "related", position: 1 }, { type: "accessory", position: 2 })).toMatchObject({
      key: "relation_retyped",
      typeBefore: "related",
    });
    expect(update({ weight: 1, channels: [] }, { weight: 2, channels: ["app"] })).toMatchObject({
      key: "relation_update",
      values: { fields: "channels, weight" },
    });
  });

  it("tells imports, bulk edits and what was taken back", () => {
    const after = {
      file: "p.csv",
      source: "sample",
      state: "done",
      counts: { rows: 5, rejected: 2, created: 3 },
    };
    const change = (fields: object) =>
      changeOf(entry({ noun: "import", after: { ...after, ...fields } as never })).key;
    expect(change({})).toBe("import_rejected");
    expect(change({ counts: { rows: 5 } })).toBe("import");
    expect(change({ source: "bulk-edit" })).toBe("import_bulk");
    expect(change({ state: "reverted" })).toBe("import_reverted");
  });

  it("names things by their name, and the fields that changed", () => {
    const change = changeOf(
      entry({
        noun: "product",
        key: "A",
        action: "update",
        before: { name: "Shoe", price: "1" } as never,
        after: { name: "Shoe", price: "2" } as never,
      }),
    );
    expect(change).toEqual({ key: "product_update", values: { name: "Shoe", fields: "price" } });
    expect(changeOf(entry({ noun: "shop", key: "currency", after: "USD" as never })).values).toEqual({
      name: "currency",
      value: "USD",
    });
    expect(changeOf(entry({ noun: "new", key: "k" })).key).toBe("other");
  });
});
