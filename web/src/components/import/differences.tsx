import { Badge, Button, Checkbox, Group, Stack, Table, Text, Title } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useState } from "react";
import { TypeBadge } from "~/components/relation-type";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import type { Count, Difference } from "./api";
import classes from "./differences.module.css";
import { COUNT_OF, changedFields, type FieldChange } from "./summary";
import { useFieldNames } from "./words";

const texts = defineTexts({
  en: {
    title: "What will change",
    table: "What {file} will change",
    take: "Import",
    takeRow: "Import line {row}: {subject}",
    row: "Line",
    subject: "Product or relation",
    will: "Will be",
    fields: "Fields",
    create: "created",
    update: "updated",
    move: "moved",
    remove: "removed",
    pending: "waiting",
    nothing: "empty",
    from: "{field}: {before} becomes {after}",
    more: "Show {count} more",
    first: "The first {count, number} changes are listed.",
    none: "No changes of this kind among those listed.",
    moreFields: "{count, plural, one {and # more field} other {and # more fields}}",
    help: "Take the tick off a line to leave it out.",
  },
  de: {
    title: "Was sich ändern wird",
    table: "Was {file} ändern wird",
    take: "Import",
    takeRow: "Zeile {row} importieren: {subject}",
    row: "Zeile",
    subject: "Produkt oder Beziehung",
    will: "Wird",
    fields: "Felder",
    create: "angelegt",
    update: "geändert",
    move: "verschoben",
    remove: "entfernt",
    pending: "warten",
    nothing: "leer",
    from: "{field}: aus {before} wird {after}",
    more: "{count} weitere zeigen",
    first: "Aufgeführt sind die ersten {count, number} Änderungen.",
    none: "Unter den aufgeführten Änderungen ist keine dieser Art.",
    moreFields: "{count, plural, one {und # weiteres Feld} other {und # weitere Felder}}",
    help: "Nehmen Sie den Haken weg, um eine Zeile auszulassen.",
  },
});

const COLORS: Record<string, string> = {
  create: "green",
  update: "blue",
  move: "cyan",
  remove: "red",
  pending: "yellow",
};

/** So many changes at a time. */
const PAGE = 20;
/** A report lists so many differences. */
const LISTED_MAX = 1_000;
/** So many fields of something new are named. */
const FIELDS_MAX = 6;

/** In the order of the file; what stands in no line comes last. */
function byLine(differences: Difference[]): Difference[] {
  const line = ({ row }: Difference) => (row > 0 ? row : Number.POSITIVE_INFINITY);
  return [...differences].sort((a, b) => (line(a) === line(b) ? 0 : line(a) - line(b)));
}

interface DifferencesProps {
  file: string;
  differences: Difference[];
  only: Count | undefined;
  /** Lines that were left out since the last check. */
  skipped: ReadonlySet<number>;
  onSkip: (row: number, skip: boolean) => void;
}

/** What an import would do, thing by thing, with fields before and after. */
export function Differences({ file, differences, only, skipped, onSkip }: DifferencesProps) {
  const t = useTexts(texts);
  const formats = useFormats();
  const [shown, setShown] = useState(PAGE);
  if (differences.length === 0) return null;
  const chosen = byLine(only ? differences.filter(({ action }) => COUNT_OF[action] === only) : differences);
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Title order={4} size="h3">
          {t("title")}
        </Title>
        <Text size="xs" c="dimmed">
          {t("help")} {differences.length >= LISTED_MAX && t("first", { count: differences.length })}
        </Text>
      </Group>
      {chosen.length === 0 && <Text size="sm">{t("none")}</Text>}
      {chosen.length > 0 && (
        <Table.ScrollContainer
          minWidth={620}
          type="native"
          tabIndex={0}
          role="region"
          aria-label={t("table", { file })}
        >
          <Table aria-label={t("table", { file })}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={72}>{t("take")}</Table.Th>
                <Table.Th w={72} ta="right">
                  {t("row")}
                </Table.Th>
                <Table.Th>{t("subject")}</Table.Th>
                <Table.Th w={110}>{t("will")}</Table.Th>
                <Table.Th>{t("fields")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {chosen.slice(0, shown).map((difference, index) => {
                const { row, subject, action } = difference;
                return (
                  // A line may stand for several relations, and a removal stands in no line.
                  // biome-ignore lint/suspicious/noArrayIndexKey: the list comes as a whole and is never reordered
                  <Table.Tr key={index}>
                    <Table.Td>
                      {row > 0 && (
                        <Checkbox
                          aria-label={t("takeRow", { row: formats.number(row), subject })}
                          checked={!skipped.has(row)}
                          onChange={(event) => onSkip(row, !event.currentTarget.checked)}
                        />
                      )}
                    </Table.Td>
                    <Table.Td ta="right" className="tabular">
                      {row > 0 ? formats.number(row) : "–"}
                    </Table.Td>
                    <Table.Td td={skipped.has(row) ? "line-through" : undefined}>
                      <Subject difference={difference} />
                    </Table.Td>
                    <Table.Td>
                      <Badge color={COLORS[action] ?? "gray"}>
                        {action in COLORS ? t(action as "create") : action}
                      </Badge>
                    </Table.Td>
                    <Table.Td>
                      <Changes changes={changedFields(difference)} isNew={!difference.before} />
                    </Table.Td>
                  </Table.Tr>
                );
              })}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {chosen.length > shown && (
        <Button
          variant="default"
          size="xs"
          style={{ alignSelf: "flex-start" }}
          onClick={() => setShown(shown + PAGE)}
        >
          {t("more", { count: Math.min(PAGE, chosen.length - shown) })}
        </Button>
      )}
    </Stack>
  );
}

/** The ends and the type of a relation, where the difference names them apart. */
function endsOf({ before, after }: Difference): { source: string; type: string; target: string } | null {
  const thing = (after?.identity ?? before?.identity ?? before ?? after) as Record<string, unknown> | null;
  const { source, type, target } = thing ?? {};
  const areTexts = [source, type, target].every((part) => typeof part === "string");
  return areTexts ? { source: String(source), type: String(type), target: String(target) } : null;
}

function Subject({ difference }: { difference: Difference }) {
  const ends = endsOf(difference);
  if (!ends) return <span style={{ overflowWrap: "anywhere" }}>{difference.subject}</span>;
  return (
    <Group gap={6}>
      <span>{ends.source}</span>
      <TypeBadge code={ends.type} />
      <IconArrowRight size={14} aria-hidden />
      <span>{ends.target}</span>
    </Group>
  );
}

function Changes({ changes, isNew }: { changes: FieldChange[]; isNew: boolean }) {
  const t = useTexts(texts);
  const name = useFieldNames();
  const rest = changes.length - FIELDS_MAX;
  return (
    <Text size="xs" component="div" style={{ overflowWrap: "anywhere" }}>
      {changes.slice(0, FIELDS_MAX).map(({ field, before, after }) =>
        isNew ? (
          <span key={field} className={classes.field}>
            <b>{name(field)}:</b> {after}
          </span>
        ) : (
          <div key={field}>
            <b>{name(field)}:</b>{" "}
            <span className="unseen">
              {t("from", {
                field: name(field),
                before: before ?? t("nothing"),
                after: after ?? t("nothing"),
              })}
            </span>
            <span aria-hidden>
              <del>{before ?? t("nothing")}</del> → <ins>{after ?? t("nothing")}</ins>
            </span>
          </div>
        ),
      )}
      {rest > 0 && <div>{t("moreFields", { count: rest })}</div>}
    </Text>
  );
}
