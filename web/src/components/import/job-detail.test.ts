import { describe, expect, it } from "vitest";
import type { Job } from "~/api/types";
import { detailOf, failureOf, importOf, shareOf } from "./job-detail";

const job = (fields: Partial<Job>): Job => ({
  id: "7",
  kind: "import",
  state: "running",
  progress_done: 0,
  progress_total: null,
  detail: {},
  created_at: "",
  updated_at: "",
  ...fields,
});

describe("a job", () => {
  it("says how far it is once it knows", () => {
    expect(shareOf(job({ progress_done: 5 }))).toBeNull();
    expect(shareOf(job({ progress_done: 5, progress_total: 20 }))).toBe(0.25);
    expect(shareOf(job({ progress_done: 21, progress_total: 20 }))).toBe(1);
  });

  it("names its imports, by its reports or by their order", () => {
    const files = [{ file: "a.csv" }, { file: "b.csv", id: "9" }];
    const detail = detailOf(job({ detail: { imports: [4, 9], files } as never }));
    expect(detail.files.map((report) => importOf(detail, report))).toEqual(["4", "9"]);
    expect(detailOf(job({})).imports).toEqual([]);
  });

  it("says why it broke off", () => {
    const problems = [{ code: "unknown-column", message: "there is no SKU" }];
    expect(failureOf(job({ state: "failed", detail: { problems } as never })).message).toBe(
      "there is no SKU",
    );
    expect(failureOf(job({ state: "failed" })).message).toBe("failed");
  });
});
