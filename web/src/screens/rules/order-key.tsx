import { ActionIcon, Group, Select } from "@mantine/core";
import { IconArrowUp, IconTrash } from "@tabler/icons-react";
import { defineTexts, useTexts } from "~/i18n";
import type { Rule } from "./api";

const texts = defineTexts({
  en: {
    key: "Order {place}: field",
    way: "Order {place}: what comes first",
    asc: "smallest first",
    desc: "largest first",
    up: "Move order {place} up",
    remove: "Remove order {place}",
  },
  de: {
    key: "Ordnung {place}: Feld",
    way: "Ordnung {place}: was zuerst kommt",
    asc: "kleinste zuerst",
    desc: "größte zuerst",
    up: "Ordnung {place} nach oben",
    remove: "Ordnung {place} entfernen",
  },
});

export type OrderKey = NonNullable<Rule["order_by"]>[number];

interface KeyProps {
  place: number;
  value: OrderKey;
  data: { value: string; label: string }[];
  error: string | undefined;
  onChange: (fields: Partial<OrderKey>) => void;
  onUp: () => void;
  onRemove: () => void;
}

/** One field by which targets are ordered. */
export function Key({ place, value, data, error, onChange, onUp, onRemove }: KeyProps) {
  const t = useTexts(texts);
  const known = data.some((one) => one.value === value.field);
  return (
    <Group gap="xs" align="flex-start">
      <Select
        aria-label={t("key", { place })}
        searchable
        allowDeselect={false}
        limit={100}
        flex="1 1 12rem"
        data={known ? data : [...data, { value: value.field, label: value.field }]}
        value={value.field}
        error={error}
        onChange={(field) => field && onChange({ field })}
      />
      <Select
        aria-label={t("way", { place })}
        allowDeselect={false}
        flex="0 1 11rem"
        data={[
          { value: "asc", label: t("asc") },
          { value: "desc", label: t("desc") },
        ]}
        value={value.direction === "desc" ? "desc" : "asc"}
        onChange={(direction) => direction && onChange({ direction })}
      />
      {place > 1 && (
        <ActionIcon variant="default" size={36} aria-label={t("up", { place })} onClick={onUp}>
          <IconArrowUp size={16} />
        </ActionIcon>
      )}
      <ActionIcon variant="default" size={36} aria-label={t("remove", { place })} onClick={onRemove}>
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
}
