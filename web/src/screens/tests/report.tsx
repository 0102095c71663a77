import { Alert, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconDeviceFloppy, IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { save } from "~/components/import/save-file";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import type { Ran } from "./api";
import { ChecksTable } from "./checks-table";
import { DifferencePanel } from "./difference";
import { Examples } from "./examples";
import { SaveSuite } from "./save-suite";
import { StateBadge } from "./state-badge";
import { testTexts } from "./test-page";

const texts = defineTexts({
  en: {
    report: "Report",
    summary:
      "{answers, plural, one {# answer} other {# answers}} about {products, number} of {population, plural, one {# product} other {# products}} in {time}, revision {revision, number}",
    tried: "Tried: {codes}",
    unknown: "No product has {count, plural, one {this SKU} other {these # SKUs}}: {skus}",
    download: "Download as JSON",
    save: "Save as a suite",
    removed: "Taken out by guidelines",
    removedText:
      "{count, plural, one {# pair was} other {# pairs were}} taken out of the answers; the first {shown, number}:",
    junit: "For a build server: relata test --junit report.xml",
  },
  de: {
    report: "Ergebnis",
    summary:
      "{answers, plural, one {# Antwort} other {# Antworten}} zu {products, number} von {population, plural, one {# Produkt} other {# Produkten}} in {time}, Revision {revision, number}",
    tried: "Ausprobiert: {codes}",
    unknown: "{count, plural, one {Diese SKU hat} other {Diese # SKUs hat}} kein Produkt: {skus}",
    download: "Als JSON herunterladen",
    save: "Als Prüfung speichern",
    removed: "Von Richtlinien herausgenommen",
    removedText:
      "{count, plural, one {# Paar wurde} other {# Paare wurden}} aus den Antworten genommen; die ersten {shown, number}:",
    junit: "Für einen Build-Server: relata test --junit report.xml",
  },
});

/** SKUs that are named one by one before it says how many more there are. */
const NAMED = 20;

/** What came of a run. */
export function ReportView({ ran }: { ran: Ran }) {
  const t = useTexts(texts);
  const words = useTexts(testTexts);
  const { duration, list } = useFormats();
  const [isSaving, setSaving] = useState(false);
  const { report, setup } = ran;
  const { sample, removed } = report;
  const download = () =>
    save(`test-${report.suite}-${report.revision}.json`, JSON.stringify(report, null, 2), "application/json");
  return (
    <Stack component="section" aria-label={t("report")}>
      <Paper>
        <Stack gap="xs">
          <Group justify="space-between" gap="xs">
            <Group gap="sm">
              <Title order={2}>{setup.suite ? report.name : words("builtIn")}</Title>
              <StateBadge state={report.state} size="lg" />
            </Group>
            <Group gap="xs">
              <Button
                variant="default"
                size="compact-sm"
                leftSection={<IconDeviceFloppy size={14} aria-hidden />}
                onClick={() => setSaving(true)}
              >
                {t("save")}
              </Button>
              <Button
                variant="default"
                size="compact-sm"
                leftSection={<IconDownload size={14} aria-hidden />}
                onClick={download}
              >
                {t("download")}
              </Button>
            </Group>
          </Group>
          <Text size="sm">
            {t("summary", {
              answers: report.answers,
              products: sample.products,
              population: sample.population,
              revision: report.revision,
              time: duration(report.elapsed_ms * 1_000),
            })}
          </Text>
          {report.tried.length > 0 && <Text size="sm">{t("tried", { codes: list(report.tried) })}</Text>}
          <Text size="xs" c="dimmed">
            {t("junit")}
          </Text>
        </Stack>
      </Paper>
      {sample.unknown.length > 0 && (
        <Alert color="yellow" variant="light">
          {t("unknown", {
            count: sample.unknown.length,
            skus: sample.unknown.slice(0, NAMED).join(", ") + (sample.unknown.length > NAMED ? ", …" : ""),
          })}
        </Alert>
      )}
      <ChecksTable report={report} />
      {report.difference && <DifferencePanel difference={report.difference} asks={report.asks} />}
      {removed.count > 0 && (
        <Paper component="section" aria-label={t("removed")}>
          <Stack gap="xs">
            <Title order={3}>{t("removed")}</Title>
            <Text size="sm">
              {t("removedText", { count: removed.count, shown: removed.examples.length })}
            </Text>
            <Examples label={t("removed")} examples={removed.examples} asks={report.asks} />
          </Stack>
        </Paper>
      )}
      {isSaving && <SaveSuite setup={setup} onClose={() => setSaving(false)} />}
    </Stack>
  );
}
