import type { Recommendations } from "~/api/types";
import { defineTexts, type Translate } from "~/i18n";

export const removedTexts = defineTexts({
  en: {
    out_of_stock: "{count, plural, one {# is sold out} other {# are sold out}}",
    inactive: "{count, plural, one {# is not sold any more} other {# are not sold any more}}",
    not_in_channel:
      "{count, plural, one {# is not sold in this channel} other {# are not sold in this channel}}",
    outside_window: "{count, plural, one {# is outside its time} other {# are outside their time}}",
    segment: "{count, plural, one {# is for other customers} other {# are for other customers}}",
    in_cart: "{count, plural, one {# is in the cart already} other {# are in the cart already}}",
    family:
      "{count, plural, one {# is of a family that is shown already} other {# are of a family that is shown already}}",
    guideline: "{count, plural, one {# is forbidden by a guideline} other {# are forbidden by a guideline}}",
    excluded: "{count, plural, one {# is hidden here} other {# are hidden here}}",
    duplicate: "{count, plural, one {# is shown already} other {# are shown already}}",
    cap: "{count, plural, one {# is over the most for its brand or category} other {# are over the most for their brand or category}}",
    cycle: "{count, plural, one {# would close a circle} other {# would close a circle}}",
    too_few:
      "{count, plural, one {# was all that a rule found, too few to show} other {# were all that a rule found, too few to show}}",
    other: "{count, number} left out: {reason}",
  },
  de: {
    out_of_stock: "{count, plural, one {# ist ausverkauft} other {# sind ausverkauft}}",
    inactive: "{count, plural, one {# wird nicht mehr verkauft} other {# werden nicht mehr verkauft}}",
    not_in_channel:
      "{count, plural, one {# wird in diesem Kanal nicht verkauft} other {# werden in diesem Kanal nicht verkauft}}",
    outside_window: "{count, plural, one {# ist außerhalb seiner Zeit} other {# sind außerhalb ihrer Zeit}}",
    segment: "{count, plural, one {# ist für andere Kunden} other {# sind für andere Kunden}}",
    in_cart: "{count, plural, one {# liegt schon im Warenkorb} other {# liegen schon im Warenkorb}}",
    family:
      "{count, plural, one {# gehört zu einer schon gezeigten Familie} other {# gehören zu einer schon gezeigten Familie}}",
    guideline: "{count, plural, one {# verbietet eine Leitlinie} other {# verbietet eine Leitlinie}}",
    excluded: "{count, plural, one {# ist hier ausgeblendet} other {# sind hier ausgeblendet}}",
    duplicate: "{count, plural, one {# wird schon gezeigt} other {# werden schon gezeigt}}",
    cap: "{count, plural, one {# überschreitet die Höchstzahl je Marke oder Kategorie} other {# überschreiten die Höchstzahl je Marke oder Kategorie}}",
    cycle: "{count, plural, one {# würde einen Kreis schließen} other {# würden einen Kreis schließen}}",
    too_few:
      "{count, plural, one {# war alles, was eine Regel fand, zu wenig zum Zeigen} other {# waren alles, was eine Regel fand, zu wenig zum Zeigen}}",
    other: "{count, number} ausgelassen: {reason}",
  },
});

type Key = keyof typeof removedTexts.en;

/** What an answer left out, in words and numbers. */
export function removedInWords(
  removed: Recommendations["removed"],
  t: Translate<Key>,
): { reason: string; text: string }[] {
  return removed.map(({ reason, count }) => {
    const isKnown = reason in removedTexts.en && reason !== "other";
    return { reason, text: t(isKnown ? (reason as Key) : "other", { count, reason }) };
  });
}
