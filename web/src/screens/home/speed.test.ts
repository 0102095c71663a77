import { describe, expect, it } from "vitest";
import { speedVerdict } from "./speed";

const answers = (p50_us: number | null, p99_us: number | null) => ({
  count: 10,
  p50_us,
  p95_us: p99_us,
  p99_us,
  max_us: p99_us,
  since: "2026-01-01T00:00:00Z",
});

describe("the speed of answers", () => {
  it("is held against the goal", () => {
    expect(speedVerdict(answers(null, null))).toBe("none");
    expect(speedVerdict(answers(60, 2_000))).toBe("fast");
    expect(speedVerdict(answers(60, 2_001))).toBe("mostly");
    expect(speedVerdict(answers(2_500, 9_000))).toBe("slow");
  });
});
