import { Button, CloseButton, Group } from "@mantine/core";
import { defineTexts, useTexts } from "~/i18n";
import classes from "./chips.module.css";
import { activeFilters, dropFilter, type Filters, NO_FILTERS } from "./filters";
import { useFilterWords } from "./words";

const texts = defineTexts({
  en: { active: "Active filters", drop: "Remove {name}", clear: "Clear all" },
  de: { active: "Aktive Filter", drop: "{name} entfernen", clear: "Alle entfernen" },
});

/** What narrows the list, each with a way to take it away. */
export function FilterChips({
  filters,
  onChange,
}: {
  filters: Filters;
  onChange: (filters: Filters) => void;
}) {
  const t = useTexts(texts);
  const words = useFilterWords();
  const active = activeFilters(filters);
  if (active.length === 0) return null;
  return (
    <Group gap={6} role="group" aria-label={t("active")}>
      {active.map(({ name, value }) => (
        <span key={`${name}=${value}`} className={classes.chip}>
          <span className={classes.label}>{words.chip(name, value)}</span>
          <CloseButton
            size={24}
            iconSize={14}
            aria-label={t("drop", { name: words.chip(name, value) })}
            onClick={() => onChange(dropFilter(filters, name, value))}
          />
        </span>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() => onChange({ ...NO_FILTERS, channel: filters.channel })}
      >
        {t("clear")}
      </Button>
    </Group>
  );
}
