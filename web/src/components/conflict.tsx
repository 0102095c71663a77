import { Button, Group, Modal, Stack, Table, Text } from "@mantine/core";
import { useCloseButton } from "~/components/close";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: {
    title: "Somebody changed this meanwhile",
    text: "Both versions stand side by side. Nothing is lost until you choose.",
    field: "Field",
    mine: "Yours",
    theirs: "Stored now",
    keepTheirs: "Keep what is stored",
    keepMine: "Save mine over it",
    nothing: "empty",
  },
  de: {
    title: "Das hat inzwischen jemand geändert",
    text: "Beide Fassungen stehen nebeneinander. Nichts geht verloren, bevor Sie wählen.",
    field: "Feld",
    mine: "Ihre",
    theirs: "Jetzt gespeichert",
    keepTheirs: "Gespeichertes behalten",
    keepMine: "Meine darüber speichern",
    nothing: "leer",
  },
});

type Fields = Record<string, unknown>;

/** The fields in which two versions of a thing differ. */
export function differences(
  mine: Fields,
  theirs: Fields,
): { field: string; mine: unknown; theirs: unknown }[] {
  const fields = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
  return fields
    .filter((field) => !same(mine[field], theirs[field]))
    .map((field) => ({ field, mine: mine[field], theirs: theirs[field] }));
}

interface ConflictProps {
  mine: Fields;
  theirs: Fields;
  /** What a field is called. */
  label?: (field: string) => string;
  onKeepTheirs: () => void;
  onKeepMine: () => void;
}

/** After a 412: what you wanted beside what is stored now, and the choice. */
export function Conflict({
  mine,
  theirs,
  label = (field) => field,
  onKeepTheirs,
  onKeepMine,
}: ConflictProps) {
  const t = useTexts(texts);
  const closeButton = useCloseButton();
  const text = (value: unknown) => {
    if (value === null || value === undefined || value === "") return t("nothing");
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  };
  return (
    <Modal opened onClose={onKeepTheirs} closeButtonProps={closeButton} title={t("title")} size="lg">
      <Stack>
        <Text size="sm">{t("text")}</Text>
        <Table.ScrollContainer minWidth={280}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("field")}</Table.Th>
                <Table.Th>{t("mine")}</Table.Th>
                <Table.Th>{t("theirs")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {differences(mine, theirs).map(({ field, mine, theirs }) => (
                <Table.Tr key={field}>
                  <Table.Th scope="row">{label(field)}</Table.Th>
                  <Table.Td>{text(mine)}</Table.Td>
                  <Table.Td>{text(theirs)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        <Group justify="flex-end">
          <Button variant="default" onClick={onKeepTheirs}>
            {t("keepTheirs")}
          </Button>
          <Button onClick={onKeepMine}>{t("keepMine")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
