import { Badge, Group } from "@mantine/core";
import { defineTexts, useFormats, useTexts } from "~/i18n";

const texts = defineTexts({
  en: {
    manual: "Manual",
    import: "Import",
    rule: "Rule",
    learned: "Learned",
    campaign: "Campaign",
    count: "{name} {count}",
  },
  de: {
    manual: "Von Hand",
    import: "Import",
    rule: "Regel",
    learned: "Gelernt",
    campaign: "Kampagne",
    count: "{name} {count}",
  },
});

const COLORS: Record<string, string> = {
  manual: "indigo",
  import: "gray",
  rule: "violet",
  learned: "teal",
  campaign: "orange",
};

/** Who made the stored relations of a product, and how many each. */
export function Origins({ origins }: { origins: Record<string, number> }) {
  const t = useTexts(texts);
  const formats = useFormats();
  const known = t as (key: string) => string;
  return (
    <Group gap={4} wrap="nowrap">
      {Object.entries(origins)
        .filter(([, count]) => count > 0)
        .sort(([, a], [, b]) => b - a)
        .map(([kind, count]) => (
          <Badge key={kind} color={COLORS[kind] ?? "gray"} style={{ flex: "none" }}>
            {t("count", { name: kind in texts.en ? known(kind) : kind, count: formats.number(count) })}
          </Badge>
        ))}
    </Group>
  );
}
