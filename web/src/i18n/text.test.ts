import { describe, expect, it } from "vitest";
import { formatsOf } from "./formats";
import { format } from "./text";

describe("messages", () => {
  it("follow the plural rules of their language", () => {
    const message = "{count, plural, one {# Produkt} other {# Produkte}}";
    expect(format("de", message, { count: 1 })).toBe("1 Produkt");
    expect(format("de", message, { count: 12345 })).toBe("12.345 Produkte");
  });

  it("take markup in a value as text", () => {
    expect(format("en", "Linked {name}", { name: "<b>x</b>" })).toBe("Linked <b>x</b>");
  });
});

describe("formats", () => {
  it("write the API's exact decimals by locale", () => {
    expect(formatsOf("de").money("1234.50", "EUR").replace(/\s/g, " ")).toBe("1.234,50 €");
    expect(formatsOf("en").money("1234.5", "EUR")).toBe("€1,234.5");
    expect(formatsOf("en").money("99999999999999.99", "USD")).toContain("99,999,999,999,999.99");
    expect(formatsOf("en").money(null, "EUR")).toBe("–");
  });

  it("say how long ago", () => {
    const now = new Date("2026-11-21T12:00:00Z");
    expect(formatsOf("en").ago("2026-11-21T11:55:00Z", now)).toBe("5 minutes ago");
    expect(formatsOf("de").ago("2026-11-20T12:00:00Z", now)).toBe("gestern");
  });

  it("write short times in the unit that fits", () => {
    expect(formatsOf("en").duration(210)).toBe("0.21 ms");
    expect(formatsOf("en").duration(2_500_000)).toBe("2.5 secs");
  });
});
