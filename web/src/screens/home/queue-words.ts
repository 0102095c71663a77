import { useCallback } from "react";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: {
    uncovered: "{count, plural, one {# product shows} other {# products show}} nothing at all",
    no_relations:
      "{count, plural, one {# product has} other {# products have}} no relation of {count, plural, one {its} other {their}} own",
    rejects: "{count, plural, one {# row} other {# rows}} of {name} could not be taken",
    "unreachable-target":
      "{count, plural, one {# relation points} other {# relations point}} to something that is not available",
    "contradictory-relation":
      "{count, plural, one {# relation contradicts} other {# relations contradict}} another",
    "potential-not-rising":
      "{count, plural, one {# relation leads} other {# relations lead}} to something that is no step up",
    "overfull-list": "{count, plural, one {# list holds} other {# lists hold}} more than the type allows",
    cycle: "{count, plural, one {# group of products leads} other {# groups of products lead}} in a circle",
    "cycle-unproven":
      "{count, plural, one {# relation} other {# relations}} could not be checked for circles",
    "dangling-relation": "{count, plural, one {# relation waits} other {# relations wait}} for a product",
    "foreign-currency": "{count, plural, one {# price is} other {# prices are}} in a currency without a rate",
    "stale-relation": "{count, plural, one {# relation has} other {# relations have}} ended",
    other: "{count, plural, one {# finding} other {# findings}} of the kind {name}",
  },
  de: {
    uncovered: "{count, plural, one {# Produkt zeigt} other {# Produkte zeigen}} gar nichts",
    no_relations: "{count, plural, one {# Produkt hat} other {# Produkte haben}} keine eigene Beziehung",
    rejects: "{count, plural, one {# Zeile} other {# Zeilen}} aus {name} ließen sich nicht übernehmen",
    "unreachable-target":
      "{count, plural, one {# Beziehung zeigt} other {# Beziehungen zeigen}} auf etwas, das nicht verfügbar ist",
    "contradictory-relation":
      "{count, plural, one {# Beziehung widerspricht} other {# Beziehungen widersprechen}} einer anderen",
    "potential-not-rising":
      "{count, plural, one {# Beziehung führt} other {# Beziehungen führen}} zu etwas, das nicht besser ist",
    "overfull-list":
      "{count, plural, one {# Liste enthält} other {# Listen enthalten}} mehr, als die Art erlaubt",
    cycle:
      "{count, plural, one {# Gruppe von Produkten führt} other {# Gruppen von Produkten führen}} im Kreis",
    "cycle-unproven":
      "{count, plural, one {# Beziehung ließ} other {# Beziehungen ließen}} sich nicht auf Kreise prüfen",
    "dangling-relation":
      "{count, plural, one {# Beziehung wartet} other {# Beziehungen warten}} auf ein Produkt",
    "foreign-currency":
      "{count, plural, one {# Preis steht} other {# Preise stehen}} in einer Währung ohne Kurs",
    "stale-relation": "{count, plural, one {# Beziehung ist} other {# Beziehungen sind}} beendet",
    other: "{count, plural, one {# Befund} other {# Befunde}} der Art {name}",
  },
});

/** What an item of the queue says. */
export function useQueueWords() {
  const t = useTexts(texts) as (key: string, values: { count: number; name: string }) => string;
  return useCallback(
    (kind: string, count: number, name?: string) =>
      kind in texts.en ? t(kind, { count, name: name ?? "" }) : t("other", { count, name: kind }),
    [t],
  );
}
