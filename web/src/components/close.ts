import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({ en: { close: "Close" }, de: { close: "Schließen" } });

/** What the cross of a dialog is called; without it, it has no name: `closeButtonProps={useCloseButton()}`. */
export function useCloseButton(): { "aria-label": string } {
  const t = useTexts(texts);
  return { "aria-label": t("close") };
}
