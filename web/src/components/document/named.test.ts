import { expect, it } from "vitest";
import { codeOf, named } from "./named";

it("makes codes of names, and leaves one's own alone", () => {
  expect(codeOf("  Größere Äpfel & Birnen! ")).toBe("groessere-aepfel-birnen");
  expect(codeOf("Éclair")).toBe("eclair");
  expect(named({ name: "", code: "" }, "Socks", true)).toEqual({ name: "Socks", code: "socks" });
  expect(named({ name: "Socks", code: "mine" }, "Sock", true)).toEqual({ name: "Sock" });
  expect(named({ name: "Socks", code: "socks" }, "Sock", false)).toEqual({ name: "Sock" });
});
