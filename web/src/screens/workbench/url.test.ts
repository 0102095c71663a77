import { describe, expect, it } from "vitest";
import { parseSearch, stringifySearch } from "~/app/search";
import { readUrl } from "./url";

describe("the address of a workbench", () => {
  it("gives the same screen again", () => {
    const search = { tab: "shopper", segment: ["vip", "b&b"], at: "2026-12-01T09:00:00Z", channel: "app" };
    const url = readUrl(parseSearch(stringifySearch(search)));
    expect(url).toMatchObject({ tab: "shopper", segments: ["vip", "b&b"], channel: "app", at: search.at });
  });

  it("starts with the relations", () => {
    expect(readUrl({ tab: "nonsense" })).toMatchObject({ tab: "relations", find: "", segments: [] });
  });
});
