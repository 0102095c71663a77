import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: {
    local: "At this server",
    by: "{when} by {actor}",
    byLocal: "{when} at this server",
  },
  de: {
    local: "An diesem Server",
    by: "{when} von {actor}",
    byLocal: "{when} an diesem Server",
  },
});

/** Who is not known further than that they reached this server. */
const LOCAL = "local";

/** Who changed something, in words. */
export function useActorWords() {
  const t = useTexts(texts);
  return {
    who: (actor: string) => (actor === LOCAL ? t("local") : actor),
    /** When and by whom: `5 minutes ago by Anna`. */
    by: (when: string, actor: string) => t(actor === LOCAL ? "byLocal" : "by", { when, actor }),
  };
}
