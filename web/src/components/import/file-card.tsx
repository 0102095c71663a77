import {
  ActionIcon,
  Alert,
  Button,
  Checkbox,
  Collapse,
  Group,
  Paper,
  Select,
  Skeleton,
  Stack,
  Text,
  Title,
  Tooltip,
} from "@mantine/core";
import { IconAlertTriangle, IconChevronDown, IconChevronUp, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useState } from "react";
import { ProblemAlert, ProblemList } from "~/components/problem-alert";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { type Upload, uploadQuery } from "./api";
import { ColumnList } from "./column-list";
import { CONTENTS } from "./columns";
import { doubleFields, missingFields, undecided } from "./draft";
import { Recognised } from "./recognised";
import { SaveMapping } from "./save-mapping";
import { useDraft } from "./use-draft";
import { useContentNames, useFieldNames } from "./words";

const texts = defineTexts({
  en: {
    remove: "Take {name} off the list",
    rows: "{count, plural, one {# row} other {# rows}}",
    more: "more than {count, number} rows",
    csv: "CSV with {delimiter}",
    json_lines: "JSON lines",
    comma: "commas",
    semicolon: "semicolons",
    tab: "tabs",
    holds: "It holds",
    missing: "Still missing: {fields}. Choose the column that has it.",
    show: "Show the {count} columns",
    hide: "Hide the columns",
    open: "{count, plural, one {# column is not decided and will not be read} other {# columns are not decided and will not be read}}",
    all: "Every column is read",
    decimalComma: "Numbers are written with a decimal comma, as 1.234,50",
    gone: "This file is no longer here. Uploads are kept for a day; choose it anew.",
  },
  de: {
    remove: "{name} von der Liste nehmen",
    rows: "{count, plural, one {# Zeile} other {# Zeilen}}",
    more: "mehr als {count, number} Zeilen",
    csv: "CSV mit {delimiter}",
    json_lines: "JSON Lines",
    comma: "Kommas",
    semicolon: "Semikolons",
    tab: "Tabulatoren",
    holds: "Darin stehen",
    missing: "Es fehlt noch: {fields}. Wählen Sie die Spalte, in der es steht.",
    show: "Die {count} Spalten zeigen",
    hide: "Spalten verbergen",
    open: "{count, plural, one {# Spalte ist nicht entschieden und wird nicht gelesen} other {# Spalten sind nicht entschieden und werden nicht gelesen}}",
    all: "Alle Spalten werden gelesen",
    decimalComma: "Zahlen stehen mit Dezimalkomma da, wie 1.234,50",
    gone: "Diese Datei ist nicht mehr da. Sie wird einen Tag aufbewahrt; wählen Sie sie neu aus.",
  },
});

/** What becomes of a card: whether its file can be checked. */
export type CardState = "ready" | "busy" | "problem";

interface FileCardProps {
  id: string;
  onRemove: () => void;
  onState: (id: string, state: CardState) => void;
}

/** A file that was brought: as what it was recognised and what its columns are read as. */
export function FileCard({ id, onRemove, onState }: FileCardProps) {
  const t = useTexts(texts);
  const { data: upload, error } = useQuery(uploadQuery(id));
  useEffect(() => {
    if (!upload) onState(id, error ? "problem" : "busy");
  }, [upload, error, id, onState]);
  if (upload) return <Card upload={upload} onRemove={onRemove} onState={onState} />;
  if (!error) return <Skeleton height={150} radius="lg" />;
  return (
    <Paper>
      <Stack gap="xs" align="flex-start">
        <ProblemAlert error={error} title={t("gone")} />
        <Button variant="default" size="xs" onClick={onRemove} data-problem>
          {t("remove", { name: id })}
        </Button>
      </Stack>
    </Paper>
  );
}

