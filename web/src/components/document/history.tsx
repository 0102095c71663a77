import { Button, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, read } from "~/api/client";
import type { AuditEntry } from "~/api/types";
import { useUndo } from "~/app/undo";
import { useActorWords } from "~/components/actor";
import { differences } from "~/components/conflict";
import { MoreButton } from "~/components/more-button";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { historyQuery, type Noun } from "./api";
import classes from "./document.module.css";

const texts = defineTexts({
  en: {
    title: "History",
    create: "Made",
    update: "Changed: {fields}",
    delete: "Deleted",
    revert: "Take this back",
    reverted: "The change of {when} was taken back",
    refused: "This could not be taken back",
  },
  de: {
    title: "Verlauf",
    create: "Angelegt",
    update: "Geändert: {fields}",
    delete: "Gelöscht",
    revert: "Zurücknehmen",
    reverted: "Die Änderung von {when} wurde zurückgenommen",
    refused: "Das ließ sich nicht zurücknehmen",
  },
});

interface HistoryProps {
  noun: Noun;
  code: string;
  fieldLabel: (field: string) => string;
}

/** What was changed in a document, and the way back. */
export function History({ noun, code, fieldLabel }: HistoryProps) {
  const t = useTexts(texts);
  const query = useInfiniteQuery(historyQuery(noun, code));
  const entries = query.data?.pages.flatMap(({ items }) => items);
  return (
    <Paper component="section" aria-label={t("title")}>
      <Stack gap="sm">
        <Title order={3}>{t("title")}</Title>
        {query.error && !entries && <ProblemAlert error={query.error} />}
        {!entries && !query.error && <Skeleton h={60} radius="md" />}
        {entries?.map((entry) => (
          <Line key={entry.id} entry={entry} fieldLabel={fieldLabel} />
        ))}
        <MoreButton query={query} />
      </Stack>
    </Paper>
  );
}

function Line({ entry, fieldLabel }: { entry: AuditEntry } & Pick<HistoryProps, "fieldLabel">) {
  const t = useTexts(texts);
  const { ago, dateTime } = useFormats();
  const actor = useActorWords();
  const { done } = useUndo();
  const [error, setError] = useState<unknown>();
  const fields = differences(
    (entry.after ?? {}) as Record<string, unknown>,
    (entry.before ?? {}) as Record<string, unknown>,
  );
  const named = fields.map(({ field }) => fieldLabel(field));
  const action = entry.action === "create" || entry.action === "delete" ? entry.action : "update";
  const when = dateTime(entry.at);
  const revert = async () => {
    setError(undefined);
    try {
      const path = { revision: String(entry.revision) };
      const { revision } = await read(api.POST("/v1/audit/{revision}/revert", { params: { path } }));
      done({ what: t("reverted", { when }), revision });
    } catch (thrown) {
      setError(thrown);
    }
  };
  return (
    <Group justify="space-between" align="flex-start" className={classes.change}>
      <Stack gap={0} flex="1 1 14rem">
        <Text size="sm">{t(action, { fields: named.join(", ") })}</Text>
        <Text size="xs" c="dimmed" title={when}>
          {actor.by(ago(entry.at), entry.actor)}
        </Text>
      </Stack>
      {/* Taking back that it was made is deleting it, which has a button of its own. */}
      {action !== "create" && (
        <Button size="compact-sm" variant="default" onClick={() => void revert()}>
          {t("revert")}
        </Button>
      )}
      {error !== undefined && <ProblemAlert error={error} title={t("refused")} />}
    </Group>
  );
}
