import { Button, Group, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { defineTexts, useTexts } from "~/i18n";
import { PAGE_ROWS } from "./api";
import type { Page } from "./pages";

const texts = defineTexts({
  en: {
    pages: "Pages",
    previous: "Previous",
    next: "Next",
    first: "First page",
    range: "{from, number}–{to, number} of {total, number}",
    total: "{total, plural, one {# product} other {# products}}",
  },
  de: {
    pages: "Seiten",
    previous: "Zurück",
    next: "Weiter",
    first: "Erste Seite",
    range: "{from, number}–{to, number} von {total, number}",
    total: "{total, plural, one {# Produkt} other {# Produkte}}",
  },
});

interface PagerProps {
  page: Page | undefined;
  rows: number;
  total: number;
  next: string | null;
  onNext: (cursor: string) => void;
  onPrevious: () => void;
  onFirst: () => void;
}

/** Forward and back through the pages. */
export function Pager({ page, rows, total, next, onNext, onPrevious, onFirst }: PagerProps) {
  const t = useTexts(texts);
  const from = (page?.index ?? 0) * PAGE_ROWS + 1;
  return (
    <Group justify="space-between" gap="xs" component="nav" aria-label={t("pages")}>
      <Text size="sm" c="dimmed" className="tabular">
        {page && rows > 0 ? t("range", { from, to: from + rows - 1, total }) : t("total", { total })}
      </Text>
      <Group gap="xs">
        {(!page || page.index > 1) && (
          <Button variant="subtle" onClick={onFirst}>
            {t("first")}
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconChevronLeft size={16} aria-hidden />}
          disabled={!page || page.index === 0}
          onClick={onPrevious}
        >
          {t("previous")}
        </Button>
        <Button
          variant="default"
          rightSection={<IconChevronRight size={16} aria-hidden />}
          disabled={next === null}
          onClick={() => next !== null && onNext(next)}
        >
          {t("next")}
        </Button>
      </Group>
    </Group>
  );
}
