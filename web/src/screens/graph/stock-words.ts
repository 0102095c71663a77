import { defineTexts, useTexts } from "~/i18n";
import type { GraphNode } from "./api";

const texts = defineTexts({
  en: {
    inStock: "In stock",
    soldOut: "Sold out",
    notSold: "Not sold",
    missing: "Not in the shop yet",
  },
  de: {
    inStock: "Auf Lager",
    soldOut: "Ausverkauft",
    notSold: "Nicht im Verkauf",
    missing: "Noch nicht im Shop",
  },
});

/** The words for a product's stock. */
export function useStockWords(): (node: GraphNode) => string {
  const t = useTexts(texts);
  return ({ known, status, in_stock }) => {
    if (!known) return t("missing");
    if (status !== "active") return t("notSold");
    return t(in_stock ? "inStock" : "soldOut");
  };
}
