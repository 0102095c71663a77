import { Anchor, Group, Paper, Stack, Text } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { type Column, DataTable } from "~/components/data-table";
import { EmptyState } from "~/components/empty-state";
import { MoreButton } from "~/components/more-button";
import { ProblemAlert } from "~/components/problem-alert";
import { TypeBadge } from "~/components/relation-type";
import { defineTexts, useFormats, useLanguage, useTexts } from "~/i18n";
import { type RuleListItem, rulesQuery } from "./api";
import { Figure, Flags, NameCell } from "./list-cells";
import { ListFilterBar, useListFilters } from "./list-filters";
import { RowActions } from "./row-actions";
import { RulePage } from "./rule-page";
import { RuleStatus } from "./rule-status";
import { ruleTexts } from "./rule-texts";
import { TemplateButton, Templates } from "./templates";
import { useListActions } from "./use-list-actions";

const texts = defineTexts({
  en: {
    sources: "Products",
    targets: "Shown",
    flags: "Look at",
    actions: "Actions",
    window: "{from} – {until}",
    from: "from {from}",
    until: "until {until}",
    begin: "Begin with a template",
    beginText: "Choose one, adapt it, and see what it would do before it goes live.",
    none: "No rule fits",
    noneText: "Nothing has these words, this status and this type together.",
    all: "Show all rules",
    refused: "{name} stays as it is",
    mend: "Open {name} and mend it",
  },
  de: {
    sources: "Produkte",
    targets: "Gezeigt",
    flags: "Ansehen",
    actions: "Aktionen",
    window: "{from} – {until}",
    from: "ab {from}",
    until: "bis {until}",
    begin: "Beginnen Sie mit einer Vorlage",
    beginText: "Wählen Sie eine, passen Sie sie an, und sehen Sie, was sie täte, bevor sie live geht.",
    none: "Keine Regel passt",
    noneText: "Nichts hat diese Wörter, diesen Status und diese Art zusammen.",
    all: "Alle Regeln zeigen",
    refused: "{name} bleibt, wie es ist",
    mend: "{name} öffnen und beheben",
  },
});

/** All rules, with what each says and does. */
export default function Screen() {
  const t = useTexts(texts);
  const words = useTexts(ruleTexts);
  const { language } = useLanguage();
  const { filters, narrow, isNarrowed } = useListFilters();
  const { actions, onKey, refusal, searchRef } = useListActions("rules");
  const query = useInfiniteQuery({ ...rulesQuery(filters, language), placeholderData: keepPreviousData });
  const rows = query.data?.pages.flatMap(({ items }) => items);
  const columns = useColumns(actions);
  const isBare = rows?.length === 0 && !isNarrowed && !query.isPlaceholderData;
  return (
    <RulePage noun="rules" actions={!isBare && <TemplateButton />}>
      {query.error && !rows ? (
        <ProblemAlert error={query.error} />
      ) : isBare ? (
        <Stack>
          <EmptyState title={t("begin")} text={t("beginText")} compact />
          <Templates />
        </Stack>
      ) : (
        <Stack>
          {refusal && (
            <Stack gap="xs">
              <ProblemAlert error={refusal.error} title={t("refused", { name: refusal.name })} />
              <Anchor component={Link} to={`/rules/${encodeURIComponent(refusal.code)}`} size="sm">
                {t("mend", { name: refusal.name })}
              </Anchor>
            </Stack>
          )}
          <ListFilterBar filters={filters} narrow={narrow} searchRef={searchRef} />
          <Paper p="xs">
            <DataTable
              label={words("rules")}
              columns={columns}
              rows={rows}
              rowId={({ rule }) => rule.code ?? ""}
              rowName={({ rule }) => rule.name || (rule.code ?? "")}
              onOpen={({ rule }) => actions.open(rule)}
              onKey={(key, { rule }) => onKey(key, rule)}
              isStale={query.isPlaceholderData}
              rowHeight={56}
              empty={
                <EmptyState
                  title={t("none")}
                  text={t("noneText")}
                  action={
                    <Anchor component={Link} to="/rules" size="sm">
                      {t("all")}
                    </Anchor>
                  }
                />
              }
            />
          </Paper>
          <MoreButton query={query} />
        </Stack>
      )}
    </RulePage>
  );
}

function useColumns(actions: ReturnType<typeof useListActions>["actions"]): Column<RuleListItem>[] {
  const t = useTexts(texts);
  const words = useTexts(ruleTexts);
  const { date } = useFormats();
  return useMemo(() => {
    const window = (from: string | null | undefined, until: string | null | undefined) => {
      if (from && until) return t("window", { from: date(from), until: date(until) });
      if (from) return t("from", { from: date(from) });
      return until ? t("until", { until: date(until) }) : "";
    };
    return [
      {
        id: "name",
        head: words("rule"),
        minWidth: 260,
        cell: ({ rule, sentence }) => <NameCell noun="rules" document={rule} sentence={sentence} />,
      },
      { id: "type", head: words("type"), minWidth: 130, cell: ({ rule }) => <TypeBadge code={rule.type} /> },
      {
        id: "status",
        head: words("status"),
        cell: ({ rule }) => (
          <Group gap={4}>
            <RuleStatus status={rule.status} />
            {(rule.valid_from || rule.valid_until) && (
              <Text size="xs" c="dimmed">
                {window(rule.valid_from, rule.valid_until)}
              </Text>
            )}
          </Group>
        ),
      },
      {
        id: "sources",
        head: t("sources"),
        align: "right",
        cell: ({ figures }) => <Figure value={figures?.sources} />,
      },
      {
        id: "targets",
        head: t("targets"),
        align: "right",
        cell: ({ figures }) => <Figure value={figures?.targets} />,
      },
      { id: "flags", head: t("flags"), minWidth: 120, cell: (item) => <Flags item={item} /> },
      {
        id: "actions",
        head: t("actions"),
        align: "right",
        cell: ({ rule }) => <RowActions noun="rules" document={rule} actions={actions} />,
      },
    ];
  }, [t, words, date, actions]);
}
