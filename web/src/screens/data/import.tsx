import { Group, Paper, Skeleton, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useActorWords } from "~/components/actor";
import { type ImportEntry, importEntryQuery } from "~/components/import/api";
import { CountTiles } from "~/components/import/count-tiles";
import { ImportState } from "~/components/import/import-state";
import { ProblemGroups } from "~/components/import/problem-groups";
import { RejectedRows } from "~/components/import/rejected-rows";
import { RevertButton } from "~/components/import/revert-button";
import { useContentNames } from "~/components/import/words";
import { Page } from "~/components/page";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useFormats, useTexts } from "~/i18n";

const texts = defineTexts({
  en: {
    title: "Import of {file}",
    data: "Data",
    imports: "Past imports",
    unknown: "Import",
    facts: "Facts",
    what: "What it held",
    format: "Format",
    mode: "What the file meant",
    merge: "Add and update",
    replace: "Replace the lists",
    delete: "Remove",
    source: "Owner of its relations",
    who: "Who",
    started: "Begun",
    took: "Took",
    state: "State",
    report: "What it did",
    good: "Every row was taken.",
    failed: "It failed",
  },
  de: {
    title: "Import von {file}",
    data: "Daten",
    imports: "Bisherige Importe",
    unknown: "Import",
    facts: "Angaben",
    what: "Was darin stand",
    format: "Format",
    mode: "Was die Datei bedeutete",
    merge: "Ergänzen und aktualisieren",
    replace: "Listen ersetzen",
    delete: "Entfernen",
    source: "Besitzer ihrer Beziehungen",
    who: "Wer",
    started: "Begonnen",
    took: "Dauer",
    state: "Stand",
    report: "Was er tat",
    good: "Jede Zeile wurde übernommen.",
    failed: "Er ist gescheitert",
  },
});

/** One import with its report. */
export default function Screen() {
  const t = useTexts(texts);
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error } = useQuery(importEntryQuery(id));
  const trail = [
    { label: t("data"), to: "/data" },
    { label: t("imports"), to: "/data", search: { tab: "imports" } },
  ];
  return (
    <Page
      title={data ? t("title", { file: data.file }) : t("unknown")}
      trail={trail}
      actions={data && <RevertButton entry={data} />}
    >
      {error && <ProblemAlert error={error} />}
      {!data && !error && <Skeleton height={300} radius="lg" />}
      {data && <Report entry={data} />}
    </Page>
  );
}

function Report({ entry }: { entry: ImportEntry }) {
  const t = useTexts(texts);
  const groups = entry.groups ?? [];
  return (
    <Stack gap="md">
      {entry.reason && entry.reason !== "cancelled" && (
        <Paper>
          <Text fw={550}>{t("failed")}</Text>
          <Text size="sm">{entry.reason}</Text>
        </Paper>
      )}
      <Paper component="section">
        <Stack gap="md">
          <Title order={2}>{t("report")}</Title>
          <CountTiles counts={entry} tense="past" />
          {entry.has_rejects && <RejectedRows importId={entry.id} count={entry.rejected} />}
          {groups.length > 0 && <ProblemGroups groups={groups} />}
          {groups.length === 0 && entry.state === "done" && <Text size="sm">{t("good")}</Text>}
        </Stack>
      </Paper>
      <Facts entry={entry} />
    </Stack>
  );
}

function Facts({ entry }: { entry: ImportEntry }) {
  const t = useTexts(texts);
  const formats = useFormats();
  const names = useContentNames();
  const { who } = useActorWords();
  const took = entry.finished_at ? Date.parse(entry.finished_at) - Date.parse(entry.started_at) : null;
  const mode = ["merge", "replace", "delete"].includes(entry.mode) ? t(entry.mode as "merge") : entry.mode;
  const facts: [string, React.ReactNode][] = [
    [t("state"), <ImportState key="state" entry={entry} />],
    [t("what"), entry.content ? names(entry.content) : "–"],
    [t("format"), entry.profile === "magento" ? names("magento") : entry.profile],
    [t("mode"), mode],
    [t("source"), entry.source],
    [t("who"), who(entry.actor)],
    [t("started"), `${formats.dateTime(entry.started_at)} (${formats.ago(entry.started_at)})`],
    [t("took"), took === null ? "–" : formats.duration(took * 1_000)],
  ];
  return (
    <Paper component="section">
      <Stack gap="xs">
        <Group>
          <Title order={2}>{t("facts")}</Title>
        </Group>
        <Table variant="vertical" layout="auto">
          <Table.Tbody>
            {facts.map(([label, value]) => (
              <Table.Tr key={label}>
                <Table.Th scope="row" w="40%">
                  {label}
                </Table.Th>
                <Table.Td style={{ overflowWrap: "anywhere" }}>{value}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Paper>
  );
}
