import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, idempotencyKey, read } from "~/api/client";
import type { AuditEntry } from "~/api/types";
import { useUndo } from "~/app/undo";
import { useActorWords } from "~/components/actor";
import { EmptyState } from "~/components/empty-state";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { changesQuery } from "./api";
import { Card } from "./card";
import { useChangeWords } from "./change-words";

const texts = defineTexts({
  en: {
    title: "Recent changes",
    all: "All changes",
    revert: "Take back",
    revertLong: "Take back: {what}",
    reverted: "Taken back: {what}",
    none: "Nothing was changed yet",
  },
  de: {
    title: "Letzte Änderungen",
    all: "Alle Änderungen",
    revert: "Zurücknehmen",
    revertLong: "Zurücknehmen: {what}",
    reverted: "Zurückgenommen: {what}",
    none: "Noch wurde nichts geändert",
  },
});

/** What was changed last, each to take back. */
export function ChangesCard() {
  const t = useTexts(texts);
  const { data, error } = useQuery(changesQuery);
  return (
    <Card
      title={t("title")}
      isLoading={!data}
      error={error}
      height={300}
      actions={
        <Anchor component={Link} to={"/settings/audit" as string} size="sm" py={4}>
          {t("all")}
        </Anchor>
      }
    >
      <Stack gap="sm" mih={190} component="ul" m={0} p={0} style={{ listStyle: "none" }}>
        {data?.items.map((entry) => (
          <ChangeLine key={entry.id} entry={entry} />
        ))}
      </Stack>
      {data?.items.length === 0 && <EmptyState compact order={3} title={t("none")} />}
    </Card>
  );
}

function ChangeLine({ entry }: { entry: AuditEntry }) {
  const t = useTexts(texts);
  const formats = useFormats();
  const words = useChangeWords();
  const { by } = useActorWords();
  const { done } = useUndo();
  const what = words(entry);
  const reverting = useMutation({
    mutationFn: () => {
      const params = { path: { revision: String(entry.revision) } };
      return read(api.POST("/v1/audit/{revision}/revert", { params, headers: idempotencyKey() }));
    },
    onSuccess: ({ revision }) => done({ what: t("reverted", { what }), revision }),
  });
  return (
    <Stack component="li" gap={4}>
      <Group justify="space-between" align="flex-start" gap="xs">
        <Stack gap={0} flex="1 1 14rem" miw={0}>
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {what}
          </Text>
          <Text size="xs" c="dimmed" title={formats.dateTime(entry.at)}>
            {by(formats.ago(entry.at), entry.actor)}
          </Text>
        </Stack>
        {entry.revertible && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconArrowBackUp size={14} aria-hidden />}
            aria-label={t("revertLong", { what })}
            loading={reverting.isPending}
            onClick={() => reverting.mutate()}
          >
            {t("revert")}
          </Button>
        )}
      </Group>
      {reverting.error && <ProblemAlert error={reverting.error} />}
    </Stack>
  );
}
