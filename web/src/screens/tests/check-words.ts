import { defineTexts, type Formats, useFormats, useTexts } from "~/i18n";
import type { CheckReport } from "./api";

/** The checks there are, in the order in which they are offered. */
export const CHECKS = [
  "guidelines",
  "forbid",
  "coverage",
  "nothing_shown",
  "hit_rate",
  "bought_together",
  "brands",
  "categories",
  "catalogue_share",
  "concentration",
  "latency_p50_ms",
  "latency_p99_ms",
  "latency_max_ms",
  "withheld",
  "broken_rules",
] as const;
type Kind = (typeof CHECKS)[number] | "complete";

/** How the figure of a check is written, and on which side of a bound it should be. */
const FORMS: Record<Kind, { form: "share" | "count" | "ms"; side: "least" | "most" }> = {
  guidelines: { form: "count", side: "most" },
  forbid: { form: "count", side: "most" },
  coverage: { form: "share", side: "least" },
  nothing_shown: { form: "share", side: "most" },
  hit_rate: { form: "share", side: "least" },
  bought_together: { form: "share", side: "least" },
  brands: { form: "count", side: "least" },
  categories: { form: "count", side: "least" },
  catalogue_share: { form: "share", side: "least" },
  concentration: { form: "share", side: "most" },
  latency_p50_ms: { form: "ms", side: "most" },
  latency_p99_ms: { form: "ms", side: "most" },
  latency_max_ms: { form: "ms", side: "most" },
  withheld: { form: "count", side: "most" },
  broken_rules: { form: "count", side: "most" },
  complete: { form: "share", side: "least" },
};

export const kindOf = (check: string): Kind => (check in FORMS ? (check as Kind) : "forbid");
/** A check whose findings are warnings or failures, without a bound of its own. */
export const isOfPicks = (check: string) => check === "guidelines" || check === "forbid";
export const isShare = (check: string) => FORMS[kindOf(check)].form === "share";

export const checkTexts = defineTexts({
  en: {
    guidelines: "Guidelines",
    guidelinesHelp: "Nothing shown is against a guideline.",
    forbid: "Never shown",
    forbidHelp: "Nothing shown meets a condition of your own.",
    coverage: "Coverage",
    coverageHelp: "The share of answers with enough items of relations and rules.",
    nothing_shown: "Nothing shown",
    nothing_shownHelp: "The share of answers without any item, fallbacks included.",
    hit_rate: "Hit rate",
    hit_rateHelp:
      "Of the orders in which a product was bought with others, the share in which one of the others is shown.",
    bought_together: "Bought together",
    bought_togetherHelp: "The share of the pairs shown that were bought together.",
    brands: "Brands",
    brandsHelp: "How many brands are shown.",
    categories: "Categories",
    categoriesHelp: "How many categories are shown.",
    catalogue_share: "Share of the catalogue",
    catalogue_shareHelp: "The share of the products on sale that is shown at all.",
    concentration: "Concentration",
    concentrationHelp: "The share of the answers in which the most shown product stands.",
    latency_p50_ms: "Usual time",
    latency_p50_msHelp: "Half of the answers take so long at most.",
    latency_p99_ms: "Slow answers",
    latency_p99_msHelp: "99 of 100 answers take so long at most.",
    latency_max_ms: "Slowest answer",
    latency_max_msHelp: "How long the slowest answer takes.",
    withheld: "Withheld pairs",
    withheldHelp: "Pairs of rules that are left out because they would close a circle.",
    broken_rules: "Broken rules",
    broken_rulesHelp: "Active rules that cannot be read or ask for attributes that no product has.",
    complete: "Time",
    completeHelp: "Whether there was time for all answers.",
    least: "at least {value}",
    most: "at most {value}",
    should: "should be {bound}",
    must: "must be {bound}",
    none: "no bound",
  },
  de: {
    guidelines: "Richtlinien",
    guidelinesHelp: "Nichts, was gezeigt wird, verstößt gegen eine Richtlinie.",
    forbid: "Nie gezeigt",
    forbidHelp: "Nichts, was gezeigt wird, erfüllt eine eigene Bedingung.",
    coverage: "Abdeckung",
    coverageHelp: "Der Anteil der Antworten mit genug Produkten aus Beziehungen und Regeln.",
    nothing_shown: "Nichts gezeigt",
    nothing_shownHelp: "Der Anteil der Antworten ganz ohne Produkte, auch ohne Ersatzauswahl.",
    hit_rate: "Trefferquote",
    hit_rateHelp:
      "Von den Bestellungen, in denen ein Produkt mit anderen gekauft wurde, der Anteil, in dem eines der anderen gezeigt wird.",
    bought_together: "Zusammen gekauft",
    bought_togetherHelp: "Der Anteil der gezeigten Paare, die zusammen gekauft wurden.",
    brands: "Marken",
    brandsHelp: "Wie viele Marken gezeigt werden.",
    categories: "Kategorien",
    categoriesHelp: "Wie viele Kategorien gezeigt werden.",
    catalogue_share: "Anteil am Sortiment",
    catalogue_shareHelp: "Der Anteil der verkäuflichen Produkte, der überhaupt gezeigt wird.",
    concentration: "Konzentration",
    concentrationHelp: "Der Anteil der Antworten, in denen das meistgezeigte Produkt steht.",
    latency_p50_ms: "Übliche Dauer",
    latency_p50_msHelp: "So lange dauert die Hälfte der Antworten höchstens.",
    latency_p99_ms: "Langsame Antworten",
    latency_p99_msHelp: "So lange dauern 99 von 100 Antworten höchstens.",
    latency_max_ms: "Langsamste Antwort",
    latency_max_msHelp: "So lange dauert die langsamste Antwort.",
    withheld: "Zurückgehaltene Paare",
    withheldHelp: "Paare aus Regeln, die weggelassen werden, weil sie einen Kreis schließen würden.",
    broken_rules: "Defekte Regeln",
    broken_rulesHelp:
      "Aktive Regeln, die nicht lesbar sind oder nach Merkmalen fragen, die kein Produkt hat.",
    complete: "Zeit",
    completeHelp: "Ob die Zeit für alle Antworten reichte.",
    least: "mindestens {value}",
    most: "höchstens {value}",
    should: "soll {bound} sein",
    must: "muss {bound} sein",
    none: "keine Schwelle",
  },
});

function figure({ percent, duration, number }: Formats, check: string, value: number): string {
  const { form } = FORMS[kindOf(check)];
  if (form === "share") return percent(value);
  return form === "ms" ? duration(value * 1_000) : number(value);
}

/** Says figures and bounds of checks. */
export function useCheckWords() {
  const t = useTexts(checkTexts);
  const formats = useFormats();
  const say = (check: string, value: number | null | undefined) =>
    value === null || value === undefined ? "–" : figure(formats, check, value);
  return {
    figure: say,
    /** In which a check should be, and in which it must. */
    bounds: ({ check, warn, fail }: Pick<CheckReport, "check" | "warn" | "fail">): string[] => {
      const bound = (value: number) => t(FORMS[kindOf(check)].side, { value: say(check, value) });
      const said = [
        ...(typeof warn === "number" ? [t("should", { bound: bound(warn) })] : []),
        ...(typeof fail === "number" ? [t("must", { bound: bound(fail) })] : []),
      ];
      return said.length > 0 ? said : [t("none")];
    },
  };
}
