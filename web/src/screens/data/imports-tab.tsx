import { Anchor, Button, Group, Paper, Stack, Text, Tooltip } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { one, type Search } from "~/app/search";
import { useActorWords } from "~/components/actor";
import { type Column, DataTable } from "~/components/data-table";
import { EmptyState } from "~/components/empty-state";
import { COUNTS, type ImportEntry, importsQuery, rejectsUrl } from "~/components/import/api";
import { ImportState } from "~/components/import/import-state";
import { RevertButton } from "~/components/import/revert-button";
import { useContentNames } from "~/components/import/words";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { shortCountTexts } from "./words";

const texts = defineTexts({
  en: {
    title: "Past imports",
    file: "File",
    when: "When",
    who: "Who",
    source: "Source",
    counts: "What it did",
    state: "State",
    actions: "Actions",
    empty: "Nothing was imported yet",
    emptyText: "Every import is listed here, with its report and a way to take it back.",
    bring: "Bring files",
    older: "Older",
    newest: "Newest",
    rejects: "Rejected rows",
    rejectsOf: "Download the rejected rows of {file}",
    nothing: "nothing",
  },
  de: {
    title: "Bisherige Importe",
    file: "Datei",
    when: "Wann",
    who: "Wer",
    source: "Quelle",
    counts: "Was er tat",
    state: "Stand",
    actions: "Aktionen",
    empty: "Noch wurde nichts importiert",
    emptyText: "Hier steht jeder Import, mit seinem Bericht und einem Weg, ihn zurückzunehmen.",
    bring: "Dateien bringen",
    older: "Ältere",
    newest: "Neueste",
    rejects: "Abgelehnte Zeilen",
    rejectsOf: "Abgelehnte Zeilen von {file} herunterladen",
    nothing: "nichts",
  },
});

/** Every import, the newest first: who, when, what it did, and how to take it back. */
export function ImportsTab() {
  const t = useTexts(texts);
  const formats = useFormats();
  const names = useContentNames();
  const navigate = useNavigate();
  const { who } = useActorWords();
  const cursor = one((useSearch({ strict: false }) as Search).cursor);
  const { data, error, isPlaceholderData } = useQuery(importsQuery(cursor));
  const open = (entry: ImportEntry) =>
    void navigate({ to: "/data/imports/$id", params: { id: entry.id } as never });
  const turn = (next: string | undefined) =>
    void navigate({ to: ".", search: { tab: "imports", ...(next ? { cursor: next } : {}) } as never });
  const columns: Column<ImportEntry>[] = [
    {
      id: "file",
      head: t("file"),
      minWidth: 180,
      cell: (entry) => (
        <Stack gap={0}>
          <Anchor
            component={Link}
            to="/data/imports/$id"
            params={{ id: entry.id } as never}
            size="sm"
            fw={550}
          >
            {entry.file}
          </Anchor>
          <Text size="xs" c="dimmed">
            {entry.content && names(entry.content)}
          </Text>
        </Stack>
      ),
    },
    {
      id: "when",
      head: t("when"),
      minWidth: 120,
      cell: (entry) => (
        <Tooltip label={formats.ago(entry.started_at)}>
          <span>{formats.dateTime(entry.started_at)}</span>
        </Tooltip>
      ),
    },
    { id: "who", head: t("who"), minWidth: 110, cell: (entry) => who(entry.actor) },
    { id: "source", head: t("source"), cell: (entry) => entry.source },
    { id: "counts", head: t("counts"), minWidth: 200, cell: (entry) => <Counts entry={entry} /> },
    {
      id: "state",
      head: t("state"),
      minWidth: 130,
      cell: (entry) => <ImportState entry={entry} />,
    },
    {
      id: "actions",
      head: t("actions"),
      minWidth: 170,
      cell: (entry) => <Actions entry={entry} />,
    },
  ];
  if (error) return <ProblemAlert error={error} />;
  return (
    <Stack gap="sm">
      <Paper p="xs">
        <DataTable
          label={t("title")}
          columns={columns}
          rows={data?.items}
          rowId={({ id }) => id}
          rowName={({ file }) => file}
          onOpen={open}
          isStale={isPlaceholderData}
          empty={
            <EmptyState
              title={t("empty")}
              text={t("emptyText")}
              action={
                <Button component={Link} to="/data">
                  {t("bring")}
                </Button>
              }
            />
          }
        />
      </Paper>
      <Group gap="xs" justify="flex-end">
        {cursor && (
          <Button variant="default" onClick={() => turn(undefined)}>
            {t("newest")}
          </Button>
        )}
        {data?.next && (
          <Button variant="default" onClick={() => turn(data.next ?? undefined)}>
            {t("older")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function Counts({ entry }: { entry: ImportEntry }) {
  const t = useTexts(shortCountTexts);
  const own = useTexts(texts);
  const said = COUNTS.filter((count) => entry[count] > 0).map((count) => t(count, { count: entry[count] }));
  return <Text size="sm">{said.length === 0 ? own("nothing") : said.join(", ")}</Text>;
}

function Actions({ entry }: { entry: ImportEntry }) {
  const t = useTexts(texts);
  return (
    <Group gap={6}>
      <RevertButton entry={entry} />
      {entry.has_rejects && (
        <Button
          size="xs"
          variant="default"
          component="a"
          href={rejectsUrl(entry.id)}
          download
          aria-label={t("rejectsOf", { file: entry.file })}
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          {t("rejects")}
        </Button>
      )}
    </Group>
  );
}
