import { Button, Group, NumberInput, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconArrowsShuffle, IconPlus } from "@tabler/icons-react";
import { memo } from "react";
import type { Catalogue } from "~/components/condition/catalogue";
import { defineTexts, useTexts } from "~/i18n";
import { adds, effectOf } from "./effect-field";
import { type FormProps, isSameFor } from "./form";
import { Key, type OrderKey } from "./order-key";
import { RANDOM, Rotation } from "./rotation";
import { ruleTexts } from "./rule-texts";

const texts = defineTexts({
  en: {
    add: "Add an order",
    none: "Without an order they come by SKU.",
    random: "At random",
  },
  de: {
    add: "Ordnung hinzufügen",
    none: "Ohne Ordnung kommen sie nach SKU.",
    random: "Zufällig",
  },
});

/** Keys of an order; the server takes no more. */
const KEYS_MAX = 5;

/** The numbers that each effect has a use for. */
const NUMBERS = {
  add: ["limit", "minimum", "weight", "priority"],
  remove: ["priority"],
  boost: ["weight", "priority"],
} as const;

interface OrderFieldsProps extends FormProps {
  catalogue: Catalogue;
}

/** In which order targets are shown, how many, and how strongly. */
export const OrderFields = memo(
  function OrderFields({ catalogue, ...form }: OrderFieldsProps) {
    const words = useTexts(ruleTexts);
    const { draft, change, problem } = form;
    const numbers = NUMBERS[effectOf(draft)];
    const isRandom = draft.order_by?.[0]?.field === RANDOM;
    return (
      <Stack>
        {adds(draft) && (isRandom ? <Rotation {...form} /> : <Keys {...form} catalogue={catalogue} />)}
        <SimpleGrid cols={{ base: 1, xs: 2, lg: numbers.length }}>
          {numbers.map((field) => (
            <NumberInput
              key={field}
              label={words(field)}
              description={words(`${field}Help`)}
              value={draft[field] ?? ""}
              error={problem(`/${field}`)}
              allowDecimal={field === "weight"}
              onChange={(value) => change({ [field]: value === "" ? undefined : Number(value) })}
            />
          ))}
        </SimpleGrid>
      </Stack>
    );
  },
  isSameFor(["effect", "order_by", "limit", "minimum", "weight", "priority"]),
);

/** One field after the other. */
function Keys({ draft, change, problem, catalogue }: OrderFieldsProps) {
  const t = useTexts(texts);
  const keys = draft.order_by ?? [];
  const fields = catalogue.asked.filter(({ variable, field }) => variable === "target" && !field.many);
  const data = fields.map(({ path, field }) => ({ value: path, label: field.label }));
  const set = (index: number, fields: Partial<OrderKey>) =>
    change({ order_by: keys.map((key, at) => (at === index ? { ...key, ...fields } : key)) });
  const without = (index: number) => keys.filter((_, at) => at !== index);
  const add = () => {
    const price = data.find(({ value }) => value === "target.price") ?? data[0];
    change({ order_by: [...keys, { field: price?.value ?? "", direction: "asc" }] });
  };
  return (
    <>
      {keys.length === 0 && <Text size="sm">{t("none")}</Text>}
      {keys.map((key, index) => (
        <Key
          // biome-ignore lint/suspicious/noArrayIndexKey: the keys of an order have no names of their own
          key={index}
          place={index + 1}
          value={key}
          data={data}
          error={problem(`/order_by/${index}`)}
          onChange={(fields) => set(index, fields)}
          onRemove={() => change({ order_by: without(index) })}
          onUp={() => {
            const rest = without(index);
            rest.splice(index - 1, 0, key);
            change({ order_by: rest });
          }}
        />
      ))}
      <Group>
        {keys.length < KEYS_MAX && data[0] && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={add}
          >
            {t("add")}
          </Button>
        )}
        {keys.length === 0 && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconArrowsShuffle size={14} aria-hidden />}
            onClick={() => change({ order_by: [{ field: RANDOM, seed: 0, every: "day" }] })}
          >
            {t("random")}
          </Button>
        )}
      </Group>
    </>
  );
}
