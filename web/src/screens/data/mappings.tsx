import { Badge, Button, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useUndo } from "~/app/undo";
import { deleteMapping, mappingsQuery, type SavedMapping } from "~/components/import/api";
import { useContentNames, useFieldNames } from "~/components/import/words";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: {
    title: "Kept mappings",
    text: "A new file that has all columns of a mapping starts with it.",
    none: "None yet. After mapping the columns of a file, choose “Keep this mapping”.",
    remove: "Delete",
    removeOf: "Delete the mapping {name}",
    removed: "Mapping {name} deleted",
    reads: "{column} as {field}",
  },
  de: {
    title: "Behaltene Zuordnungen",
    text: "Eine neue Datei, die alle Spalten einer Zuordnung hat, beginnt damit.",
    none: "Noch keine. Wählen Sie nach dem Zuordnen der Spalten einer Datei „Zuordnung behalten“.",
    remove: "Löschen",
    removeOf: "Zuordnung {name} löschen",
    removed: "Zuordnung {name} gelöscht",
    reads: "{column} als {field}",
  },
});

/** Mappings that are kept for the next file of the same kind. */
export function Mappings() {
  const t = useTexts(texts);
  const { done } = useUndo();
  const title = useRef<HTMLHeadingElement>(null);
  const { data, error } = useQuery(mappingsQuery);
  const remove = useMutation({
    mutationFn: ({ code }: SavedMapping) => deleteMapping(code ?? ""),
    onSuccess: ({ revision }, { name }) => {
      title.current?.focus();
      done({ what: t("removed", { name }), revision });
    },
  });
  return (
    <Paper component="section">
      <Stack gap="sm">
        <Stack gap={2}>
          <Title order={2} ref={title} tabIndex={-1}>
            {t("title")}
          </Title>
          <Text size="sm" c="dimmed">
            {data?.items.length === 0 ? t("none") : t("text")}
          </Text>
        </Stack>
        {error && <ProblemAlert error={error} />}
        {remove.error && <ProblemAlert error={remove.error} />}
        {!data && !error && <Skeleton height={48} />}
        {data?.items.map((mapping) => (
          <Row key={mapping.code} mapping={mapping} onRemove={() => remove.mutate(mapping)} />
        ))}
      </Stack>
    </Paper>
  );
}

function Row({ mapping, onRemove }: { mapping: SavedMapping; onRemove: () => void }) {
  const t = useTexts(texts);
  const names = useContentNames();
  const field = useFieldNames();
  const read = Object.entries(mapping.columns).flatMap(([column, code]) =>
    code === null ? [] : [t("reads", { column, field: field(code) })],
  );
  return (
    <Group justify="space-between" gap="sm" pt="xs" style={{ borderTop: "1px solid var(--relata-line)" }}>
      <Stack gap={2} miw={0} flex="1 1 16rem">
        <Group gap="xs">
          <Text size="sm" fw={550} style={{ overflowWrap: "anywhere" }}>
            {mapping.name}
          </Text>
          <Badge color="gray">{names(mapping.content)}</Badge>
        </Group>
        <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {read.join(" · ")}
        </Text>
      </Stack>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconTrash size={14} aria-hidden />}
        aria-label={t("removeOf", { name: mapping.name })}
        onClick={onRemove}
      >
        {t("remove")}
      </Button>
    </Group>
  );
}
