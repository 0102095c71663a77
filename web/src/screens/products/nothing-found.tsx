import { Button, Stack } from "@mantine/core";
import { IconFilterOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { EmptyState } from "~/components/empty-state";
import { defineTexts, useTexts } from "~/i18n";
import type { ProductList } from "./api";
import { activeFilters, dropFilter, type FilterName, type Filters } from "./filters";
import { useFilterWords } from "./words";

const texts = defineTexts({
  en: {
    title: "No product meets all of this",
    text: "The condition that removes most is {name}.",
    plain: "Nothing is found, whichever single condition is dropped.",
    drop: "Drop {name}: {total, plural, one {# product} other {# products}}",
    emptyTitle: "There are no products yet",
    emptyText: "Bring a file with your products, or look around in the sample shop.",
    start: "Bring your data",
  },
  de: {
    title: "Kein Produkt erfüllt all das",
    text: "Am meisten schließt diese Bedingung aus: {name}.",
    plain: "Auch ohne eine einzelne der Bedingungen findet sich nichts.",
    drop: "Ohne {name}: {total, plural, one {# Produkt} other {# Produkte}}",
    emptyTitle: "Es gibt noch keine Produkte",
    emptyText: "Spielen Sie eine Datei mit Ihren Produkten ein oder sehen Sie sich im Beispielshop um.",
    start: "Eigene Daten einspielen",
  },
});

interface NothingFoundProps {
  filters: Filters;
  narrowest: ProductList["narrowest"];
  onChange: (filters: Filters) => void;
}

/** Nothing is left: which condition removes most, and a way out of each. */
export function NothingFound({ filters, narrowest, onChange }: NothingFoundProps) {
  const t = useTexts(texts);
  const words = useFilterWords();
  const helpful = (narrowest ?? []).filter(({ total }) => total > 0);
  const [most] = helpful;
  if (activeFilters(filters).length === 0) {
    return (
      <EmptyState
        title={t("emptyTitle")}
        text={t("emptyText")}
        action={
          <Button component={Link} to="/start">
            {t("start")}
          </Button>
        }
      />
    );
  }
  const named = (filter: string) => {
    const values = activeFilters(filters).filter(({ name }) => name === filter);
    const [only] = values;
    return values.length === 1 && only ? words.chip(only.name, only.value) : words.name(filter);
  };
  return (
    <EmptyState
      icon={<IconFilterOff size={28} />}
      title={t("title")}
      text={most ? t("text", { name: named(most.filter) }) : t("plain")}
      action={
        <Stack gap="xs" align="center">
          {helpful.slice(0, 5).map(({ filter, total }, at) => (
            <Button
              key={filter}
              variant={at === 0 ? "filled" : "default"}
              onClick={() => onChange(dropFilter(filters, filter as FilterName))}
            >
              {t("drop", { name: named(filter), total })}
            </Button>
          ))}
        </Stack>
      }
    />
  );
}
