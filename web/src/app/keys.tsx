import { Kbd, Modal, Stack, Switch, Table, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import { defineTexts, useTexts } from "~/i18n";
import { remember, remembered } from "~/lib/storage";
import { isTyping } from "./undo";

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
    graph: "Graph",
    data: "Daten",
    settings: "Einstellungen",
    key: "Taste",
    does: "Wirkung",
    and: "dann",
  },
});

/** A key of a screen, shown in the list of keys. */
export interface ScreenKey {
  keys: string;
  label: string;
}

interface Keys {
  enabled: boolean;
  openHelp: () => void;
  show: (keys: ScreenKey[]) => void;
}

const Context = createContext<Keys>({ enabled: true, openHelp: () => {}, show: () => {} });

const PLACES: Record<string, string> = { h: "/", p: "/products", g: "/graph", d: "/data", s: "/settings" };
/** After `g`, the second key has to come within this time. */
const SECOND_KEY_MS = 1_500;

export function KeysProvider({ children }: { children: ReactNode }) {
  const t = useTexts(texts);
  const navigate = useNavigate();
  const [enabled, setEnabled] = useState(remembered("single-keys") !== "off");
  const [opened, setOpened] = useState(false);
  const [screenKeys, setScreenKeys] = useState<ScreenKey[]>([]);
  const waiting = useRef(0);

  useEffect(() => {
    if (!enabled) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || event.defaultPrevented)
        return;
      if (document.querySelector("[role=dialog]")) return;
      const now = performance.now();
      if (now - waiting.current < SECOND_KEY_MS) {
        waiting.current = 0;
        const place = PLACES[event.key];
        if (place) {
          event.preventDefault();
          void navigate({ to: place });
        }
      } else if (event.key === "g") waiting.current = now;
      else if (event.key === "?") {
        event.preventDefault();
        setOpened(true);
      }
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [enabled, navigate]);

  const state = useMemo(() => ({ enabled, openHelp: () => setOpened(true), show: setScreenKeys }), [enabled]);
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
    <Context value={state}>
      {children}
      <Modal opened={opened} onClose={() => setOpened(false)} title={t("title")}>
        <Stack>
          <Switch
            checked={enabled}
            label={t("singleKeys")}
            description={t("singleKeysHelp")}
            onChange={(event) => {
              remember("single-keys", event.currentTarget.checked ? null : "off");
              setEnabled(event.currentTarget.checked);
            }}
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
    </Context>
  );
}

export function useKeys(): Keys {
  return useContext(Context);
}

/** Puts the keys of a screen on the list while it is open; memoise the list. */
export function useScreenKeys(keys: ScreenKey[]): boolean {
  const { show, enabled } = useKeys();
  useEffect(() => {
    show(keys);
    return () => show([]);
  }, [keys, show]);
  return enabled;
}