function Card({ upload, onRemove, onState }: { upload: Upload } & Omit<FileCardProps, "id">) {
  const t = useTexts(texts);
  const title = useId();
  const { draft, error, isPending, isReady, setColumn, setContent, setDecimalComma } = useDraft(upload);
  const missing = missingFields(upload, draft);
  const open = undecided(upload, draft).length;
  const needsLooking = missing.length > 0 || doubleFields(draft).size > 0 || open > 0 || !upload.profile;
  const [isOpen, setOpen] = useState(needsLooking);
  const state: CardState = isReady ? "ready" : isPending ? "busy" : "problem";
  useEffect(() => onState(upload.id, state), [upload.id, state, onState]);
  // That no format knows the columns is what this card is for; the badge says it.
  const problems = upload.problems.filter(({ code }) => code !== "unknown-profile");
  return (
    <Paper component="section" aria-labelledby={title}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" wrap="nowrap" gap="xs">
          <Stack gap={4} miw={0}>
            <Title order={3} id={title} style={{ overflowWrap: "anywhere" }}>
              {upload.name}
            </Title>
            <FileFacts upload={upload} />
            <Recognised upload={upload} />
          </Stack>
          <Tooltip label={t("remove", { name: upload.name })}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("remove", { name: upload.name })}
              onClick={onRemove}
            >
              <IconX size={18} />
            </ActionIcon>
          </Tooltip>
        </Group>
        {problems.length > 0 && (
          <Alert color="red" icon={<IconAlertTriangle aria-hidden />}>
            <ProblemList problems={problems} />
          </Alert>
        )}
        {error && <ProblemAlert error={error} />}
        <Missing fields={missing} />
        <Group gap="md" align="flex-end" justify="space-between">
          <ContentSelect profile={draft.profile} content={draft.content} onChange={setContent} />
          <Button
            variant="default"
            aria-expanded={isOpen}
            leftSection={
              isOpen ? <IconChevronUp size={16} aria-hidden /> : <IconChevronDown size={16} aria-hidden />
            }
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? t("hide") : t("show", { count: upload.columns.length })}
          </Button>
        </Group>
        {(draft.decimal_comma || upload.decimal_comma) && (
          <Checkbox
            label={t("decimalComma")}
            checked={draft.decimal_comma}
            onChange={(event) => setDecimalComma(event.currentTarget.checked)}
          />
        )}
        <Collapse expanded={isOpen}>
          <ColumnList upload={upload} draft={draft} onChange={setColumn} />
        </Collapse>
        <Group justify="space-between" gap="xs">
          <Text size="sm" c="dimmed">
            {open > 0 ? t("open", { count: open }) : t("all")}
          </Text>
          {isReady && upload.mapping && <SaveMapping mapping={upload.mapping} suggestedName={upload.name} />}
        </Group>
      </Stack>
    </Paper>
  );
}

function FileFacts({ upload }: { upload: Upload }) {
  const t = useTexts(texts);
  const formats = useFormats();
  const delimiters: Record<string, string> = { ",": t("comma"), ";": t("semicolon"), "\t": t("tab") };
  const delimiter = upload.delimiter ?? null;
  const facts = [
    upload.more_rows ? t("more", { count: upload.rows_seen }) : t("rows", { count: upload.rows_seen }),
    formats.bytes(upload.bytes),
    delimiter === null ? t("json_lines") : t("csv", { delimiter: delimiters[delimiter] ?? delimiter }),
    upload.encoding,
    upload.compression,
  ];
  return (
    <Text size="xs" c="dimmed">
      {facts.filter(Boolean).join(" · ")}
    </Text>
  );
}

/** Required fields that nothing fills; takes the focus, so that one can jump to it. */
function Missing({ fields }: { fields: string[] }) {
  const t = useTexts(texts);
  const name = useFieldNames();
  const formats = useFormats();
  if (fields.length === 0) return null;
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} tabIndex={-1} data-problem role="status">
      {t("missing", { fields: formats.list(fields.map(name)) })}
    </Alert>
  );
}

interface ContentSelectProps {
  profile: string;
  content: string;
  onChange: (profile: string, content: string) => void;
}

function ContentSelect({ profile, content, onChange }: ContentSelectProps) {
  const t = useTexts(texts);
  const names = useContentNames();
  const own = CONTENTS.map((content) => ({ value: `relata ${content}`, label: names(content) }));
  const here = `${profile} ${content}`;
  const data = own.some(({ value }) => value === here)
    ? own
    : [{ value: here, label: `${names(profile)}: ${names(content)}` }, ...own];
  return (
    <Select
      label={t("holds")}
      data={data}
      value={here}
      allowDeselect={false}
      onChange={(chosen) => {
        const [profile, content] = chosen?.split(" ") ?? [];
        if (profile && content) onChange(profile, content);
      }}
    />
  );
}
