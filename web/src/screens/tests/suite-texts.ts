import { defineTexts } from "~/i18n";

/** What the parts of a suite are called, in its editor, its history and when two versions differ. */
export const suiteTexts = defineTexts({
  en: {
    name: "Name",
    required: "Required",
    sample: "Products",
    asks: "Where",
    at: "At",
    checks: "Checks",
    basics: "Name and meaning",
    requiredLabel: "Required before something becomes active",
    requiredHelp:
      "A rule or guideline with which this suite fails cannot become active: the change is refused, and the check and a product are named. Drafts can always be saved. Who wants it live all the same changes the suite, which its history shows. Such a suite asks for at most 1,000 answers, because whoever saves waits for it, and there are at most five.",
    atHelp: "The moment in question, in your time zone, {zone}; empty is now",
    asksHelp: "Each product is asked about in each of these places; without one, on the product page.",
    ask: "Place {place, number}",
    addAsk: "Add a place",
    removeAsk: "Remove place {place, number}",
    run: "Run this suite",
  },
  de: {
    name: "Name",
    required: "Pflicht",
    sample: "Produkte",
    asks: "Wo",
    at: "Zeitpunkt",
    checks: "Prüfpunkte",
    basics: "Name und Bedeutung",
    requiredLabel: "Pflicht, bevor etwas aktiv wird",
    requiredHelp:
      "Eine Regel oder Richtlinie, mit der diese Prüfung durchfällt, kann nicht aktiv werden: Die Änderung wird abgelehnt, und der Prüfpunkt und ein Produkt werden genannt. Entwürfe lassen sich immer speichern. Wer sie trotzdem live haben will, ändert die Prüfung, und ihr Verlauf zeigt das. Eine solche Prüfung verlangt höchstens 1.000 Antworten, weil auf sie gewartet wird, und es gibt höchstens fünf.",
    atHelp: "Der Zeitpunkt, um den es geht, in Ihrer Zeitzone, {zone}; leer heißt jetzt",
    asksHelp: "Nach jedem Produkt wird an jedem dieser Plätze gefragt; ohne Angabe auf der Produktseite.",
    ask: "Platz {place, number}",
    addAsk: "Platz hinzufügen",
    removeAsk: "Platz {place, number} entfernen",
    run: "Diese Prüfung ausführen",
  },
});
