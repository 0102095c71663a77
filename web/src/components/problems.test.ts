import { describe, expect, it } from "vitest";
import { problemAt, problemsElsewhere } from "./problems";

const problem = (pointer: string | null, message: string, hint?: string) => ({
  code: "invalid-value",
  pointer,
  message,
  hint: hint ?? null,
});

describe("problems of a form", () => {
  const problems = [
    problem("/label/en", "the text is empty", "write a name"),
    problem("/labels", "something else"),
    problem("/blocks/0/types", "no types"),
    problem(null, "too many"),
  ];

  it("stand at their field, also those within it", () => {
    expect(problemAt(problems, "/label/en", "en")).toBe("the text is empty; write a name");
    expect(problemAt(problems, "/label", "en")).toBe("the text is empty; write a name");
    expect(problemAt(problems, "/blocks/0", "en")).toBe("no types");
    expect(problemAt(problems, "/name", "en")).toBeUndefined();
  });

  it("are shown above the form when no field has them", () => {
    const elsewhere = problemsElsewhere(problems, ["/label", "/blocks"]);
    expect(elsewhere.map(({ message }) => message)).toEqual(["something else", "too many"]);
  });
});
