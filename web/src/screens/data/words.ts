import { defineTexts } from "~/i18n";

/** Counts of an import in a few words. */
export const shortCountTexts = defineTexts({
  en: {
    created: "{count, number} created",
    updated: "{count, number} updated",
    moved: "{count, number} moved",
    removed: "{count, number} removed",
    unchanged: "{count, number} unchanged",
    pending: "{count, number} waiting",
    rejected: "{count, number} rejected",
  },
  de: {
    created: "{count, number} angelegt",
    updated: "{count, number} geändert",
    moved: "{count, number} verschoben",
    removed: "{count, number} entfernt",
    unchanged: "{count, number} unverändert",
    pending: "{count, number} warten",
    rejected: "{count, number} abgelehnt",
  },
});
