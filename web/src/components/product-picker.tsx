import { Combobox, Loader, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { type FoundProduct, useSearch } from "~/api/products";
import { defineTexts, useTexts } from "~/i18n";
import { ProductLine } from "./product";

const texts = defineTexts({
  en: { nothing: "No product has this SKU, name or brand", more: "{count, number} more; type on to narrow" },
  de: {
    nothing: "Kein Produkt hat diese SKU, diesen Namen oder diese Marke",
    more: "{count, number} weitere; tippen Sie weiter",
  },
});

interface ProductPickerProps {
  label: string;
  /** Hides the label from sight, not from screen readers. */
  labelHidden?: boolean;
  placeholder?: string;
  onPick: (product: FoundProduct) => void;
  /** Products that are not offered. */
  without?: string[];
  autoFocus?: boolean;
}

/** Finds a product by any part of SKU, name or brand. */
export function ProductPicker({
  label,
  labelHidden,
  placeholder,
  onPick,
  without = [],
  autoFocus,
}: ProductPickerProps) {
  const t = useTexts(texts);
  const [text, setText] = useState("");
  const [searched] = useDebouncedValue(text.trim(), 120);
  const { data, isFetching } = useSearch(searched);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const items = (data?.items ?? []).filter(({ sku }) => !without.includes(sku));
  const more = (data?.total ?? 0) - (data?.items.length ?? 0);
  const first = items[0]?.sku;
  // The best hit is the one that Enter takes, as soon as it is there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is found decides
  useEffect(() => {
    if (first !== undefined && combobox.dropdownOpened) combobox.selectFirstOption();
  }, [first, data]);
  return (
    <Combobox
      store={combobox}
      withinPortal
      onOptionSubmit={(sku) => {
        const product = items.find((item) => item.sku === sku);
        if (product) onPick(product);
        setText("");
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target>
        <TextInput
          label={labelHidden ? undefined : label}
          aria-label={labelHidden ? label : undefined}
          placeholder={placeholder}
          value={text}
          autoFocus={autoFocus}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={isFetching ? <Loader size={14} /> : null}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
          }}
          onFocus={() => text && combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={searched === ""}>
        <Combobox.Options mah={320} style={{ overflowY: "auto" }} aria-label={label}>
          {items.map((product) => (
            <Combobox.Option key={product.sku} value={product.sku}>
              <ProductLine
                sku={product.sku}
                name={product.name}
                imageUrl={product.image_url}
                size={32}
                detail={product.category ?? undefined}
              />
            </Combobox.Option>
          ))}
          {data && items.length === 0 && <Combobox.Empty>{t("nothing")}</Combobox.Empty>}
        </Combobox.Options>
        {more > 0 && (
          <Combobox.Footer>
            <Text size="xs" c="dimmed">
              {t("more", { count: more })}
            </Text>
          </Combobox.Footer>
        )}
      </Combobox.Dropdown>
    </Combobox>
  );
}
