import { Anchor, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type Column, DataTable } from "~/components/data-table";
import { NEW } from "~/components/document/api";
import { EmptyState } from "~/components/empty-state";
import { MoreButton } from "~/components/more-button";
import { ProblemAlert } from "~/components/problem-alert";
import { TypeBadge } from "~/components/relation-type";
import { defineTexts, useLanguage, useTexts } from "~/i18n";
import { type GuidelineListItem, guidelinesQuery } from "./api";
import { Flags, NameCell } from "./list-cells";
import { ListFilterBar, useListFilters } from "./list-filters";
import { RowActions } from "./row-actions";
import { RulePage } from "./rule-page";
import { RuleStatus } from "./rule-status";
import { ruleTexts } from "./rule-texts";
import { useListActions } from "./use-list-actions";

const texts = defineTexts({
  en: {
    flags: "Look at",
    actions: "Actions",
    none: "There is no guideline yet",
    noneText:
      "A guideline forbids pairs: a brand beside another, alcohol beside toys. Rules, relations and suggestions all keep to it.",
    notFound: "No guideline fits",
    all: "Show all guidelines",
    refused: "{name} stays as it is",
  },
  de: {
    flags: "Ansehen",
    actions: "Aktionen",
    none: "Noch gibt es keine Richtlinie",
    noneText:
      "Eine Richtlinie verbietet Paare: eine Marke neben einer anderen, Alkohol neben Spielzeug. Regeln, Beziehungen und Vorschläge halten sich alle daran.",
    notFound: "Keine Richtlinie passt",
    all: "Alle Richtlinien zeigen",
    refused: "{name} bleibt, wie es ist",
  },
});

/** All guidelines, with what each forbids. */
export default function Screen() {
  const t = useTexts(texts);
  const words = useTexts(ruleTexts);
  const { language } = useLanguage();
  const { filters, narrow, isNarrowed } = useListFilters();
  const { actions, onKey, refusal, searchRef } = useListActions("guidelines");
  const query = useInfiniteQuery({
    ...guidelinesQuery(filters, language),
    placeholderData: keepPreviousData,
  });
  const rows = query.data?.pages.flatMap(({ items }) => items);
  const columns: Column<GuidelineListItem>[] = [
    {
      id: "name",
      head: words("guideline"),
      minWidth: 260,
      cell: ({ guideline, sentence }) => (
        <NameCell noun="guidelines" document={guideline} sentence={sentence} />
      ),
    },
    {
      id: "types",
      head: words("types"),
      cell: ({ guideline: { types = [] } }) =>
        types.length === 0 ? (
          <Text size="sm">{words("allTypes")}</Text>
        ) : (
          <Group gap={4}>
            {types.map((type) => (
              <TypeBadge key={type} code={type} />
            ))}
          </Group>
        ),
    },
    {
      id: "status",
      head: words("status"),
      cell: ({ guideline }) => <RuleStatus status={guideline.status} />,
    },
    { id: "flags", head: t("flags"), cell: (item) => <Flags item={item} /> },
    {
      id: "actions",
      head: t("actions"),
      align: "right",
      cell: ({ guideline }) => <RowActions noun="guidelines" document={guideline} actions={actions} />,
    },
  ];
  if (query.error && !rows)
    return (
      <RulePage noun="guidelines">
        <ProblemAlert error={query.error} />
      </RulePage>
    );
  return (
    <RulePage noun="guidelines">
      <Stack>
        {refusal && <ProblemAlert error={refusal.error} title={t("refused", { name: refusal.name })} />}
        {(isNarrowed || rows?.length !== 0) && (
          <ListFilterBar filters={filters} narrow={narrow} searchRef={searchRef} />
        )}
        <Paper p="xs">
          <DataTable
            label={words("guidelines")}
            columns={columns}
            rows={rows}
            rowId={({ guideline }) => guideline.code ?? ""}
            rowName={({ guideline }) => guideline.name || (guideline.code ?? "")}
            onOpen={({ guideline }) => actions.open(guideline)}
            onKey={(key, { guideline }) => onKey(key, guideline)}
            isStale={query.isPlaceholderData}
            empty={<NoGuideline isNarrowed={isNarrowed} />}
          />
        </Paper>
        <MoreButton query={query} />
      </Stack>
    </RulePage>
  );
}

function NoGuideline({ isNarrowed }: { isNarrowed: boolean }) {
  const t = useTexts(texts);
  const words = useTexts(ruleTexts);
  if (isNarrowed)
    return (
      <EmptyState
        title={t("notFound")}
        action={
          <Anchor component={Link} to="/guidelines" size="sm">
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
        <Button component={Link} to={`/guidelines/${NEW}`}>
          {words("newGuideline")}
        </Button>
      }
    />
  );
}
