import { useCallback } from "react";
import type { components } from "~/api/schema";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useFormats, useTexts } from "~/i18n";

/** A product that may be added, and what speaks for it. */
export type Candidate = components["schemas"]["Candidate"];

const texts = defineTexts({
  en: {
    siblings: "{count, number} of {of, number} products in {category} have it",
    reverse: "Has this product in its own list",
    otherType: "Linked already as {type}",
    otherTypes: "Linked already as {type} and in {more, plural, one {# more way} other {# more ways}}",
    samePrice: "In {category}, at about the same price",
    dearer: "In {category}, {percent, number} % dearer",
    cheaper: "In {category}, {percent, number} % cheaper",
    newer: "In {category}, in the shop since {since}",
    search: "Matches the search",
  },
  de: {
    siblings: "{count, number} von {of, number} Produkten in {category} haben es",
    reverse: "Hat dieses Produkt in seiner eigenen Liste",
    otherType: "Schon verbunden als {type}",
    otherTypes:
      "Schon verbunden als {type} und auf {more, plural, one {# weitere Art} other {# weitere Arten}}",
    samePrice: "In {category}, etwa zum selben Preis",
    dearer: "In {category}, {percent, number} % teurer",
    cheaper: "In {category}, {percent, number} % günstiger",
    newer: "In {category}, im Shop seit {since}",
    search: "Passt zur Suche",
  },
});

/** The evidence of a candidate in words. */
export function useEvidence(): (candidate: Pick<Candidate, "evidence" | "text">) => string {
  const t = useTexts(texts);
  const { look } = useRelationTypes();
  const formats = useFormats();
  return useCallback(
    ({ evidence, text }) => {
      const { kind, count, of, type, percent, since } = evidence;
      const category = evidence.category ?? "";
      if (kind === "siblings") return t("siblings", { count, of, category });
      if (kind === "reverse") return t("reverse");
      if (kind === "search") return t("search");
      if (kind === "other_type") {
        const more = (count ?? 1) - 1;
        return t(more > 0 ? "otherTypes" : "otherType", { type: look(type ?? "").label, more });
      }
      // A kind that came after this app is said as the server says it.
      if (kind !== "same_category") return text;
      if (since) return t("newer", { category, since: formats.date(since) });
      const dearer = percent ?? 0;
      if (dearer === 0) return t("samePrice", { category });
      return t(dearer > 0 ? "dearer" : "cheaper", { category, percent: Math.abs(dearer) });
    },
    [formats, look, t],
  );
}
