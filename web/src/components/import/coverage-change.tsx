import { Group, Paper, Progress, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { coverageQuery } from "./api";
import { type Covered, coverageBefore } from "./before";

const texts = defineTexts({
  en: {
    title: "Coverage",
    help: "Products with at least one relation that can be shown.",
    before: "Before",
    after: "Now",
    of: "{covered, number} of {products, plural, one {# product} other {# products}}",
    none: "no products",
    reached: "The aim of {target} is reached.",
    short:
      "The aim is {target}; {missing, plural, one {# more product needs a relation} other {# more products need a relation}}.",
  },
  de: {
    title: "Abdeckung",
    help: "Produkte mit mindestens einer Beziehung, die gezeigt werden kann.",
    before: "Vorher",
    after: "Jetzt",
    of: "{covered, number} von {products, plural, one {# Produkt} other {# Produkten}}",
    none: "keine Produkte",
    reached: "Das Ziel von {target} ist erreicht.",
    short:
      "Das Ziel sind {target}; dafür {missing, plural, one {braucht noch # Produkt} other {brauchen noch # Produkte}} eine Beziehung.",
  },
});

/** The coverage before an import, if it was read then, and now. */
export function CoverageChange({ job }: { job: string }) {
  const t = useTexts(texts);
  const formats = useFormats();
  const { data, error } = useQuery(coverageQuery);
  const before = coverageBefore(job);
  if (error) return <ProblemAlert error={error} />;
  if (!data) return <Skeleton height={180} radius="lg" />;
  const missing = Math.max(1, Math.ceil(data.target * data.products) - data.covered);
  const target = formats.percent(data.target, 0);
  return (
    <Paper component="section">
      <Stack gap="sm">
        <Stack gap={0}>
          <Title order={2}>{t("title")}</Title>
          <Text size="xs" c="dimmed">
            {t("help")}
          </Text>
        </Stack>
        {before && <Rate label={t("before")} covered={before} />}
        <Rate label={t("after")} covered={data} />
        {data.products > 0 && (
          <Text size="sm">{t(data.rate >= data.target ? "reached" : "short", { target, missing })}</Text>
        )}
      </Stack>
    </Paper>
  );
}

function Rate({ label, covered }: { label: string; covered: Covered }) {
  const t = useTexts(texts);
  const formats = useFormats();
  const isEmpty = covered.products === 0;
  const text = isEmpty ? t("none") : t("of", { covered: covered.covered, products: covered.products });
  return (
    <Stack gap={2}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={550}>
          {label}
        </Text>
        <Text size="sm" className="tabular">
          {isEmpty ? text : `${text} · ${formats.percent(covered.rate)}`}
        </Text>
      </Group>
      <Progress value={isEmpty ? 0 : covered.rate * 100} aria-label={`${label}: ${text}`} />
    </Stack>
  );
}
