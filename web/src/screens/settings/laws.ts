import { defineTexts } from "~/i18n";

/** What circles mean for a type, the freest first. */
export const LAWS = ["free", "warn", "order", "strict"] as const;
export type Law = (typeof LAWS)[number];

export function lawOf(text: string | null | undefined): Law {
  return LAWS.find((law) => law === text) ?? "free";
}

export const lawTexts = defineTexts({
  en: {
    free: "Circles are fine",
    warn: "Circles are allowed and reported",
    order: "Rises along an order, never back",
    strict: "Never in a circle",
    freeHelp: "A may lead to B and B to A, as with things that go together.",
    warnHelp: "A circle can be made, but it is listed among the circles, as it is often a mistake.",
    orderHelp:
      "Something rises along each relation, such as the price; a relation that would lead back is refused.",
    strictHelp: "A relation that would lead back to where it came from is refused, however long the way.",
  },
  de: {
    free: "Kreise sind in Ordnung",
    warn: "Kreise sind erlaubt und werden gemeldet",
    order: "Steigt entlang einer Ordnung, nie zurück",
    strict: "Nie im Kreis",
    freeHelp: "A darf zu B führen und B zu A, wie bei Dingen, die zusammenpassen.",
    warnHelp: "Ein Kreis kann entstehen, steht aber unter den Kreisen, denn oft ist er ein Versehen.",
    orderHelp:
      "Entlang jeder Beziehung steigt etwas, etwa der Preis; eine Beziehung, die zurückführen würde, wird abgelehnt.",
    strictHelp:
      "Eine Beziehung, die zum Ausgangspunkt zurückführen würde, wird abgelehnt, so lang der Weg auch ist.",
  },
});
