import { defineTexts, useTexts } from "~/i18n";
import type { Sample } from "./api";

const texts = defineTexts({
  en: {
    all: "{size, plural, one {# product} other {# products}} from all over the shop",
    best_sellers: "{size, plural, one {the best seller} other {the # best sellers}}",
    worst_covered: "{size, plural, one {the worst covered product} other {the # worst covered products}}",
    skus: "{size, plural, one {# named product} other {# named products}}",
    within: "{sample}, in {category}",
  },
  de: {
    all: "{size, plural, one {# Produkt} other {# Produkte}} aus dem ganzen Shop",
    best_sellers: "{size, plural, one {das meistverkaufte Produkt} other {die # meistverkauften Produkte}}",
    worst_covered:
      "{size, plural, one {das am schlechtesten abgedeckte Produkt} other {die # am schlechtesten abgedeckten Produkte}}",
    skus: "{size, plural, one {# genanntes Produkt} other {# genannte Produkte}}",
    within: "{sample}, in {category}",
  },
});

/** A sample in words. */
export function useSampleWords(): (sample: Sample | undefined) => string {
  const t = useTexts(texts);
  return (sample) => {
    if (!sample) return "";
    const { by = "all", category, size = 0 } = sample;
    const said = by in texts.en ? t(by as "all", { size }) : by;
    return category ? t("within", { sample: said, category }) : said;
  };
}
