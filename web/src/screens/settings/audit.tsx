import { Anchor, Badge, Button, Group, NativeSelect, Paper, Stack, Text, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { AuditEntry } from "~/api/types";
import type { Search } from "~/app/search";
import { useActorWords } from "~/components/actor";
import { type Column, DataTable } from "~/components/data-table";
import { EmptyState } from "~/components/empty-state";
import { ProblemAlert } from "~/components/problem-alert";
import { ProductPicker } from "~/components/product-picker";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { auditQuery } from "./api";
import { ChangeDrawer } from "./audit-change";
import { type AuditFilters, isFiltered, parseFilters, questionOf } from "./audit-filters";
import { ACTIONS, NOUNS, useAuditWords } from "./audit-words";
import { ListHead } from "./list-head";
import classes from "./settings.module.css";

const texts = defineTexts({
  en: {
    title: "Audit log",
    text: "Who changed what, newest first. Every change can be looked at, and most can be taken back.",
    noun: "Kind",
    action: "What happened",
    actor: "Who",
    actorHelp: "The exact name",
    product: "Product",
    productHelp: "SKU, name or brand",
    since: "From",
    until: "To",
    all: "All",
    clear: "Clear filters",
    clearProduct: "All products",
    when: "When",
    what: "What",
    about: "About",
    look: "Look at change {revision}",
    more: "Show older changes",
    none: "Nothing was changed",
    noneText: "As soon as somebody changes something, it stands here.",
    noMatch: "No change fits these filters",
  },
  de: {
    title: "Änderungsprotokoll",
    text: "Wer was geändert hat, das Neueste zuerst. Jede Änderung lässt sich ansehen, die meisten lassen sich zurücknehmen.",
    noun: "Sorte",
    action: "Was geschah",
    actor: "Wer",
    actorHelp: "Der genaue Name",
    product: "Produkt",
    productHelp: "SKU, Name oder Marke",
    since: "Von",
    until: "Bis",
    all: "Alle",
    clear: "Filter aufheben",
    clearProduct: "Alle Produkte",
    when: "Wann",
    what: "Was",
    about: "Worüber",
    look: "Änderung {revision} ansehen",
    more: "Ältere Änderungen zeigen",
    none: "Nichts wurde geändert",
    noneText: "Sobald jemand etwas ändert, steht es hier.",
    noMatch: "Keine Änderung passt zu diesen Filtern",
  },
});

/** The log of changes; the number of a change in the address shows it. */
export default function Audit({ code }: { code?: string | undefined }) {
  const t = useTexts(texts);
  const { who } = useActorWords();
  const words = useAuditWords();
  const formats = useFormats();
  const navigate = useNavigate();
  const filters = parseFilters(useSearch({ strict: false }) as Search);
  const log = useInfiniteQuery(auditQuery(questionOf(filters)));
  const rows = log.data?.pages.flatMap(({ items }) => items);
  const open = (revision: number) =>
    navigate({
      to: "/settings/$section/$code",
      params: { section: "audit", code: String(revision) },
      search: filters as never,
    });
  const put = (change: AuditFilters) =>
    void navigate({
      to: "/settings/$section",
      params: { section: "audit" },
      search: { ...filters, ...change } as never,
      resetScroll: false,
    });
  const columns: Column<AuditEntry>[] = [
    {
      id: "when",
      head: t("when"),
      minWidth: 120,
      cell: ({ at }) => (
        <Text size="sm" title={formats.dateTime(at)}>
          {formats.ago(at)}
        </Text>
      ),
    },
    {
      id: "what",
      head: t("what"),
      minWidth: 120,
      cell: ({ action, noun }) => (
        <Stack gap={2} align="flex-start">
          <Badge color={ACTION_COLORS[action] ?? "gray"} style={{ flex: "none" }}>
            {words.action(action)}
          </Badge>
          <Text size="xs" c="dimmed">
            {words.noun(noun)}
          </Text>
        </Stack>
      ),
    },
    {
      id: "about",
      head: t("about"),
      minWidth: 180,
      cell: (entry) => (
        <Anchor
          component={Link}
          to={`/settings/audit/${entry.revision}`}
          search={filters as never}
          size="sm"
          aria-label={`${words.about(entry)}: ${t("look", { revision: entry.revision })}`}
        >
          {words.about(entry)}
        </Anchor>
      ),
    },
    { id: "actor", head: t("actor"), minWidth: 110, cell: ({ actor }) => who(actor) },
  ];
  return (
    <Stack>
      <ListHead title={t("title")} text={t("text")} />
      <Filters filters={filters} onChange={put} />
      {log.error && <ProblemAlert error={log.error} />}
      {!log.error && (
        <Paper p="xs">
          <DataTable
            label={t("title")}
            columns={columns}
            rows={rows}
            rowId={({ id }) => id}
            onOpen={({ revision }) => void open(revision)}
            isStale={log.isPlaceholderData}
            empty={
              isFiltered(filters) ? (
                <EmptyState
                  order={3}
                  title={t("noMatch")}
                  action={<Button onClick={() => put(NO_FILTERS)}>{t("clear")}</Button>}
                />
              ) : (
                <EmptyState order={3} title={t("none")} text={t("noneText")} />
              )
            }
          />
        </Paper>
      )}
      {log.hasNextPage && (
        <Group justify="center">
          <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            {t("more")}
          </Button>
        </Group>
      )}
      {code !== undefined && <ChangeDrawer revision={Number(code)} onClose={() => put({})} />}
    </Stack>
  );
}

const ACTION_COLORS: Record<string, string> = { create: "green", update: "blue", delete: "red" };
const NO_FILTERS: AuditFilters = {
  noun: undefined,
  action: undefined,
  actor: undefined,
  product: undefined,
  since: undefined,
  until: undefined,
};

interface FiltersProps {
  filters: AuditFilters;
  onChange: (change: AuditFilters) => void;
}

function Filters({ filters, onChange }: FiltersProps) {
  const t = useTexts(texts);
  const words = useAuditWords();
  const orAll = (value: string) => (value === "" ? undefined : value);
  return (
    <Paper p="sm">
      <div className={classes.filters}>
        <NativeSelect
          label={t("noun")}
          value={filters.noun ?? ""}
          onChange={(event) => onChange({ noun: orAll(event.currentTarget.value) })}
          data={[
            { value: "", label: t("all") },
            ...NOUNS.map((value) => ({ value, label: words.noun(value) })),
          ]}
        />
        <NativeSelect
          label={t("action")}
          value={filters.action ?? ""}
          onChange={(event) => onChange({ action: orAll(event.currentTarget.value) })}
          data={[
            { value: "", label: t("all") },
            ...ACTIONS.map((value) => ({ value, label: words.action(value) })),
          ]}
        />
        <ActorField value={filters.actor ?? ""} onChange={(actor) => onChange({ actor: orAll(actor) })} />
        <TextInput
          type="date"
          label={t("since")}
          value={filters.since ?? ""}
          max={filters.until}
          onChange={(event) => onChange({ since: orAll(event.currentTarget.value) })}
        />
        <TextInput
          type="date"
          label={t("until")}
          value={filters.until ?? ""}
          min={filters.since}
          onChange={(event) => onChange({ until: orAll(event.currentTarget.value) })}
        />
        <ProductPicker
          label={t("product")}
          placeholder={filters.product ?? t("productHelp")}
          onPick={({ sku }) => onChange({ product: sku })}
        />
      </div>
      {isFiltered(filters) && (
        <Group gap="sm" mt="sm">
          {filters.product !== undefined && (
            <Button variant="default" onClick={() => onChange({ product: undefined })}>
              {t("clearProduct")}
            </Button>
          )}
          <Button variant="subtle" onClick={() => onChange(NO_FILTERS)}>
            {t("clear")}
          </Button>
        </Group>
      )}
    </Paper>
  );
}

/** Is asked for when the name is whole: on Enter or when the field is left. */
function ActorField({ value, onChange }: { value: string; onChange: (actor: string) => void }) {
  const t = useTexts(texts);
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const send = () => text.trim() !== value && onChange(text.trim());
  return (
    <TextInput
      label={t("actor")}
      placeholder={t("actorHelp")}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={send}
      onKeyDown={(event) => event.key === "Enter" && send()}
    />
  );
}
