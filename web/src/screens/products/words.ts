import { useCallback } from "react";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";
import type { FilterName } from "./filters";

const texts = defineTexts({
  en: {
    query: "Search",
    parent: "Variants of",
    stock: "Stock",
    level: "Level",
    channel: "Channel",
    category: "Category",
    brand: "Brand",
    status: "Status",
    with: "With",
    without: "Without",
    state: "State",
    sku: "SKU",
    chip: "{name}: {value}",
    active: "Active",
    inactive: "Inactive",
    discontinued: "Discontinued",
    in: "In stock",
    out: "Sold out",
    top: "Main products only",
    all: "With variants",
    uncovered: "Shows nothing at all",
    points_out: "Points to something not available",
    pending: "Waits for a product",
    expired: "Has ended relations",
    only_manual: "Only manual relations",
    only_imported: "Only imported relations",
    no_relations: "No relation of its own",
  },
  de: {
    query: "Suche",
    parent: "Varianten von",
    stock: "Bestand",
    level: "Ebene",
    channel: "Kanal",
    category: "Kategorie",
    brand: "Marke",
    status: "Status",
    with: "Mit",
    without: "Ohne",
    state: "Zustand",
    sku: "SKU",
    chip: "{name}: {value}",
    active: "Aktiv",
    inactive: "Inaktiv",
    discontinued: "Ausgelaufen",
    in: "Auf Lager",
    out: "Ausverkauft",
    top: "Nur Hauptprodukte",
    all: "Mit Varianten",
    uncovered: "Zeigt gar nichts",
    points_out: "Zeigt auf nicht Verfügbares",
    pending: "Wartet auf ein Produkt",
    expired: "Hat beendete Beziehungen",
    only_manual: "Nur Beziehungen von Hand",
    only_imported: "Nur importierte Beziehungen",
    no_relations: "Keine eigene Beziehung",
  },
});

const VALUE_NAMES = ["status", "stock", "level", "state"];

/** What conditions and their values are called. */
export function useFilterWords() {
  const t = useTexts(texts) as (key: string, values?: Record<string, string>) => string;
  const { look } = useRelationTypes();
  const name = useCallback((filter: string) => (filter in texts.en ? t(filter) : filter), [t]);
  const value = useCallback(
    (filter: string, value: string) => {
      if (filter === "with" || filter === "without") return look(value).label;
      return VALUE_NAMES.includes(filter) && value in texts.en ? t(value) : value;
    },
    [look, t],
  );
  const chip = useCallback(
    (filter: FilterName, of: string) => t("chip", { name: name(filter), value: value(filter, of) }),
    [name, t, value],
  );
  return { name, value, chip };
}
