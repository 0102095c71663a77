import type { Checked } from "~/components/condition/api";
import { NAMES } from "~/components/condition/condition-document";
import type { Rule } from "./api";

/** What a preview is there to show, and no reason not to. */
const SHOWN = ["rule-cycle", "cycle-unproven"];

interface Asked {
  asked: Record<string, unknown>;
  found: Checked | undefined;
  isSettled: boolean;
}

/** The rule to preview: what was checked, with all conditions as texts. Undefined while they are wrong. */
export function triedRule({ asked, found, isSettled }: Asked): Rule | undefined {
  if (!found || !isSettled) return undefined;
  const isWrong = found.problems.some(
    ({ code, severity }) => severity !== "warning" && !SHOWN.includes(code),
  );
  if (isWrong) return undefined;
  const trees = NAMES.rules.map((name) => `${name}_tree`);
  const rest = Object.entries(asked).filter(([field]) => !trees.includes(field));
  // Whether it is live changes nothing of what it would do.
  const { status: _, ...rule } = Object.fromEntries(rest);
  const { match, show, when } = found.texts;
  return { ...rule, match, show, when: asked.when_tree || asked.when ? when : null } as unknown as Rule;
}
