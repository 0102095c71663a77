import { describe, expect, it } from "vitest";
import { csvOf, gather } from "./export-rows";

describe("exporting a selection", () => {
  it("quotes what has to be quoted and changes no text", () => {
    const rows = [
      { sku: "A,1", name: 'Shoe "Fast"' },
      { sku: "=1+1", name: "two\nlines" },
      { sku: "B", name: "Größe" },
    ];
    expect(csvOf(rows)).toBe('sku,name\r\n"A,1","Shoe ""Fast"""\r\n=1+1,"two\nlines"\r\nB,Größe\r\n');
  });

  it("walks all pages and stops at its limit", async () => {
    const pages: Record<string, string | null> = { first: "b", b: "c", c: null };
    const source = async (cursor = "first") => ({
      items: [1, 2].map((at) => ({ sku: `${cursor}${at}`, name: "" })),
      next: pages[cursor] ?? null,
    });
    const heard: number[] = [];
    const all = await gather(source, (count) => heard.push(count), 10);
    expect([all.rows.length, all.isCut, heard]).toEqual([6, false, [2, 4]]);
    const cut = await gather(source, () => {}, 3);
    expect([cut.rows.map(({ sku }) => sku), cut.isCut]).toEqual([["first1", "first2", "b1"], true]);
    expect((await gather(source, () => {}, 6)).isCut).toBe(false);
  });
});
