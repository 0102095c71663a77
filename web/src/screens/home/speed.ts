import type { Status } from "./api";

/** Within this time an answer is as quick as is promised. */
export const GOAL_US = 2_000;

export type SpeedVerdict = "none" | "fast" | "mostly" | "slow";

/** How answers stand to the goal: all but one in a hundred within it, most of them, or not. */
export function speedVerdict({ p50_us, p99_us }: Status["answers"]): SpeedVerdict {
  if (p50_us === null || p50_us === undefined || p99_us === null || p99_us === undefined) return "none";
  if (p99_us <= GOAL_US) return "fast";
  return p50_us <= GOAL_US ? "mostly" : "slow";
}
