import { Select } from "@mantine/core";
import { memo } from "react";
import { useTexts } from "~/i18n";
import type { Rule } from "./api";
import { type FormProps, isSameFor } from "./form";
import { ruleTexts } from "./rule-texts";

const EFFECTS = ["add", "remove", "boost"] as const;
type Effect = (typeof EFFECTS)[number];

export function effectOf(rule: Rule): Effect {
  return EFFECTS.find((effect) => effect === rule.effect) ?? "add";
}

/** Whether a rule shows products, so that it has an order, a limit and an offer. */
export function adds(rule: Rule): boolean {
  return effectOf(rule) === "add";
}

/** What becomes of the products that the rule names; what the effect has no use for is taken out. */
export const EffectField = memo(
  function EffectField({ draft, change, problem }: FormProps) {
    const t = useTexts(ruleTexts);
    const effect = effectOf(draft);
    const set = (effect: Effect) =>
      change(effect === "add" ? { effect } : { effect, order_by: [], minimum: 0, offer: null });
    return (
      <Select
        label={t("effect")}
        description={t(`${effect}Help`)}
        allowDeselect={false}
        value={effect}
        error={problem("/effect")}
        data={EFFECTS.map((value) => ({ value, label: t(value) }))}
        onChange={(value) => value && set(value as Effect)}
      />
    );
  },
  isSameFor(["effect"]),
);
