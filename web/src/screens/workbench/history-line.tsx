import { Button, Collapse, Group, Stack, Table, Text } from "@mantine/core";
import { IconArrowBackUp, IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useUndo } from "~/app/undo";
import { ProblemAlert } from "~/components/problem-alert";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { type HistoryEntry, revertChange } from "./api";
import { changes, type Sentence, sentenceOf } from "./sentence";
import classes from "./workbench.module.css";

const texts = defineTexts({
  en: {
    linked: "Linked {name} as {type}",
    linkedHere: "{name} shows this product as {type}",
    unlinked: "Removed {name} from {type}",
    unlinkedHere: "{name} does not show this product as {type} any more",
    moved: "Moved {name} in {type} from position {from, number} to {to, number}",
    movedLane: "Moved {name} from {from} to {type}",
    changed: "Changed {name} in {type}: {fields}",
    changedHere: "Changed how {name} shows this product as {type}: {fields}",
    created: "Product {name} was made",
    updated: "Product {name} changed: {fields}",
    deleted: "Product {name} was removed",
    other: "{action} {noun} {key}",
    by: "{actor}, {at}",
    details: "Before and after",
    revert: "Revert",
    revertName: "Revert: {what}",
    reverted: "Reverted: {what}",
    field: "Field",
    before: "Before",
    after: "After",
    nothing: "empty",
    position: "position",
    weight: "weight",
    quantity: "quantity",
    pin: "pin",
    type: "type",
    target: "target",
    source: "source",
    origin: "origin",
    channels: "channels",
    locales: "languages",
    segments: "segments",
    valid_from: "start",
    valid_until: "end",
    fieldName: "name",
    brand: "brand",
    price: "price",
    stock: "stock",
    status: "status",
    categories: "categories",
    excluded: "what it hides",
    image_url: "picture",
    url: "page",
  },
  de: {
    linked: "{name} verbunden als {type}",
    linkedHere: "{name} zeigt dieses Produkt als {type}",
    unlinked: "{name} aus {type} entfernt",
    unlinkedHere: "{name} zeigt dieses Produkt nicht mehr als {type}",
    moved: "{name} in {type} von Position {from, number} auf {to, number} verschoben",
    movedLane: "{name} von {from} nach {type} verschoben",
    changed: "{name} in {type} geändert: {fields}",
    changedHere: "Geändert, wie {name} dieses Produkt als {type} zeigt: {fields}",
    created: "Produkt {name} wurde angelegt",
    updated: "Produkt {name} geändert: {fields}",
    deleted: "Produkt {name} wurde entfernt",
    other: "{action} {noun} {key}",
    by: "{actor}, {at}",
    details: "Vorher und nachher",
    revert: "Zurücknehmen",
    revertName: "Zurücknehmen: {what}",
    reverted: "Zurückgenommen: {what}",
    field: "Feld",
    before: "Vorher",
    after: "Nachher",
    nothing: "leer",
    position: "Position",
    weight: "Gewicht",
    quantity: "Menge",
    pin: "Anheftung",
    type: "Art",
    target: "Ziel",
    source: "Quelle",
    origin: "Herkunft",
    channels: "Kanäle",
    locales: "Sprachen",
    segments: "Segmente",
    valid_from: "Beginn",
    valid_until: "Ende",
    fieldName: "Name",
    brand: "Marke",
    price: "Preis",
    stock: "Bestand",
    status: "Status",
    categories: "Kategorien",
    excluded: "was es ausblendet",
    image_url: "Bild",
    url: "Seite",
  },
});

type Key = keyof typeof texts.en;

/** What a stored field is called; one that the app does not know keeps its own name. */
function useFieldNames(): (field: string) => string {
  const t = useTexts(texts);
  return (field) => {
    if (field === "name") return t("fieldName");
    return field in texts.en ? t(field as Key) : field;
  };
}

function useSentence(): (sentence: Sentence) => string {
  const t = useTexts(texts);
  const formats = useFormats();
  const { look } = useRelationTypes();
  const nameOf = useFieldNames();
  return ({ key, values, types, fields }) => {
    const labels = Object.entries(types).map(([name, code]) => [name, look(code).label]);
    const list = formats.list(fields.map(nameOf));
    return t(key, { ...values, ...Object.fromEntries(labels), fields: list });
  };
}

/** A change in a sentence: who, when, what before and after, and back. */
export function HistoryLine({ entry, sku }: { entry: HistoryEntry; sku: string }) {
  const t = useTexts(texts);
  const formats = useFormats();
  const say = useSentence();
  const { done } = useUndo();
  const [opened, setOpened] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const details = useId();
  const what = say(sentenceOf(entry, sku));
  const Chevron = opened ? IconChevronDown : IconChevronRight;
  const revert = async () => {
    setBusy(true);
    setError(null);
    try {
      const { revision } = await revertChange(entry.revision);
      done({ what: t("reverted", { what }), revision });
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  return (
    <li className={classes.entry}>
      <Stack gap="xs">
        <Group justify="space-between" gap="xs">
          <Stack gap={0} miw={0} flex="1 1 14rem">
            <Text size="sm" fw={550} className={classes.value}>
              {what}
            </Text>
            <Text size="xs" c="dimmed">
              <time dateTime={entry.at} title={formats.dateTime(entry.at)}>
                {t("by", { actor: entry.actor, at: formats.ago(entry.at) })}
              </time>
            </Text>
          </Stack>
          <Group gap="xs">
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<Chevron size={14} aria-hidden />}
              aria-expanded={opened}
              aria-controls={details}
              onClick={() => setOpened(!opened)}
            >
              {t("details")}
            </Button>
            {entry.revertible && (
              <Button
                variant="default"
                size="compact-sm"
                loading={busy}
                leftSection={<IconArrowBackUp size={14} aria-hidden />}
                aria-label={t("revertName", { what })}
                onClick={() => void revert()}
              >
                {t("revert")}
              </Button>
            )}
          </Group>
        </Group>
        {error !== null && <ProblemAlert error={error} />}
        <Collapse expanded={opened} id={details}>
          {opened && <Details entry={entry} />}
        </Collapse>
      </Stack>
    </li>
  );
}

function Details({ entry }: { entry: HistoryEntry }) {
  const t = useTexts(texts);
  const nameOf = useFieldNames();
  const text = (value: unknown) => {
    const isEmpty = value == null || value === "" || (Array.isArray(value) && value.length === 0);
    if (isEmpty) return t("nothing");
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  };
  return (
    <Table.ScrollContainer minWidth={280} type="native">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("field")}</Table.Th>
            <Table.Th>{t("before")}</Table.Th>
            <Table.Th>{t("after")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {changes(entry).map(({ field, before, after }) => (
            <Table.Tr key={field}>
              <Table.Th scope="row">{nameOf(field)}</Table.Th>
              <Table.Td className={classes.value}>{text(before)}</Table.Td>
              <Table.Td className={classes.value}>{text(after)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
