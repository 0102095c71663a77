import { Button, Group, Menu, Text } from "@mantine/core";
import { IconBookmark, IconDots } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { Search } from "~/app/search";
import { useUndo } from "~/app/undo";
import { useReason } from "~/components/problems";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";
import { useAttempt } from "./attempt";
import { canonical } from "./filters";
import { ViewNameDialog } from "./view-name";
import { ViewTab } from "./view-tab";
import {
  changeView,
  codeOf,
  createView,
  deleteView,
  isView,
  queryOf,
  searchOfView,
  type View,
  viewsQuery,
} from "./views-api";

const texts = defineTexts({
  en: {
    views: "Views",
    all: "All products",
    without: "No {type}",
    imported: "Only imported",
    out: "Points to something not available",
    uncovered: "Shows nothing",
    more: "More views",
    save: "Save as view",
    manage: "Change view {name}",
    update: "Save the changes",
    rename: "Rename",
    remove: "Delete",
    saved: "Saved view {name}",
    renamed: "Renamed view to {name}",
    removed: "Deleted view {name}",
    changed: "changed",
    failed: "Saved views cannot be read: {reason}",
  },
  de: {
    views: "Ansichten",
    all: "Alle Produkte",
    without: "Ohne {type}",
    imported: "Nur importiert",
    out: "Zeigt auf nicht Verfügbares",
    uncovered: "Zeigt nichts",
    more: "Weitere Ansichten",
    save: "Als Ansicht speichern",
    manage: "Ansicht {name} ändern",
    update: "Änderungen speichern",
    rename: "Umbenennen",
    remove: "Löschen",
    saved: "Ansicht {name} gespeichert",
    renamed: "Ansicht in {name} umbenannt",
    removed: "Ansicht {name} gelöscht",
    changed: "geändert",
    failed: "Gespeicherte Ansichten sind nicht lesbar: {reason}",
  },
});

/** Saved views that stand there as tabs; the others are in a menu. */
const TABS_MAX = 6;

/** Lists that everybody has. Their queries name nothing of one shop but the type of accessories. */
function useBuiltIn(): { code: string; name: string; query: string }[] {
  const t = useTexts(texts);
  const { types, look, isLoading, error } = useRelationTypes();
  // One of them stands between the others: all come together.
  if (isLoading && !error) return [];
  const hasAccessories = types.some(({ code }) => code === "accessory");
  return [
    { code: "", name: t("all"), query: "" },
    ...(hasAccessories
      ? [
          {
            code: "builtin:accessory",
            name: t("without", { type: look("accessory").label }),
            query: "without=accessory",
          },
        ]
      : []),
    { code: "builtin:imported", name: t("imported"), query: "state=only_imported" },
    { code: "builtin:points-out", name: t("out"), query: "state=points_out" },
    { code: "builtin:uncovered", name: t("uncovered"), query: "state=uncovered" },
  ];
}

interface ViewsProps {
  /** The view that was chosen, if any. */
  chosen: string | undefined;
  onShow: (query: Search, view: string | undefined) => void;
}

/** Saved lists as tabs, with saving, renaming, deleting. */
export function Views({ chosen, onShow }: ViewsProps) {
  const t = useTexts(texts);
  const { done } = useUndo();
  const search = useSearch({ strict: false }) as Search;
  const { data: saved = [], error } = useQuery(viewsQuery);
  const builtIn = useBuiltIn();
  const [asking, setAsking] = useState<"save" | "rename" | null>(null);
  const mine = saved.find(({ code }) => code === chosen);
  const same = [...builtIn, ...saved].find(({ query }) => isView(query, search));
  const current = mine ?? same;
  const isChanged = mine !== undefined && !isView(mine.query, search);
  const tabs = saved.slice(0, TABS_MAX);
  const others = saved.slice(TABS_MAX);

  const save = async (name: string) => {
    const code = codeOf(
      name,
      saved.map(({ code }) => code),
    );
    const position = Math.max(0, ...saved.map(({ position }) => position)) + 1;
    const revision = await createView({ code, name, screen: "products", query: queryOf(search), position });
    done({ what: t("saved", { name }), revision });
    onShow({ ...searchOfView(queryOf(search)) }, code);
  };
  const rename = async (view: View, name: string) => {
    done({ what: t("renamed", { name }), revision: await changeView(view.code, { name }) });
  };
  const update = async (view: View) => {
    const revision = await changeView(view.code, { query: queryOf(search) });
    done({ what: t("saved", { name: view.name }), revision });
  };
  const remove = async (view: View) => {
    done({ what: t("removed", { name: view.name }), revision: await deleteView(view.code) });
    onShow(searchOfView(queryOf(search)), undefined);
  };
  const attempt = useAttempt();
  const reason = useReason();

  return (
    <Group gap={6} mih={28} component="nav" aria-label={t("views")}>
      {builtIn.map(({ code, name, query }) => (
        <ViewTab
          key={code}
          name={name}
          query={query}
          view={undefined}
          isCurrent={current?.code === code}
          onShow={() => onShow(searchOfView(query), undefined)}
        />
      ))}
      {tabs.map(({ code, name, query }) => (
        <ViewTab
          key={code}
          name={code === mine?.code && isChanged ? `${name} (${t("changed")})` : name}
          query={query}
          view={code}
          isCurrent={current?.code === code}
          onShow={() => onShow(searchOfView(query), code)}
        />
      ))}
      {others.length > 0 && (
        <Menu>
          <Menu.Target>
            <Button variant="default" size="compact-sm">
              {t("more")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map(({ code, name, query }) => (
              <Menu.Item
                key={code}
                aria-current={current?.code === code || undefined}
                onClick={() => onShow(searchOfView(query), code)}
              >
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {mine && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button
              variant="subtle"
              size="compact-sm"
              aria-label={t("manage", { name: mine.name })}
              leftSection={<IconDots size={16} aria-hidden />}
              px={6}
            />
          </Menu.Target>
          <Menu.Dropdown>
            {isChanged && (
              <Menu.Item onClick={() => void attempt(() => update(mine))}>{t("update")}</Menu.Item>
            )}
            <Menu.Item onClick={() => setAsking("rename")}>{t("rename")}</Menu.Item>
            <Menu.Item color="red" onClick={() => void attempt(() => remove(mine))}>
              {t("remove")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {(!same || isChanged) && canonical(search) !== "" && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconBookmark size={16} aria-hidden />}
          onClick={() => setAsking("save")}
        >
          {t("save")}
        </Button>
      )}
      {error && (
        <Text size="xs" c="dimmed" role="status">
          {t("failed", { reason: reason(error) })}
        </Text>
      )}
      {asking && (
        <ViewNameDialog
          initial={asking === "rename" ? (mine?.name ?? "") : ""}
          onClose={() => setAsking(null)}
          onName={(name) => (asking === "rename" && mine ? rename(mine, name) : save(name))}
        />
      )}
    </Group>
  );
}
