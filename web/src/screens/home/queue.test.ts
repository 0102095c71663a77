import { describe, expect, it } from "vitest";
import { workQueue } from "./queue";

const file = (id: string, rejected: number, state = "done") => ({ id, file: `${id}.csv`, rejected, state });

describe("the work queue", () => {
  it("names what is there, the most pressing first", () => {
    const items = workQueue({
      uncovered: 3,
      noRelations: 7,
      findings: { "stale-relation": 2, "unreachable-target": 5, cycle: 1, "overfull-list": 0 },
      imports: [file("9", 4), file("8", 0)],
    });
    expect(items.map(({ key, count }) => [key, count])).toEqual([
      ["uncovered", 3],
      ["import-9", 4],
      ["unreachable-target", 5],
      ["cycle", 1],
      ["stale-relation", 2],
      ["no_relations", 7],
    ]);
    expect(items.find(({ key }) => key === "cycle")?.way).toEqual({
      to: "/graph",
      search: { view: "cycles" },
    });
    expect(items.find(({ key }) => key === "import-9")?.way).toEqual({ to: "/data/imports/$id", id: "9" });
  });

  it("leaves out what is not known yet, what was taken back, and old rejects", () => {
    expect(workQueue({})).toEqual([]);
    const imports = ["9", "8", "7", "6"].map((id) => file(id, 1)).concat(file("5", 3, "reverted"));
    expect(workQueue({ imports }).map(({ key }) => key)).toEqual(["import-9", "import-8", "import-7"]);
  });

  it("shows kinds of findings that it does not know", () => {
    expect(workQueue({ findings: { "new-kind": 2 } })).toMatchObject([
      { key: "new-kind", way: { findings: "new-kind" }, urgency: "low" },
    ]);
  });
});
