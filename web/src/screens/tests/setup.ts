import { many, one, type Search } from "~/app/search";
import type { Ask, Sample } from "./api";

/** A rule or guideline by noun and code, such as `rules:upsell`. */
export type Part = string;
export const SAMPLES = ["all", "best_sellers", "worst_covered", "skus"] as const;

/** What is chosen on the bench. */
export interface Setup {
  /** What is tried as if it were live. */
  on: Part[];
  /** What is tried as if it were not. */
  off: Part[];
  /** The code of a saved suite; the built-in one without it. */
  suite: string | undefined;
  /** How products are chosen; as the suite says without it. */
  by: string | undefined;
  sample: Sample;
  ask: Ask;
}

export const partOf = (part: Part) => {
  const [noun, ...code] = part.split(":");
  return {
    noun: noun === "guidelines" ? ("guidelines" as const) : ("rules" as const),
    code: code.join(":"),
  };
};

/** What the address holds; named SKUs are too many for it. */
export function setupOf(search: Search, skus: string[]): Setup {
  const known = SAMPLES.find((by) => by === one(search.by));
  const size = Number(one(search.size));
  const category = one(search.category);
  const limit = Number(one(search.limit));
  return {
    on: many(search.on),
    off: many(search.off),
    suite: one(search.suite),
    by: known,
    sample: {
      ...(known === "skus" ? { skus } : category ? { category } : {}),
      ...(known && known !== "skus" && size > 0 ? { size } : {}),
    },
    ask: {
      placement: one(search.placement) ?? null,
      types: many(search.types),
      channel: one(search.channel) ?? null,
      ...(limit > 0 ? { limit } : {}),
    },
  };
}

/** What stands in the address for it. */
export function searchOf({ on, off, suite, by, sample, ask }: Setup): Search {
  const { placement, types = [], channel, limit } = ask;
  return {
    on,
    off,
    suite,
    by,
    category: sample.category ?? undefined,
    size: sample.size === undefined ? undefined : String(sample.size),
    placement: placement ?? undefined,
    types,
    channel: channel ?? undefined,
    limit: limit ? String(limit) : undefined,
  };
}
