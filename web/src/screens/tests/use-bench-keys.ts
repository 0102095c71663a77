import { useEffect, useMemo, useRef } from "react";
import { useKeys, useScreenKeys } from "~/app/keys";
import { isTyping } from "~/app/undo";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: {
    run: "Run the tests",
    cancel: "Cancel the run",
    next: "Next failure",
    walk: "Walk through the checks",
    open: "Open or close a check",
  },
  de: {
    run: "Prüfen",
    cancel: "Lauf abbrechen",
    next: "Nächster Fehlschlag",
    walk: "Durch die Prüfpunkte gehen",
    open: "Prüfpunkt auf- oder zuklappen",
  },
});

/** Does something at single keys, unless they are switched off or somebody writes. */
export function useSingleKeys(actions: Record<string, () => void>): void {
  const { enabled } = useKeys();
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    if (!enabled) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target) || document.querySelector("[role=dialog]")) return;
      const action = latest.current[event.key];
      if (!action) return;
      action();
      event.preventDefault();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [enabled]);
}

/** Tells the keys of the bench; the report listens to its own. */
export function useBenchKeys({ onRun, onCancel }: { onRun: () => void; onCancel: () => void }): void {
  const t = useTexts(texts);
  useScreenKeys(
    useMemo(
      () => [
        { keys: "r", label: t("run") },
        { keys: "Esc", label: t("cancel") },
        { keys: "n", label: t("next") },
        { keys: "↑ ↓", label: t("walk") },
        { keys: "Enter", label: t("open") },
      ],
      [t],
    ),
  );
  useSingleKeys({ r: onRun, Escape: onCancel });
}
