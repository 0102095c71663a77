import { describe, expect, it } from "vitest";
import type { Upload, UploadColumn } from "./api";
import { attributeOf, OWN_FIELDS, template } from "./columns";
import {
  accepts,
  asMapping,
  doubleFields,
  isSaved,
  isWhole,
  missingFields,
  startDraft,
  undecided,
} from "./draft";

function column(name: string, field: string | null, confidence = 0.95, samples: string[] = []): UploadColumn {
  const suggestion = field === null ? null : { field, confidence, because: "name" as const };
  return { name, reads_as: null, suggestion, samples, filled: 1 };
}

function upload(columns: UploadColumn[], more: Partial<Upload> = {}): Upload {
  return {
    id: "u1",
    name: "products.csv",
    bytes: 10,
    created_at: "2026-11-21T09:00:00Z",
    compression: null,
    format: "csv",
    delimiter: ";",
    encoding: "UTF-8",
    profile: null,
    content: "products",
    confidence: 0.8,
    recognised_by: "",
    columns,
    fields: OWN_FIELDS.products,
    guesses: [],
    decimal_comma: false,
    rows_mended: 0,
    rows_skipped: 0,
    mapping: null,
    rows_seen: 3,
    more_rows: false,
    preview: { rows: [] },
    problems: [],
    warnings: [],
    ...more,
  };
}

describe("where a mapping starts", () => {
  const columns = [
    column("Artikelnummer", "sku"),
    column("Bezeichnung", "name"),
    column("Preis netto", "price", 0.6, ["12,90", "7,00"]),
    column("Notiz", null),
  ];
  const file = upload(columns, { decimal_comma: true });

  it("takes what is sure and leaves the rest to the person", () => {
    const draft = startDraft(file);
    expect(draft.columns).toEqual({ Artikelnummer: "sku", Bezeichnung: "name" });
    expect(undecided(file, draft)).toEqual(["Preis netto", "Notiz"]);
    expect(isWhole(file, draft)).toBe(true);
    expect(isSaved(file, draft)).toBe(false);
  });

  it("sends what is decided and keeps the rest open", () => {
    const mapping = asMapping(startDraft(file));
    expect(mapping).toEqual({
      profile: "relata",
      content: "products",
      columns: { Artikelnummer: "sku", Bezeichnung: "name" },
      decimal_comma: true,
    });
    const again = { ...file, mapping };
    expect(undecided(again, startDraft(again))).toEqual(["Preis netto", "Notiz"]);
    expect(isSaved(again, startDraft(again))).toBe(true);
  });

  it("keeps a mapping that was sent before", () => {
    const mapping = {
      profile: "relata",
      content: "products",
      columns: { Artikelnummer: "sku", Notiz: "name" },
    };
    const draft = startDraft({ ...file, mapping });
    expect(draft.columns).toEqual({ Artikelnummer: "sku", Notiz: "name" });
    expect(isSaved({ ...file, mapping }, draft)).toBe(true);
  });

  it("sees nothing to send where the columns are our own", () => {
    const own = ["sku", "name"].map((name) => ({ ...column(name, null), reads_as: name }));
    const recognised = upload(own, { profile: "relata" });
    expect(isSaved(recognised, startDraft(recognised))).toBe(true);
  });
});

describe("what is wrong with a mapping", () => {
  const file = upload([column("a", null), column("b", null)]);
  const draft = startDraft(file);

  it("names missing and double fields", () => {
    expect(missingFields(file, draft)).toEqual(["sku", "name"]);
    const double = { ...draft, columns: { a: "sku", b: "sku" } };
    expect(missingFields(file, double)).toEqual(["name"]);
    expect([...doubleFields(double)]).toEqual(["sku"]);
    expect(isWhole(file, double)).toBe(false);
  });

  it("allows attributes to products alone", () => {
    expect(accepts(file, draft, "attributes.color")).toBe(true);
    expect(accepts(file, draft, "attributes.")).toBe(false);
    expect(accepts(file, { ...draft, content: "relations" }, "attributes.color")).toBe(false);
    expect(accepts(file, { ...draft, content: "relations" }, "target")).toBe(true);
  });
});

describe("columns", () => {
  it("become names of attributes", () => {
    expect(attributeOf("Größe (cm)")).toBe("attributes.groesse_cm");
    expect(attributeOf("Matériau")).toBe("attributes.materiau");
    expect(attributeOf("%")).toBe("attributes.column");
  });

  it("make templates with one example", () => {
    const [head, row, end] = template("relations").split("\r\n");
    expect(head).toBe(
      "source,type,target,position,weight,quantity,channels,locales,segments,valid_from,valid_until,origin",
    );
    expect(row).toBe("RS-100,accessory,SOCK-2,1,,,,,,,,");
    expect(end).toBe("");
  });
});
