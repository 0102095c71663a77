import { useMemo } from "react";
import { useScreenKeys } from "~/app/keys";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: {
    move: "Move the question up or down",
    save: "Save, from any field of one line",
    choose: "Choose a proposed name",
    step: "Take the last change of the questions back, or make it again",
  },
  de: {
    move: "Frage nach oben oder unten",
    save: "Speichern, aus jedem einzeiligen Feld",
    choose: "Vorgeschlagenen Namen wählen",
    step: "Letzte Änderung der Fragen zurücknehmen oder wieder vornehmen",
  },
});

/** Tells the keys of an editor of conditions; its parts listen for them. */
export function useEditorKeys(): void {
  const t = useTexts(texts);
  useScreenKeys(
    useMemo(
      () => [
        { keys: "Alt ↑ ↓", label: t("move") },
        { keys: "↓ Enter", label: t("choose") },
        { keys: "Enter", label: t("save") },
        { keys: "Ctrl Z, Ctrl Shift Z", label: t("step") },
      ],
      [t],
    ),
  );
}
