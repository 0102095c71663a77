import { Button, Group, NumberInput, Select } from "@mantine/core";
import { defineTexts, useTexts } from "~/i18n";
import type { FormProps } from "./form";
import type { OrderKey } from "./order-key";

const texts = defineTexts({
  en: {
    random: "At random",
    every: "Others come",
    hour: "each hour",
    day: "each day",
    week: "each week",
    never: "never: it stays as drawn",
    seed: "Seed",
    seedHelp: "Another number draws other products",
    inOrder: "In an order",
  },
  de: {
    random: "Zufällig",
    every: "Andere kommen",
    hour: "jede Stunde",
    day: "jeden Tag",
    week: "jede Woche",
    never: "nie: es bleibt wie gezogen",
    seed: "Startzahl",
    seedHelp: "Eine andere Zahl zieht andere Produkte",
    inOrder: "In einer Ordnung",
  },
});

/** The field of an order at random. */
export const RANDOM = "random";
const TURNS = ["hour", "day", "week", "never"] as const;

/** At random: from turn to turn each product shows others. */
export function Rotation({ draft, change, problem }: FormProps) {
  const t = useTexts(texts);
  const [key] = draft.order_by ?? [];
  const set = (fields: Partial<OrderKey>) => change({ order_by: [{ field: RANDOM, ...key, ...fields }] });
  return (
    <Group align="flex-end" gap="xs">
      <Select
        label={`${t("random")}: ${t("every")}`}
        allowDeselect={false}
        flex="1 1 12rem"
        data={TURNS.map((value) => ({ value, label: t(value) }))}
        value={key?.every ?? "day"}
        error={problem("/order_by/0/every")}
        onChange={(every) => every && set({ every })}
      />
      <NumberInput
        label={t("seed")}
        description={t("seedHelp")}
        flex="1 1 10rem"
        allowDecimal={false}
        allowNegative={false}
        value={key?.seed ?? 0}
        error={problem("/order_by/0/seed")}
        onChange={(seed) => set({ seed: Number(seed) || 0 })}
      />
      <Button variant="default" onClick={() => change({ order_by: [] })}>
        {t("inOrder")}
      </Button>
    </Group>
  );
}
