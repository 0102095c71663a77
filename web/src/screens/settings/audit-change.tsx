import {
  Alert,
  Badge,
  Button,
  Drawer,
  Group,
  Paper,
  ScrollArea,
  Skeleton,
  Stack,
  Table,
  Text,
  Title,
} from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import type { AuditEntry } from "~/api/types";
import { useUndo } from "~/app/undo";
import { useActorWords } from "~/components/actor";
import { useCloseButton } from "~/components/close";
import { EmptyState } from "~/components/empty-state";
import { ProblemAlert } from "~/components/problem-alert";
import { useReturnFocus } from "~/components/return-focus";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { changeQuery, revertChange } from "./api";
import { useAuditWords } from "./audit-words";
import { differencesOf, valueText } from "./difference";
import classes from "./settings.module.css";

const texts = defineTexts({
  en: {
    title: "Change {revision}",
    field: "Field",
    before: "Before",
    after: "After",
    nothing: "empty",
    same: "Nothing that is stored differs.",
    revert: "Take this change back",
    reverted: "Change {revision} was taken back",
    fixed:
      "This change cannot be taken back. Imports, orders and the shop's own settings have ways of their own.",
    missing: "There is no such change",
    missingText: "The log knows no change of this number.",
  },
  de: {
    title: "Änderung {revision}",
    field: "Feld",
    before: "Vorher",
    after: "Nachher",
    nothing: "leer",
    same: "Nichts Gespeichertes unterscheidet sich.",
    revert: "Diese Änderung zurücknehmen",
    reverted: "Änderung {revision} wurde zurückgenommen",
    fixed:
      "Diese Änderung lässt sich nicht zurücknehmen. Importe, Bestellungen und die Einstellungen des Shops haben eigene Wege.",
    missing: "Diese Änderung gibt es nicht",
    missingText: "Das Protokoll kennt keine Änderung mit dieser Nummer.",
  },
});

interface ChangeDrawerProps {
  revision: number;
  onClose: () => void;
}

/** One change: what was before, what is after, and taking it back. */
export function ChangeDrawer({ revision, onClose }: ChangeDrawerProps) {
  const t = useTexts(texts);
  const { by } = useActorWords();
  const closeButton = useCloseButton();
  useReturnFocus();
  const formats = useFormats();
  const { done } = useUndo();
  const isNumber = Number.isSafeInteger(revision);
  const { data, error } = useQuery(changeQuery(isNumber ? revision : undefined));
  const revert = useMutation({
    mutationFn: () => revertChange(revision),
    onSuccess: (answer) => {
      onClose();
      done({ what: t("reverted", { revision: String(revision) }), revision: answer.revision });
    },
  });
  const [first] = data?.items ?? [];
  const isRevertible = data?.items.every(({ revertible }) => revertible) ?? false;
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      closeButtonProps={closeButton}
      size="lg"
      title={t("title", { revision: String(revision) })}
    >
      <Stack>
        {error && <ProblemAlert error={error} />}
        {!data && !error && isNumber && <Skeleton height={240} />}
        {(!isNumber || (data && !first)) && (
          <EmptyState compact title={t("missing")} text={t("missingText")} />
        )}
        {first && (
          <Text size="sm" c="dimmed">
            {by(formats.dateTime(first.at), first.actor)}
          </Text>
        )}
        {data?.items.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
        {revert.error && <ProblemAlert error={revert.error} />}
        {first && isRevertible && (
          <Group>
            <Button
              leftSection={<IconArrowBackUp size={16} aria-hidden />}
              loading={revert.isPending}
              onClick={() => revert.mutate()}
            >
              {t("revert")}
            </Button>
          </Group>
        )}
        {first && !isRevertible && <Alert color="gray">{t("fixed")}</Alert>}
      </Stack>
    </Drawer>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const t = useTexts(texts);
  const words = useAuditWords();
  const differences = differencesOf(entry.before, entry.after);
  // What was made had no state before, and what was removed has none after.
  const [hasBefore, hasAfter] = [entry.action !== "create", entry.action !== "delete"];
  const cell = (value: unknown) =>
    valueText(value) || (
      <Text span size="sm" c="dimmed">
        {t("nothing")}
      </Text>
    );
  return (
    <Paper p="sm">
      <Stack gap="xs">
        <Group gap="xs">
          <Badge color="gray" style={{ flex: "none" }}>
            {words.action(entry.action)}: {words.noun(entry.noun)}
          </Badge>
          <Title order={3} size="h3">
            {words.about(entry)}
          </Title>
        </Group>
        {differences.length === 0 ? (
          <Text size="sm">{t("same")}</Text>
        ) : (
          <ScrollArea.Autosize type="auto">
            <Table layout="fixed" miw={hasBefore && hasAfter ? 360 : 240}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th w={hasBefore && hasAfter ? undefined : "58%"}>{t("field")}</Table.Th>
                  {hasBefore && <Table.Th>{t("before")}</Table.Th>}
                  {hasAfter && <Table.Th>{t("after")}</Table.Th>}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {differences.map(({ field, before, after }) => (
                  <Table.Tr key={field}>
                    <Table.Th scope="row" className={classes.value}>
                      <FieldPath path={field} />
                    </Table.Th>
                    {hasBefore && (
                      <Table.Td className={`${classes.value} ${classes.before}`}>{cell(before)}</Table.Td>
                    )}
                    {hasAfter && (
                      <Table.Td className={`${classes.value} ${classes.after}`}>{cell(after)}</Table.Td>
                    )}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </ScrollArea.Autosize>
        )}
      </Stack>
    </Paper>
  );
}

/** A field within a field; where there is no room, the line breaks at its points. */
function FieldPath({ path }: { path: string }) {
  return path.split(".").map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the place in the path is what is meant
    <Fragment key={index}>
      {index > 0 && (
        <>
          .<wbr />
        </>
      )}
      {part}
    </Fragment>
  ));
}
