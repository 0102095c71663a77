import { Group, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight, useSpotlight } from "@mantine/spotlight";
import {
  IconChecklist,
  IconDatabaseImport,
  IconFlask,
  IconHistory,
  IconHome,
  IconListCheck,
  IconPackages,
  IconPlayerPlay,
  IconPlus,
  IconRoute,
  IconSearch,
  IconSettings,
  IconShieldCheck,
  IconTags,
  IconTopologyStar3,
  type TablerIcon,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { type FoundProduct, useSearch } from "~/api/products";
import { NEW } from "~/components/document/api";
import { ProductLine } from "~/components/product";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";
import { palette, paletteStore } from "./use-palette";

const texts = defineTexts({
  en: {
    find: "Find products, screens, actions",
    nothing: "Nothing has this name",
    products: "Products",
    screens: "Go to",
    home: "Home",
    list: "Products",
    rules: "Rules",
    newRule: "New rule",
    guidelines: "Guidelines",
    conditions: "Conditions",
    newCondition: "New condition",
    tests: "Test bench",
    suites: "Test suites",
    graph: "Graph",
    data: "Data in and out",
    bring: "Bring your data",
    settings: "Settings",
    types: "Relation types",
    audit: "Audit log",
    without: "Products without {type}",
    uncovered: "Products without any relation",
  },
  de: {
    find: "Produkte, Seiten, Aktionen finden",
    nothing: "Nichts heißt so",
    products: "Produkte",
    screens: "Gehe zu",
    home: "Start",
    list: "Produkte",
    rules: "Regeln",
    newRule: "Neue Regel",
    guidelines: "Richtlinien",
    conditions: "Bedingungen",
    newCondition: "Neue Bedingung",
    tests: "Prüfstand",
    suites: "Gespeicherte Prüfungen",
    graph: "Graph",
    data: "Daten hinein und hinaus",
    bring: "Eigene Daten einspielen",
    settings: "Einstellungen",
    types: "Beziehungsarten",
    audit: "Änderungsprotokoll",
    without: "Produkte ohne {type}",
    uncovered: "Produkte ohne jede Beziehung",
  },
});

interface Action {
  id: string;
  label: string;
  Icon: TablerIcon;
  to: string;
  search?: Record<string, string>;
}

/** The screens, and the lists that people look for most. */
function useActions(): Action[] {
  const t = useTexts(texts);
  const { types, look } = useRelationTypes();
  return [
    { id: "home", label: t("home"), Icon: IconHome, to: "/" },
    { id: "products", label: t("list"), Icon: IconPackages, to: "/products" },
    { id: "rules", label: t("rules"), Icon: IconRoute, to: "/rules" },
    { id: "new-rule", label: t("newRule"), Icon: IconPlus, to: `/rules/${NEW}` },
    { id: "guidelines", label: t("guidelines"), Icon: IconShieldCheck, to: "/guidelines" },
    { id: "conditions", label: t("conditions"), Icon: IconListCheck, to: "/conditions" },
    { id: "new-condition", label: t("newCondition"), Icon: IconPlus, to: `/conditions/${NEW}` },
    { id: "tests", label: t("tests"), Icon: IconFlask, to: "/tests" },
    { id: "suites", label: t("suites"), Icon: IconChecklist, to: "/tests/suites" },
    { id: "graph", label: t("graph"), Icon: IconTopologyStar3, to: "/graph" },
    { id: "start", label: t("bring"), Icon: IconPlayerPlay, to: "/start" },
    { id: "data", label: t("data"), Icon: IconDatabaseImport, to: "/data" },
    { id: "settings", label: t("settings"), Icon: IconSettings, to: "/settings" },
    { id: "types", label: t("types"), Icon: IconTags, to: "/settings/types" },
    { id: "audit", label: t("audit"), Icon: IconHistory, to: "/settings/audit" },
    {
      id: "uncovered",
      label: t("uncovered"),
      Icon: IconChecklist,
      to: "/products",
      search: { state: "uncovered" },
    },
    ...types.map((type) => ({
      id: `without-${type.code}`,
      label: t("without", { type: look(type.code ?? "").label }),
      Icon: IconChecklist,
      to: "/products",
      search: { without: type.code ?? "" },
    })),
  ];
}

/** Whether every word is part of a product's SKU, name or brand, as the server searches. */
function fits({ sku, name, brand }: FoundProduct, query: string): boolean {
  const text = `${sku} ${name ?? ""} ${brand ?? ""}`.toLowerCase();
  const words = query.toLowerCase().split(/\s+/);
  return words.every((word) => text.includes(word));
}

/**
 * Selects the first of what is found whenever that changes: Enter takes it, the arrow down goes to the second.
 * The library selects only at a keystroke, when the answer to it is still on its way.
 */
function FirstHit({ hits }: { hits: string }) {
  const { opened } = useSpotlight(paletteStore);
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are what it waits for
  useEffect(() => {
    const list = document.getElementById(paletteStore.getState().listId);
    const first = list?.querySelector("[data-action]");
    if (!list || !first) return;
    for (const selected of list.querySelectorAll("[data-selected]"))
      selected.removeAttribute("data-selected");
    first.setAttribute("data-selected", "true");
    // Asked for in vain it would still lay out the whole page at every answer.
    if (paletteStore.getState().selected > 0) first.scrollIntoView({ block: "nearest" });
    paletteStore.updateState((state) => ({ ...state, selected: 0 }));
  }, [hits, opened]);
  return null;
}

/** Ctrl-K: products, screens and actions by name. */
export default function Palette({ takeTyped }: { takeTyped: () => string }) {
  const t = useTexts(texts);
  const navigate = useNavigate();
  const [query, setQuery] = useState("");
  const [searched] = useDebouncedValue(query.trim(), 120);
  const { data, isPlaceholderData } = useSearch(searched, 8);
  // Until the answer to what is typed now is there, only those of the answer before that still fit.
  const isCurrent = searched === query.trim() && !isPlaceholderData;
  const found = query.trim() === "" ? [] : (data?.items ?? []);
  const products = isCurrent ? found : found.filter((product) => fits(product, query));
  const actions = useActions();
  const wanted = query.trim().toLowerCase();
  const shown = actions.filter(({ label }) => label.toLowerCase().includes(wanted));
  return (
    <Spotlight.Root
      store={paletteStore}
      query={query}
      onQueryChange={setQuery}
      // The frame listens for the key: it is there before this is loaded.
      shortcut={null}
      // At once, and not when it has faded out: who opens it again right away starts anew.
      onSpotlightClose={() => setQuery("")}
      // As every dialog has it: a blurred page is painted anew with every key.
      overlayProps={{ backgroundOpacity: 0.45 }}
      scrollable
      maxHeight={420}
    >
      <Spotlight.Search
        placeholder={t("find")}
        aria-label={t("find")}
        onFocus={() => setQuery((before) => before + takeTyped())}
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {products.length > 0 && (
          <Spotlight.ActionsGroup label={t("products")}>
            {products.map(({ sku, name, image_url }) => (
              <Spotlight.Action
                key={sku}
                onClick={() => {
                  palette.close();
                  void navigate({ to: "/products/$sku", params: { sku } });
                }}
              >
                <ProductLine sku={sku} name={name} imageUrl={image_url} size={32} />
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        )}
        {shown.length > 0 && (
          <Spotlight.ActionsGroup label={t("screens")}>
            {shown.map(({ id, label, Icon, to, search }) => (
              <Spotlight.Action
                key={id}
                onClick={() => {
                  palette.close();
                  void navigate({ to, search: search ?? {} } as never);
                }}
              >
                <Group gap="sm">
                  <Icon size={18} aria-hidden />
                  <Text size="sm">{label}</Text>
                </Group>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        )}
        {products.length === 0 && shown.length === 0 && <Spotlight.Empty>{t("nothing")}</Spotlight.Empty>}
      </Spotlight.ActionsList>
      <FirstHit hits={[...products.map(({ sku }) => sku), ...shown.map(({ id }) => id)].join("\n")} />
    </Spotlight.Root>
  );
}
