import { ActionIcon, Button, Group, Menu, Select, TextInput, Tooltip } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconAdjustmentsHorizontal, IconFilter, IconSearch, IconX } from "@tabler/icons-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { Column } from "~/components/data-table";
import { defineTexts, useTexts } from "~/i18n";
import type { ListedProduct } from "./api";
import { DENSITIES, type Density } from "./look";

const texts = defineTexts({
  en: {
    search: "Search products",
    placeholder: "SKU, name or brand",
    clear: "Clear the search",
    sort: "Sort",
    filters: "Filters",
    active: "Filters, {count, number} active",
    look: "Columns and density",
    columns: "Columns",
    density: "Density",
    compact: "Compact",
    normal: "Normal",
    roomy: "Roomy",
    sku: "SKU",
    "-sku": "SKU, last first",
    name: "Name",
    "-name": "Name, last first",
    price: "Price, lowest first",
    "-price": "Price, highest first",
    stock: "Stock, lowest first",
    "-stock": "Stock, highest first",
    relations: "Fewest relations",
    "-relations": "Most relations",
    orders: "Least ordered",
    "-orders": "Most ordered",
  },
  de: {
    search: "Produkte suchen",
    placeholder: "SKU, Name oder Marke",
    clear: "Suche leeren",
    sort: "Sortierung",
    filters: "Filter",
    active: "Filter, {count, number} aktiv",
    look: "Spalten und Dichte",
    columns: "Spalten",
    density: "Dichte",
    compact: "Eng",
    normal: "Normal",
    roomy: "Weit",
    sku: "SKU",
    "-sku": "SKU, letzte zuerst",
    name: "Name",
    "-name": "Name, letzte zuerst",
    price: "Preis, niedrigster zuerst",
    "-price": "Preis, höchster zuerst",
    stock: "Bestand, niedrigster zuerst",
    "-stock": "Bestand, höchster zuerst",
    relations: "Wenigste Beziehungen",
    "-relations": "Meiste Beziehungen",
    orders: "Am seltensten bestellt",
    "-orders": "Am häufigsten bestellt",
  },
});

const SORTS = [
  "sku",
  "-sku",
  "name",
  "-name",
  "price",
  "-price",
  "stock",
  "-stock",
  "relations",
  "-relations",
  "orders",
  "-orders",
] as const;

/** Typing is sent once it rests this long. */
const TYPING_RESTS_MS = 100;

interface SearchFieldProps {
  query: string;
  onSearch: (query: string) => void;
  inputRef: RefObject<HTMLInputElement | null>;
}

/** What is typed is shown at once and asked for when typing rests. */
export function SearchField({ query, onSearch, inputRef }: SearchFieldProps) {
  const t = useTexts(texts);
  const [text, setText] = useState(query);
  const sent = useRef(query);
  const send = useDebouncedCallback((next: string) => {
    sent.current = next.trim();
    onSearch(next.trim());
  }, TYPING_RESTS_MS);
  // A search that came from elsewhere, such as the back button, replaces what stands here.
  useEffect(() => {
    if (query === sent.current) return;
    sent.current = query;
    setText(query);
  }, [query]);
  const type = (next: string) => {
    setText(next);
    send(next);
  };
  return (
    <TextInput
      ref={inputRef}
      flex="1 1 14rem"
      type="search"
      value={text}
      aria-label={t("search")}
      placeholder={t("placeholder")}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        text === "" ? null : (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("clear")}
            onClick={() => {
              type("");
              inputRef.current?.focus();
            }}
          >
            <IconX size={14} />
          </ActionIcon>
        )
      }
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}

interface ToolbarProps extends SearchFieldProps {
  sort: string | undefined;
  onSort: (sort: string) => void;
  columns: Column<ListedProduct>[];
  hidden: string[];
  onHide: (hidden: string[]) => void;
  density: Density;
  onDensity: (density: Density) => void;
  /** Opens the conditions where there is no room for them beside the list. */
  onFilters: (() => void) | undefined;
  activeCount: number;
}

/** What stands over the list: finding, sorting, looking. */
export function Toolbar(props: ToolbarProps) {
  const { sort, onSort, columns, hidden, onHide, density, onDensity, onFilters, activeCount } = props;
  const t = useTexts(texts);
  return (
    <Group gap="xs">
      <SearchField query={props.query} onSearch={props.onSearch} inputRef={props.inputRef} />
      {onFilters && (
        <Button
          variant="default"
          leftSection={<IconFilter size={16} aria-hidden />}
          onClick={onFilters}
          aria-haspopup="dialog"
        >
          {activeCount > 0 ? t("active", { count: activeCount }) : t("filters")}
        </Button>
      )}
      <Select
        aria-label={t("sort")}
        w={220}
        maw="100%"
        flex="0 1 auto"
        allowDeselect={false}
        checkIconPosition="right"
        data={SORTS.map((value) => ({ value, label: t(value) }))}
        value={SORTS.find((value) => value === sort) ?? "sku"}
        onChange={(value) => value && onSort(value)}
      />
      <Menu position="bottom-end" closeOnItemClick={false} width={240}>
        <Menu.Target>
          <Tooltip label={t("look")}>
            <ActionIcon variant="default" size={36} aria-label={t("look")}>
              <IconAdjustmentsHorizontal size={18} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t("density")}</Menu.Label>
          <Menu.RadioGroup value={density} onChange={(name) => onDensity(name as Density)}>
            {DENSITIES.map((name) => (
              <Menu.RadioItem key={name} value={name} closeMenuOnClick={false}>
                {t(name)}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Label>{t("columns")}</Menu.Label>
          {columns.slice(1).map(({ id, head }) => (
            <Menu.CheckboxItem
              key={id}
              checked={!hidden.includes(id)}
              onChange={(isShown) =>
                onHide(isShown ? hidden.filter((other) => other !== id) : [...hidden, id])
              }
            >
              {head}
            </Menu.CheckboxItem>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
