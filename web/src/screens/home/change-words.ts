import { useCallback } from "react";
import type { AuditEntry } from "~/api/types";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";
import { changeOf } from "./change";

const texts = defineTexts({
  en: {
    relation_create: "Linked {source} to {target} as {type}",
    relation_delete: "Removed {target} from {source} under {type}",
    relation_update: "Changed {fields} of {target} under {type} of {source}",
    relation_moved: "Moved {target} to position {position, number} under {type} of {source}",
    relation_retyped: "Moved {target} from {typeBefore} to {type} of {source}",
    product_create: "Added the product {name}",
    product_update: "Changed {fields} of {name}",
    product_delete: "Deleted the product {name}",
    relation_type_create: "Added the relation type {name}",
    relation_type_update: "Changed the relation type {name}: {fields}",
    relation_type_delete: "Deleted the relation type {name}",
    channel_create: "Added the channel {name}",
    channel_update: "Changed the channel {name}: {fields}",
    channel_delete: "Deleted the channel {name}",
    placement_create: "Added the placement {name}",
    placement_update: "Changed the placement {name}: {fields}",
    placement_delete: "Deleted the placement {name}",
    view_create: "Saved the view {name}",
    view_update: "Changed the view {name}: {fields}",
    view_delete: "Deleted the view {name}",
    rule_create: "Made the rule {name}",
    rule_update: "Changed the rule {name}: {fields}",
    rule_delete: "Deleted the rule {name}",
    guideline_create: "Made the guideline {name}",
    guideline_update: "Changed the guideline {name}: {fields}",
    guideline_delete: "Deleted the guideline {name}",
    condition_create: "Made the condition {name}",
    condition_update: "Changed the condition {name}: {fields}",
    condition_delete: "Deleted the condition {name}",
    test_suite_create: "Made the test suite {name}",
    test_suite_update: "Changed the test suite {name}: {fields}",
    test_suite_delete: "Deleted the test suite {name}",
    import: "Imported {name}: {rows, plural, one {# row} other {# rows}}",
    import_rejected: "Imported {name}: {rows, number} rows, of which {rejected, number} could not be taken",
    import_bulk:
      "Changed many at once: {created, number} made, {updated, number} changed, {removed, number} removed",
    import_reverted: "Took back the import of {name}",
    order: "Took in the order {name}",
    shop: "Set {name, select, currency {the currency} other {{name}}} to {value}",
    other: "{action} {noun} {name}",
  },
  de: {
    relation_create: "{source} mit {target} verknüpft als {type}",
    relation_delete: "{target} bei {source} entfernt unter {type}",
    relation_update: "{fields} von {target} geändert unter {type} bei {source}",
    relation_moved: "{target} auf Position {position, number} gesetzt unter {type} bei {source}",
    relation_retyped: "{target} von {typeBefore} nach {type} verschoben bei {source}",
    product_create: "Produkt {name} angelegt",
    product_update: "{fields} von {name} geändert",
    product_delete: "Produkt {name} gelöscht",
    relation_type_create: "Beziehungsart {name} angelegt",
    relation_type_update: "Beziehungsart {name} geändert: {fields}",
    relation_type_delete: "Beziehungsart {name} gelöscht",
    channel_create: "Kanal {name} angelegt",
    channel_update: "Kanal {name} geändert: {fields}",
    channel_delete: "Kanal {name} gelöscht",
    placement_create: "Platz {name} angelegt",
    placement_update: "Platz {name} geändert: {fields}",
    placement_delete: "Platz {name} gelöscht",
    view_create: "Ansicht {name} gespeichert",
    view_update: "Ansicht {name} geändert: {fields}",
    view_delete: "Ansicht {name} gelöscht",
    rule_create: "Regel {name} angelegt",
    rule_update: "Regel {name} geändert: {fields}",
    rule_delete: "Regel {name} gelöscht",
    guideline_create: "Richtlinie {name} angelegt",
    guideline_update: "Richtlinie {name} geändert: {fields}",
    guideline_delete: "Richtlinie {name} gelöscht",
    condition_create: "Bedingung {name} angelegt",
    condition_update: "Bedingung {name} geändert: {fields}",
    condition_delete: "Bedingung {name} gelöscht",
    test_suite_create: "Prüfung {name} angelegt",
    test_suite_update: "Prüfung {name} geändert: {fields}",
    test_suite_delete: "Prüfung {name} gelöscht",
    import: "{name} importiert: {rows, plural, one {# Zeile} other {# Zeilen}}",
    import_rejected: "{name} importiert: {rows, number} Zeilen, davon {rejected, number} nicht übernommen",
    import_bulk:
      "Viele auf einmal geändert: {created, number} angelegt, {updated, number} geändert, {removed, number} entfernt",
    import_reverted: "Import von {name} zurückgenommen",
    order: "Bestellung {name} übernommen",
    shop: "{name, select, currency {Währung} other {{name}}} auf {value} gesetzt",
    other: "{action} {noun} {name}",
  },
});

/** A line of the audit log in plain words. */
export function useChangeWords(): (entry: AuditEntry) => string {
  const t = useTexts(texts) as (key: string, values: Record<string, string | number>) => string;
  const { look } = useRelationTypes();
  return useCallback(
    (entry) => {
      const { key, values, type, typeBefore } = changeOf(entry);
      return t(key in texts.en ? key : "other", {
        noun: entry.noun,
        action: entry.action,
        name: entry.key,
        ...values,
        type: type ? look(type).label : "",
        typeBefore: typeBefore ? look(typeBefore).label : "",
      });
    },
    [t, look],
  );
}
