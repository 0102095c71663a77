import { Anchor, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type Column, DataTable } from "~/components/data-table";
import { NEW } from "~/components/document/api";
import { EmptyState } from "~/components/empty-state";
import { MoreButton } from "~/components/more-button";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useFormats, useLanguage, useTexts } from "~/i18n";
import { type ConditionListItem, conditionsQuery } from "./api";
import { ReaderLink } from "./condition-readers";
import { conditionTexts } from "./condition-texts";
import { Flags, NameCell } from "./list-cells";
import { ListFilterBar, useListFilters } from "./list-filters";
import { RowActions } from "./row-actions";
import { RulePage } from "./rule-page";
import { useListActions } from "./use-list-actions";

const texts = defineTexts({
  en: {
    flags: "Look at",
    actions: "Actions",
    count: "{count, plural, one {# product} other {# products}}",
    none: "No condition has a name yet",
    noneText:
      "What several rules ask gets a name once, such as “premium”, and is asked by it everywhere. Changed in one place, it is changed in all.",
    notFound: "No condition fits",
    all: "Show all conditions",
    refused: "{name} stays as it is",
  },
  de: {
    flags: "Ansehen",
    actions: "Aktionen",
    count: "{count, plural, one {# Produkt} other {# Produkte}}",
    none: "Noch hat keine Bedingung einen Namen",
    noneText:
      "Was mehrere Regeln fragen, bekommt einmal einen Namen, etwa „premium“, und wird überall danach gefragt. An einer Stelle geändert, ist es an allen geändert.",
    notFound: "Keine Bedingung passt",
    all: "Alle Bedingungen zeigen",
    refused: "{name} bleibt, wie es ist",
  },
});

/** Readers that a row names. */
const READERS = 3;

/** All conditions with names, with what each asks, what it takes in and who reads it. */
export default function Screen() {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { filters, narrow } = useListFilters();
  const { q } = filters;
  const { actions, onKey, refusal, searchRef } = useListActions("conditions");
  const query = useInfiniteQuery({ ...conditionsQuery({ q }, language), placeholderData: keepPreviousData });
  const rows = query.data?.pages.flatMap(({ items }) => items);
  const words = useTexts(conditionTexts);
  const columns = useColumns(actions);
  return (
    <RulePage noun="conditions">
      {query.error && !rows ? (
        <ProblemAlert error={query.error} />
      ) : (
        <Stack>
          {refusal && <ProblemAlert error={refusal.error} title={t("refused", { name: refusal.name })} />}
          {(q !== undefined || rows?.length !== 0) && (
            <ListFilterBar filters={filters} narrow={narrow} searchRef={searchRef} only="search" />
          )}
          <Paper p="xs">
            <DataTable
              label={words("conditions")}
              columns={columns}
              rows={rows}
              rowId={({ condition }) => condition.code ?? ""}
              rowName={({ condition }) => condition.name || (condition.code ?? "")}
              onOpen={({ condition }) => actions.open(condition)}
              onKey={(key, { condition }) => onKey(key, condition)}
              isStale={query.isPlaceholderData}
              empty={<NoCondition isNarrowed={q !== undefined} />}
            />
          </Paper>
          <MoreButton query={query} />
        </Stack>
      )}
    </RulePage>
  );
}

function useColumns(actions: ReturnType<typeof useListActions>["actions"]): Column<ConditionListItem>[] {
  const t = useTexts(texts);
  const words = useTexts(conditionTexts);
  const { number } = useFormats();
  return [
    {
      id: "name",
      head: words("condition"),
      minWidth: 260,
      cell: ({ condition, sentence }) => (
        <NameCell noun="conditions" document={condition} sentence={sentence} />
      ),
    },
    {
      id: "products",
      head: words("products"),
      align: "right",
      cell: ({ products }) =>
        typeof products === "number" ? (
          <span className="tabular" title={t("count", { count: products })}>
            {number(products)}
          </span>
        ) : (
          <Text c="dimmed">–</Text>
        ),
    },
    { id: "readers", head: words("readers"), minWidth: 160, cell: (item) => <ReadBy item={item} /> },
    { id: "flags", head: t("flags"), cell: (item) => <Flags item={item} /> },
    {
      id: "actions",
      head: t("actions"),
      align: "right",
      cell: ({ condition }) => <RowActions noun="conditions" document={condition} actions={actions} />,
    },
  ];
}

function ReadBy({ item: { readers, reader_count: count } }: { item: ConditionListItem }) {
  const words = useTexts(conditionTexts);
  if (count === 0)
    return (
      <Text size="sm" c="dimmed">
        {words("nobody")}
      </Text>
    );
  const shown = readers.slice(0, READERS);
  return (
    <Group gap={8}>
      {shown.map((reader) => (
        <ReaderLink key={`${reader.noun} ${reader.code}`} reader={reader} />
      ))}
      {count > shown.length && <Text size="sm">{words("more", { count: count - shown.length })}</Text>}
    </Group>
  );
}

function NoCondition({ isNarrowed }: { isNarrowed: boolean }) {
  const t = useTexts(texts);
  const words = useTexts(conditionTexts);
  if (isNarrowed)
    return (
      <EmptyState
        title={t("notFound")}
        action={
          <Anchor component={Link} to="/conditions" size="sm">
            {t("all")}
          </Anchor>
        }
      />
    );
  return (
    <EmptyState
      title={t("none")}
      text={t("noneText")}
      action={
        <Button component={Link} to={`/conditions/${NEW}`}>
          {words("newCondition")}
        </Button>
      }
    />
  );
}
