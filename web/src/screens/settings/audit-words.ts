import type { AuditEntry } from "~/api/types";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";

/** The kinds of things that the log knows. */
export const NOUNS = [
  "relation",
  "product",
  "relation_type",
  "channel",
  "placement",
  "view",
  "rule",
  "guideline",
  "condition",
  "test_suite",
  "mapping",
  "import",
  "order",
  "shop",
] as const;
export const ACTIONS = ["create", "update", "delete"] as const;

const texts = defineTexts({
  en: {
    relation: "Relation",
    product: "Product",
    relation_type: "Relation type",
    channel: "Channel",
    placement: "Placement",
    view: "Saved view",
    rule: "Rule",
    guideline: "Guideline",
    condition: "Condition",
    test_suite: "Test suite",
    mapping: "Mapping",
    import: "Import",
    order: "Order",
    shop: "Shop",
    create: "Created",
    update: "Changed",
    delete: "Removed",
    link: "{source} → {target} as {type}",
    currency: "Currency",
  },
  de: {
    relation: "Beziehung",
    product: "Produkt",
    relation_type: "Beziehungsart",
    channel: "Kanal",
    placement: "Platz",
    view: "Gespeicherte Ansicht",
    rule: "Regel",
    guideline: "Richtlinie",
    condition: "Bedingung",
    test_suite: "Prüfung",
    mapping: "Zuordnung",
    import: "Import",
    order: "Bestellung",
    shop: "Shop",
    create: "Angelegt",
    update: "Geändert",
    delete: "Entfernt",
    link: "{source} → {target} als {type}",
    currency: "Währung",
  },
});

/** The texts of a stored thing that name it. */
function field(thing: unknown, name: string): string | undefined {
  const value = (thing as Record<string, unknown> | null)?.[name];
  return typeof value === "string" ? value : undefined;
}

/** The log in words: kinds, actions, and what a change was about. */
export function useAuditWords() {
  const t = useTexts(texts) as (key: string, values?: Record<string, string>) => string;
  const { look } = useRelationTypes();
  const nameOf = ({ names }: AuditEntry, sku: string) => names[sku] ?? sku;
  return {
    noun: (noun: string) => (noun in texts.en ? t(noun) : noun),
    action: (action: string) => (action in texts.en ? t(action) : action),
    about: (entry: AuditEntry): string => {
      const link = entry.summary;
      if (link) {
        return t("link", {
          source: nameOf(entry, link.source),
          target: nameOf(entry, link.target),
          type: look(link.type).label,
        });
      }
      const thing = entry.after ?? entry.before;
      if (entry.noun === "relation_type") return look(entry.key).label;
      // Settings of the shop are known by their keys.
      if (entry.noun === "shop" && entry.key in texts.en) return t(entry.key);
      if (entry.noun === "import") return field(thing, "file") ?? entry.key;
      return entry.names[entry.key] ?? field(thing, "name") ?? entry.key;
    },
  };
}
