import { Alert, Anchor, List, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { PathText } from "~/components/path-text";
import { defineTexts, useTexts } from "~/i18n";
import type { Preview } from "./api";

const texts = defineTexts({
  en: {
    overlaps: "Shares products with other rules",
    overlap: "{rule}: {count, plural, one {# product} other {# products}}",
    cycles: "Would close circles",
    cycleRules: "by {rules}",
    unproven: "It could not be told whether it closes circles.",
    noSource: "No product fits the first condition.",
    noResult:
      "{count, plural, one {# product finds} other {# products find}} nothing that can be shown: loosen the second condition, or leave them out in the first.",
  },
  de: {
    overlaps: "Teilt Produkte mit anderen Regeln",
    overlap: "{rule}: {count, plural, one {# Produkt} other {# Produkte}}",
    cycles: "Würde Kreise schließen",
    cycleRules: "durch {rules}",
    unproven: "Ob sie Kreise schließt, ließ sich nicht feststellen.",
    noSource: "Auf kein Produkt passt die erste Bedingung.",
    noResult:
      "{count, plural, one {# Produkt findet} other {# Produkte finden}} nichts, was gezeigt werden kann: Lockern Sie die zweite Bedingung, oder nehmen Sie sie in der ersten aus.",
  },
});

/** Circles and overlaps that are named; the figures tell the rest. */
const NAMED = 5;

/** What is to be looked at before a rule goes live: circles, products without result, other rules. */
export function Warnings({ preview }: { preview: Preview }) {
  const t = useTexts(texts);
  const { sources, without_result, cycles, overlaps, unproven } = preview;
  return (
    <>
      {(cycles.length > 0 || unproven) && (
        <Alert color="red" title={t("cycles")} p="xs">
          {unproven && <Text size="sm">{t("unproven")}</Text>}
          <List size="sm" listStyleType="none" spacing={4}>
            {cycles.slice(0, NAMED).map(({ path, rules }) => (
              <List.Item key={path.join(" ")}>
                <PathText path={path} names={path.map((sku) => preview.names[sku] ?? sku)} />
                <Text size="xs" c="dimmed">
                  {t("cycleRules", { rules: rules.join(", ") })}
                </Text>
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      {sources === 0 && <Text size="sm">{t("noSource")}</Text>}
      {sources > 0 && without_result > 0 && <Text size="sm">{t("noResult", { count: without_result })}</Text>}
      {overlaps.length > 0 && (
        <Stack gap={2}>
          <Text size="sm">{t("overlaps")}</Text>
          <List size="sm">
            {overlaps.slice(0, NAMED).map(({ rule, sources }) => (
              <List.Item key={rule}>
                <Anchor component={Link} to={`/rules/${encodeURIComponent(rule)}`} size="sm">
                  {t("overlap", { rule, count: sources })}
                </Anchor>
              </List.Item>
            ))}
          </List>
        </Stack>
      )}
    </>
  );
}
