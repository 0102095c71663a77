import { ActionIcon, Button, Group, NumberInput, Select, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { memo } from "react";
import type { Catalogue } from "~/components/condition/catalogue";
import { defineTexts, useTexts } from "~/i18n";
import { type FormProps, isSameFor } from "./form";
import { ruleTexts } from "./rule-texts";

const texts = defineTexts({
  en: {
    key: "Order {place}: field",
    way: "Order {place}: what comes first",
    asc: "smallest first",
    desc: "largest first",
    add: "Add an order",
    none: "Without an order they come by SKU.",
    up: "Move order {place} up",
    remove: "Remove order {place}",
  },
  de: {
    key: "Ordnung {place}: Feld",
    way: "Ordnung {place}: was zuerst kommt",
    asc: "kleinste zuerst",
    desc: "größte zuerst",
    add: "Ordnung hinzufügen",
    none: "Ohne Ordnung kommen sie nach SKU.",
    up: "Ordnung {place} nach oben",
    remove: "Ordnung {place} entfernen",
  },
});

/** Keys of an order; the server takes no more. */
const KEYS_MAX = 5;

interface OrderFieldsProps extends FormProps {
  catalogue: Catalogue;
}

/** In which order targets are shown, how many, and how strongly. */
export const OrderFields = memo(
  function OrderFields({ draft, change, problem, catalogue }: OrderFieldsProps) {
    const t = useTexts(texts);
    const words = useTexts(ruleTexts);
    const keys = draft.order_by ?? [];
    const fields = catalogue.asked.filter(({ variable, field }) => variable === "target" && !field.many);
    const data = fields.map(({ path, field }) => ({ value: path, label: field.label }));
    const set = (index: number, fields: Partial<(typeof keys)[number]>) =>
      change({ order_by: keys.map((key, at) => (at === index ? { ...key, ...fields } : key)) });
    const without = (index: number) => keys.filter((_, at) => at !== index);
    return (
      <Stack>
        {keys.length === 0 && <Text size="sm">{t("none")}</Text>}
        {keys.map((key, index) => {
          const place = index + 1;
          const known = data.some(({ value }) => value === key.field);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the keys of an order have no names of their own
            <Group key={index} gap="xs" align="flex-start">
              <Select
                aria-label={t("key", { place })}
                searchable
                allowDeselect={false}
                limit={100}
                flex="1 1 12rem"
                data={known ? data : [...data, { value: key.field, label: key.field }]}
                value={key.field}
                error={problem(`/order_by/${index}`)}
                onChange={(field) => field && set(index, { field })}
              />
              <Select
                aria-label={t("way", { place })}
                allowDeselect={false}
                flex="0 1 11rem"
                data={[
                  { value: "asc", label: t("asc") },
                  { value: "desc", label: t("desc") },
                ]}
                value={key.direction === "desc" ? "desc" : "asc"}
                onChange={(direction) => direction && set(index, { direction })}
              />
              {index > 0 && (
                <ActionIcon
                  variant="default"
                  size={36}
                  aria-label={t("up", { place })}
                  onClick={() => {
                    const rest = without(index);
                    rest.splice(index - 1, 0, key);
                    change({ order_by: rest });
                  }}
                >
                  <IconArrowUp size={16} />
                </ActionIcon>
              )}
              <ActionIcon
                variant="default"
                size={36}
                aria-label={t("remove", { place })}
                onClick={() => change({ order_by: without(index) })}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </Group>
          );
        })}
        {keys.length < KEYS_MAX && data[0] && (
          <Group>
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => {
                const price = data.find(({ value }) => value === "target.price") ?? data[0];
                change({ order_by: [...keys, { field: price?.value ?? "", direction: "asc" }] });
              }}
            >
              {t("add")}
            </Button>
          </Group>
        )}
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          {(["limit", "weight", "priority"] as const).map((field) => (
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
  isSameFor(["order_by", "limit", "weight", "priority"]),
);
