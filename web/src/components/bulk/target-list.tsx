import { ActionIcon, Group, Stack, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useRef } from "react";
import type { FoundProduct } from "~/api/products";
import { ProductLine } from "~/components/product";
import { ProductPicker } from "~/components/product-picker";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: { remove: "Remove {name}", chosen: "Chosen products", placeholder: "SKU, name or brand" },
  de: { remove: "{name} entfernen", chosen: "Gewählte Produkte", placeholder: "SKU, Name oder Marke" },
});

interface TargetListProps {
  label: string;
  help?: string;
  targets: FoundProduct[];
  onChange: (targets: FoundProduct[]) => void;
  /** How many can be chosen; one more takes the place of the last. */
  max?: number;
  autoFocus?: boolean;
}

/** Products to choose, and those chosen. */
export function TargetList({ label, help, targets, onChange, max = 50, autoFocus }: TargetListProps) {
  const t = useTexts(texts);
  const root = useRef<HTMLDivElement>(null);
  const add = (product: FoundProduct) => onChange([...targets.slice(0, max - 1), product]);
  const remove = (sku: string) => {
    onChange(targets.filter((target) => target.sku !== sku));
    root.current?.querySelector("input")?.focus();
  };
  return (
    <Stack gap="xs" ref={root}>
      <ProductPicker
        label={label}
        placeholder={t("placeholder")}
        onPick={add}
        without={targets.map(({ sku }) => sku)}
        {...(autoFocus === undefined ? {} : { autoFocus })}
      />
      {help && (
        <Text size="xs" c="dimmed">
          {help}
        </Text>
      )}
      {targets.length > 0 && (
        <Stack gap={4} role="list" aria-label={t("chosen")}>
          {targets.map(({ sku, name, image_url, category }) => (
            <Group key={sku} role="listitem" justify="space-between" wrap="nowrap" gap="xs">
              <ProductLine
                sku={sku}
                name={name}
                imageUrl={image_url}
                size={32}
                detail={category ?? undefined}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("remove", { name: name ?? sku })}
                onClick={() => remove(sku)}
              >
                <IconX size={16} />
              </ActionIcon>
            </Group>
          ))}
        </Stack>
      )}
    </Stack>
  );
}
