import { Badge, Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: {
    manual: "Manual",
    manualHelp: "Made by hand here or over the API",
    import: "Import",
    importHelp: "Came with an import from {name}",
    rule: "Rule",
    ruleHelp: "Made by the rule {name}",
    learned: "Learned",
    learnedHelp: "Learned from what customers buy",
    campaign: "Campaign",
    campaignHelp: "Brought by the campaign {name}",
    fallback: "Fallback",
    fallbackHelp: "Fills the answer because no relation gave anything",
  },
  de: {
    manual: "Von Hand",
    manualHelp: "Hier oder über die API von Hand angelegt",
    import: "Import",
    importHelp: "Kam mit einem Import aus {name}",
    rule: "Regel",
    ruleHelp: "Von der Regel {name} erzeugt",
    learned: "Gelernt",
    learnedHelp: "Aus dem Kaufverhalten gelernt",
    campaign: "Kampagne",
    campaignHelp: "Von der Kampagne {name} gebracht",
    fallback: "Ersatzauswahl",
    fallbackHelp: "Füllt die Antwort, weil keine Beziehung etwas ergab",
  },
});

const COLORS: Record<string, string> = {
  manual: "indigo",
  import: "gray",
  rule: "violet",
  learned: "teal",
  campaign: "orange",
  fallback: "yellow",
};

/** Who made a relation: `manual`, `import:<source>`, `rule:<code>`, … */
export function OriginBadge({ origin }: { origin: string }) {
  const t = useTexts(texts) as (key: string, values?: Record<string, string>) => string;
  const [kind = "manual", ...rest] = origin.split(":");
  const name = rest.join(":");
  const known = kind in COLORS;
  return (
    <Tooltip label={known ? t(`${kind}Help`, { name: name || kind }) : origin}>
      <Badge color={COLORS[kind] ?? "gray"} variant="light" style={{ flex: "none" }}>
        {known ? t(kind) : kind}
      </Badge>
    </Tooltip>
  );
}

/** That a rule makes something, and the way to it. */
export function RuleBadge({ code, tabIndex }: { code: string; tabIndex?: number }) {
  const t = useTexts(texts);
  return (
    <Tooltip label={t("ruleHelp", { name: code })}>
      <Badge
        color={COLORS.rule}
        variant="light"
        style={{ flex: "none", cursor: "pointer" }}
        renderRoot={(props: object) => (
          <Link to="/rules/$code" params={{ code }} tabIndex={tabIndex} draggable={false} {...props} />
        )}
      >
        {t("rule")}
      </Badge>
    </Tooltip>
  );
}
