import { Kbd, Modal, Stack, Switch, Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useCloseButton } from "~/components/close";
import { defineTexts, useTexts } from "~/i18n";
import { PLACES, type ScreenKey } from "./keys";

const texts = defineTexts({
  en: {
    title: "Keys",
    singleKeys: "Single keys work",
    singleKeysHelp: "Switch this off if you speak to your computer or press keys by accident.",
    palette: "Find anything",
    undo: "Undo, redo",
    help: "These keys",
    go: "Go to …",
    home: "Home",
    products: "Products",
    rules: "Rules",
    tests: "Test bench",
    graph: "Graph",
    data: "Data",
    settings: "Settings",
    key: "Key",
    does: "Does",
    and: "then",
  },
  de: {
    title: "Tasten",
    singleKeys: "Einzelne Tasten wirken",
    singleKeysHelp: "Schalten Sie das ab, wenn Sie diktieren oder versehentlich Tasten drücken.",
    palette: "Alles finden",
    undo: "Rückgängig, wiederholen",
    help: "Diese Tasten",
    go: "Gehe zu …",
    home: "Start",
    products: "Produkte",
    rules: "Regeln",
    tests: "Prüfstand",
    graph: "Graph",
    data: "Daten",
    settings: "Einstellungen",
    key: "Taste",
    does: "Wirkung",
    and: "dann",
  },
});

interface KeysHelpProps {
  opened: boolean;
  onClose: () => void;
  screenKeys: ScreenKey[];
  enabled: boolean;
  onEnable: (enabled: boolean) => void;
}

/** The list of keys, and the switch for those that stand alone. */
export default function KeysHelp({ opened, onClose, screenKeys, enabled, onEnable }: KeysHelpProps) {
  const t = useTexts(texts);
  const closeButton = useCloseButton();
  const general: [ReactNode, string][] = [
    [<Kbd key="k">Ctrl K</Kbd>, t("palette")],
    [<Kbd key="z">Ctrl Z</Kbd>, t("undo")],
    [<Kbd key="q">?</Kbd>, t("help")],
    ...Object.entries(PLACES).map(([key, place]): [ReactNode, string] => [
      <span key={key}>
        <Kbd>g</Kbd> {t("and")} <Kbd>{key}</Kbd>
      </span>,
      t((place.slice(1) || "home") as "home"),
    ]),
  ];
  return (
    <Modal opened={opened} onClose={onClose} closeButtonProps={closeButton} title={t("title")}>
      <Stack>
        <Switch
          checked={enabled}
          label={t("singleKeys")}
          description={t("singleKeysHelp")}
          onChange={(event) => onEnable(event.currentTarget.checked)}
        />
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("key")}</Table.Th>
              <Table.Th>{t("does")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {screenKeys.map(({ keys, label }) => (
              <Table.Tr key={keys}>
                <Table.Td>
                  <Kbd>{keys}</Kbd>
                </Table.Td>
                <Table.Td>
                  <Text size="sm">{label}</Text>
                </Table.Td>
              </Table.Tr>
            ))}
            {general.map(([keys, label]) => (
              <Table.Tr key={label}>
                <Table.Td>{keys}</Table.Td>
                <Table.Td>
                  <Text size="sm">{label}</Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Modal>
  );
}
