import { useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import { useScreenKeys } from "~/app/keys";
import { isTyping, useUndo } from "~/app/undo";
import type { ConditionNoun } from "~/components/condition/api";
import { deleteDocument, NEW } from "~/components/document/api";
import { defineTexts, useTexts } from "~/i18n";
import { type Status, setStatus, statusOf } from "./api";
import { ruleTexts } from "./rule-texts";

const texts = defineTexts({
  en: {
    search: "Search",
    walk: "Walk through the rows",
    open: "Open",
    new: "New",
    toggle: "Activate or pause",
    duplicate: "Duplicate",
    archive: "Archive",
    remove: "Delete",
  },
  de: {
    search: "Suchen",
    walk: "Durch die Zeilen gehen",
    open: "Öffnen",
    new: "Neu",
    toggle: "Aktivieren oder pausieren",
    duplicate: "Duplizieren",
    archive: "Archivieren",
    remove: "Löschen",
  },
});

export interface Listed {
  code?: string;
  name?: string;
  status?: string;
}

const SAID = { active: "activated", paused: "paused_", archived: "archived_", draft: "drafted" } as const;

/** What can be done with the rows of a list, by menu and by key; each can be undone. */
export function useListActions(noun: ConditionNoun) {
  const hasStatus = noun !== "conditions";
  const t = useTexts(texts);
  const words = useTexts(ruleTexts);
  const navigate = useNavigate();
  const { done } = useUndo();
  const [refusal, setRefusal] = useState<{ name: string; code: string; error: unknown }>();
  const searchRef = useRef<HTMLInputElement>(null);
  const nameOf = ({ name, code }: Listed) => name || (code ?? "");
  const attempt = async (document: Listed, what: string, act: () => Promise<{ revision: number | null }>) => {
    setRefusal(undefined);
    try {
      const { revision } = await act();
      done({ what, revision });
    } catch (error) {
      setRefusal({ name: nameOf(document), code: document.code ?? "", error });
    }
  };
  const actions = {
    set: (document: Listed, status: Status) =>
      hasStatus &&
      void attempt(document, words(SAID[status], { name: nameOf(document) }), () =>
        setStatus(noun, document.code ?? "", status),
      ),
    remove: (document: Listed) =>
      void attempt(document, words("removed", { name: nameOf(document) }), () =>
        deleteDocument(noun, document.code ?? "", null),
      ),
    duplicate: (document: Listed) =>
      void navigate({ to: `/${noun}/${NEW}`, search: { copy: document.code ?? "" } as never }),
    open: (document: Listed) => void navigate({ to: `/${noun}/${encodeURIComponent(document.code ?? "")}` }),
  };
  const enabled = useScreenKeys(
    useMemo(
      () => [
        { keys: "/", label: t("search") },
        { keys: "↑ ↓", label: t("walk") },
        { keys: "Enter", label: t("open") },
        { keys: "n", label: t("new") },
        ...(hasStatus ? [{ keys: "p", label: t("toggle") }] : []),
        ...(noun === "rules" ? [{ keys: "d", label: t("duplicate") }] : []),
        ...(hasStatus ? [{ keys: "a", label: t("archive") }] : []),
        { keys: "Delete", label: t("remove") },
      ],
      [t, noun, hasStatus],
    ),
  );
  useEffect(() => {
    if (!enabled) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target) || document.querySelector("[role=dialog]")) return;
      if (event.key === "/") searchRef.current?.focus();
      else if (event.key === "n") void navigate({ to: `/${noun}/${NEW}` });
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [enabled, navigate, noun]);
  /** What a key does with a row; whether it does anything. */
  const onKey = (key: string, row: Listed): boolean => {
    if (!enabled) return false;
    const status = statusOf(row.status);
    if (key === "p" && hasStatus) actions.set(row, status === "active" ? "paused" : "active");
    else if (key === "d" && noun === "rules") actions.duplicate(row);
    else if (key === "a" && hasStatus) actions.set(row, status === "archived" ? "draft" : "archived");
    else if (key === "Delete") actions.remove(row);
    else return false;
    return true;
  };
  return { actions, onKey, refusal, searchRef };
}

export type ListActions = ReturnType<typeof useListActions>["actions"];
