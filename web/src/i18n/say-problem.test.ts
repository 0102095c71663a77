import { describe, expect, it } from "vitest";
import source from "../../../crates/relata-model/src/problem.rs?raw";
import { GERMAN } from "./problem-words";
import { inOneLine, sayProblem } from "./say-problem";

/** The table of codes that the server has, as it is written there. */
function serverCodes(): string[] {
  const [, table = ""] = source.split(/^problem_codes! \{$/m);
  return Array.from(table.matchAll(/^ {4}\w+ = "([a-z-]+)",/gm), ([, code]) => code ?? "");
}

describe("problems in German", () => {
  it("have words for every code of the server, and for no other", () => {
    const codes = serverCodes();
    expect(codes.length).toBeGreaterThan(40);
    expect(Object.keys(GERMAN)).toEqual(codes);
  });

  it("say what they are about where the problem carries it", () => {
    const problem = {
      code: "unknown-product",
      message: "there is no product X-1",
      hint: "check the spelling",
    };
    expect(sayProblem({ ...problem, subject: "X-1" }, "de")).toEqual({
      text: "Es gibt kein Produkt X-1",
      hint: "prüfen Sie die Schreibweise, oder legen Sie das Produkt zuerst an",
      exact: null,
    });
    expect(sayProblem(problem, "de").text).toBe("Es gibt kein Produkt mit dieser SKU");
    expect(sayProblem(problem, "de").exact).toBe("there is no product X-1; check the spelling");
  });

  it("keep the exact words where their own are general", () => {
    const problem = { code: "invalid-value", message: "12,90 is no number", column: "Preis" };
    expect(inOneLine(sayProblem(problem, "de"))).toBe(
      "Ein Wert in der Spalte „Preis“ passt dort nicht (12,90 is no number)",
    );
    const meaning = "A value is not of the kind that is expected.";
    expect(sayProblem({ ...problem, message: meaning }, "de").exact).toBeNull();
  });

  it("are the server's in English and where a code is not known", () => {
    const problem = { code: "brand-new", message: "the moon is out", hint: "wait" };
    const asSent = { text: "the moon is out", hint: "wait", exact: null };
    expect(sayProblem(problem, "de")).toEqual(asSent);
    expect(sayProblem({ ...problem, code: "conflict" }, "en")).toEqual(asSent);
    expect(inOneLine(asSent)).toBe("the moon is out; wait");
  });
});
