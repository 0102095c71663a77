import { type RefObject, useEffect, useMemo } from "react";
import { useScreenKeys } from "~/app/keys";
import { isTyping } from "~/app/undo";
import { defineTexts, useTexts } from "~/i18n";
import type { ListActions } from "./list-state";

const texts = defineTexts({
  en: {
    search: "Search",
    walk: "Walk through the rows",
    select: "Select the row",
    range: "Select a range",
    page: "Select this page",
    all: "Select everything that matches",
    open: "Open the product",
    next: "Next page",
    back: "Previous page",
    bulk: "Link, copy, unlink, exclude the selection",
  },
  de: {
    search: "Suchen",
    walk: "Durch die Zeilen gehen",
    select: "Zeile auswählen",
    range: "Bereich auswählen",
    page: "Diese Seite auswählen",
    all: "Alles Passende auswählen",
    open: "Produkt öffnen",
    next: "Nächste Seite",
    back: "Vorige Seite",
    bulk: "Auswahl verknüpfen, kopieren, lösen, ausschließen",
  },
});

interface ListKeys {
  list: ListActions & { page: { index: number } | undefined };
  next: string | null;
  searchRef: RefObject<HTMLInputElement | null>;
}

/** The keys of the list; those of rows are the table's own. */
export function useListKeys({ list, next, searchRef }: ListKeys) {
  const t = useTexts(texts);
  const keys = useMemo(
    () => [
      { keys: "/", label: t("search") },
      { keys: "↑ ↓", label: t("walk") },
      { keys: "Space, x", label: t("select") },
      { keys: "Shift ↑ ↓", label: t("range") },
      { keys: "a", label: t("page") },
      { keys: "Shift a", label: t("all") },
      { keys: "Enter, e", label: t("open") },
      { keys: "n", label: t("next") },
      { keys: "b", label: t("back") },
      { keys: "l, c, u, o", label: t("bulk") },
    ],
    [t],
  );
  const enabled = useScreenKeys(keys);
  const { next: goNext, previous, page } = list;
  useEffect(() => {
    if (!enabled) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target) || document.querySelector("[role=dialog]")) return;
      if (event.key === "/") searchRef.current?.focus();
      else if (event.key === "n" && next !== null) goNext(next);
      else if (event.key === "b" && page && page.index > 0) previous();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [enabled, next, goNext, previous, page, searchRef]);
}
