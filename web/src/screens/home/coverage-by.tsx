import {
  Anchor,
  Button,
  Group,
  SegmentedControl,
  Select,
  SimpleGrid,
  Skeleton,
  Table,
  Text,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { one, type Search } from "~/app/search";
import { TypeBadge, useRelationTypes } from "~/components/relation-type";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { coverageQuery } from "./api";
import { Card } from "./card";
import { type CoverageRow, coverageRows, SPLITS, type Split, verdictOf } from "./coverage-rows";

const CoverageChart = lazy(() => import("./coverage-chart"));

const texts = defineTexts({
  en: {
    title: "Where something is missing",
    text: "Follow a line to the products behind it.",
    split: "Split by",
    type: "Type",
    category: "Category",
    brand: "Brand",
    channel: "Channel",
    of: "Covered by",
    any: "Any type",
    table: "Coverage by {split}",
    rate: "Coverage",
    covered: "Covered",
    products: "Products",
    verdict: "Target",
    reached: "reached",
    close: "close",
    below: "below",
    empty: "–",
    without: "Products without: {name}",
    more: "Show all {count, number}",
    none: "There is nothing to split by here yet.",
    chart: "Coverage by {split} as bars; the table beside it holds the same figures.",
    target: "Target",
  },
  de: {
    title: "Wo etwas fehlt",
    text: "Folgen Sie einer Zeile zu den Produkten dahinter.",
    split: "Aufteilen nach",
    type: "Art",
    category: "Kategorie",
    brand: "Marke",
    channel: "Kanal",
    of: "Abgedeckt durch",
    any: "Beliebige Art",
    table: "Abdeckung nach {split}",
    rate: "Abdeckung",
    covered: "Abgedeckt",
    products: "Produkte",
    verdict: "Ziel",
    reached: "erreicht",
    close: "knapp",
    below: "darunter",
    empty: "–",
    without: "Produkte ohne: {name}",
    more: "Alle {count, number} zeigen",
    none: "Hier gibt es noch nichts aufzuteilen.",
    chart: "Abdeckung nach {split} als Balken; die Tabelle daneben enthält dieselben Zahlen.",
    target: "Ziel",
  },
});

/** Lines that stand there at once, and bars of the chart. */
const LINES = 10;
const BAR_HEIGHT = 32;

/** Coverage line by line, as bars and as a table. */
export function CoverageBy() {
  const t = useTexts(texts);
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const { types, look } = useRelationTypes();
  const split = SPLITS.find((name) => name === one(search.by)) ?? "type";
  const type = split === "type" ? undefined : one(search.type);
  const { data, error, isPlaceholderData } = useQuery(coverageQuery(type));
  const codes = types.map(({ code }) => code ?? "");
  const rows = data ? coverageRows(data, split, type, codes) : [];
  const go = (next: Search) =>
    void navigate({ to: "/", search: { ...search, ...next }, replace: true, resetScroll: false } as never);
  const label = (key: string) => (split === "type" ? look(key).label : key.split("/").join(" / "));
  return (
    <Card
      title={t("title")}
      text={t("text")}
      isLoading={!data}
      error={error}
      height={380}
      actions={
        <Group gap="xs">
          {split !== "type" && (
            <Select
              aria-label={t("of")}
              w={180}
              allowDeselect={false}
              data={[
                { value: "", label: t("any") },
                ...codes.map((code) => ({ value: code, label: look(code).label })),
              ]}
              value={type ?? ""}
              onChange={(value) => go({ type: value || undefined })}
            />
          )}
          <SegmentedControl
            aria-label={t("split")}
            data={SPLITS.map((value) => ({ value, label: t(value) }))}
            value={split}
            onChange={(value) => go({ by: value === "type" ? undefined : value })}
          />
        </Group>
      }
    >
      {rows.length === 0 ? (
        <Text size="sm" mih={120}>
          {t("none")}
        </Text>
      ) : (
        <SimpleGrid
          cols={{ base: 1, md: 2 }}
          spacing="lg"
          style={isPlaceholderData ? { opacity: 0.6 } : undefined}
        >
          <Suspense fallback={<Skeleton height={chartHeight(rows)} />}>
            <CoverageChart
              label={t("chart", { split: t(split) })}
              targetLabel={t("target")}
              target={data?.target ?? 0}
              height={chartHeight(rows)}
              bars={rows.slice(0, LINES).map(({ key, rate }) => ({
                label: split === "category" ? (key.split("/").at(-1) ?? key) : label(key),
                rate,
                color: split === "type" ? look(key).color : "brand",
              }))}
            />
          </Suspense>
          <CoverageTable key={split} split={split} rows={rows} target={data?.target ?? 0} label={label} />
        </SimpleGrid>
      )}
    </Card>
  );
}

function chartHeight(rows: CoverageRow[]): number {
  return Math.min(rows.length, LINES) * BAR_HEIGHT + 56;
}

interface CoverageTableProps {
  split: Split;
  rows: CoverageRow[];
  target: number;
  label: (key: string) => string;
}

function CoverageTable({ split, rows, target, label }: CoverageTableProps) {
  const t = useTexts(texts);
  const formats = useFormats();
  const [isAll, setAll] = useState(false);
  const shown = isAll ? rows : rows.slice(0, LINES);
  return (
    <Table.ScrollContainer minWidth={440} maxHeight={isAll ? 520 : undefined}>
      <Table verticalSpacing={5} aria-label={t("table", { split: t(split) })}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th miw={150}>{t(split)}</Table.Th>
            <Table.Th ta="right">{t("rate")}</Table.Th>
            <Table.Th ta="right">{t("covered")}</Table.Th>
            <Table.Th ta="right">{t("products")}</Table.Th>
            <Table.Th>{t("verdict")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody className="tabular">
          {shown.map((row) => (
            <Table.Tr key={row.key}>
              <Table.Th scope="row" fw={400}>
                <Anchor
                  component={Link}
                  to={"/products" as string}
                  search={row.search as never}
                  size="sm"
                  aria-label={t("without", { name: label(row.key) })}
                  style={{ overflowWrap: "anywhere" }}
                >
                  {split === "type" ? <TypeBadge code={row.key} /> : label(row.key)}
                </Anchor>
              </Table.Th>
              <Table.Td ta="right">{formats.percent(row.rate)}</Table.Td>
              <Table.Td ta="right">{formats.number(row.covered)}</Table.Td>
              <Table.Td ta="right">{formats.number(row.products)}</Table.Td>
              <Table.Td>{t(verdictOf(row, target))}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {!isAll && rows.length > LINES && (
        <Button variant="subtle" size="compact-sm" mt="xs" onClick={() => setAll(true)}>
          {t("more", { count: rows.length })}
        </Button>
      )}
    </Table.ScrollContainer>
  );
}
