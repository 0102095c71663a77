import { Button, Group, Loader, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useAnnounce } from "~/app/announce";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useTexts } from "~/i18n";
import { coverageQuery, type Report, startImport } from "./api";
import { keepCoverageBefore } from "./before";
import { CheckFile } from "./check-file";
import { useFlow } from "./flow-state";
import { ModeChoice } from "./mode-choice";
import { noteStarted } from "./started";
import { StickyBar } from "./sticky-bar";
import { changes, totals } from "./summary";
import { useDryRun } from "./use-dry-run";
import { WRAPPING } from "./wrapping";

const texts = defineTexts({
  en: {
    title: "What will happen",
    checking: "Checking; nothing is written",
    stop: "Stop",
    verdict:
      "{changes, plural, =0 {Nothing will change.} one {# change will be made.} other {# changes will be made.}} {rejected, plural, =0 {} one {# row will be left out because it is rejected.} other {# rows will be left out because they are rejected.}}",
    outdated: "You changed rows since the last check.",
    again: "Check again",
    import: "{changes, plural, =0 {Nothing to import} one {Import # change} other {Import # changes}}",
    importGood:
      "{changes, plural, one {Import # change without the rejected} other {Import # changes without the rejected}}",
    remove: "{changes, plural, one {Remove # thing} other {Remove # things}}",
    back: "Back to the columns",
  },
  de: {
    title: "Was geschehen wird",
    checking: "Wird geprüft; geschrieben wird nichts",
    stop: "Anhalten",
    verdict:
      "{changes, plural, =0 {Nichts wird sich ändern.} one {# Änderung wird vorgenommen.} other {# Änderungen werden vorgenommen.}} {rejected, plural, =0 {} one {# Zeile bleibt draußen, weil sie abgelehnt wird.} other {# Zeilen bleiben draußen, weil sie abgelehnt werden.}}",
    outdated: "Sie haben seit der letzten Prüfung Zeilen geändert.",
    again: "Noch einmal prüfen",
    import:
      "{changes, plural, =0 {Nichts zu importieren} one {# Änderung importieren} other {# Änderungen importieren}}",
    importGood:
      "{changes, plural, one {# Änderung ohne die abgelehnten Zeilen importieren} other {# Änderungen ohne die abgelehnten Zeilen importieren}}",
    remove: "{changes, plural, one {# Eintrag entfernen} other {# Einträge entfernen}}",
    back: "Zurück zu den Spalten",
  },
});

/** The upload that a report is of: files are read in an order of their own. */
export function uploadOf(report: Report, names: Map<string, string>): string | undefined {
  for (const [id, name] of names) if (name === report.file) return id;
  return undefined;
}

interface CheckProps {
  /** Names of the files by the ids of their uploads. */
  names: Map<string, string>;
}

/** The dry run: what would happen, what is in the way, and the button that does it. */
export function Check({ names }: CheckProps) {
  const t = useTexts(texts);
  const announce = useAnnounce();
  const { uploads, mode, source, go } = useFlow();
  const { reports, error, isChecking, isStale, isOutdated, outdate, check, stop } = useDryRun({
    uploads,
    mode,
    source,
  });
  const title = useRef<HTMLHeadingElement>(null);
  const sum = reports ? { changes: changes(reports), rejected: totals(reports).rejected } : null;
  const verdict = sum ? t("verdict", sum).trim() : null;
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    if (verdict !== null && !isChecking) announce(verdict);
  }, [verdict, isChecking, announce]);
  return (
    <Stack gap="md">
      <Paper>
        <ModeChoice
          mode={mode}
          source={source}
          onMode={(next) => go({ mode: next === "merge" ? undefined : next }, { replace: true })}
          onSource={(next) => go({ source: next }, { replace: true })}
        />
      </Paper>
      <Group gap="sm" mih={32}>
        <Title order={2} ref={title} tabIndex={-1}>
          {t("title")}
        </Title>
        {isChecking && (
          <Group gap="xs">
            <Loader size={16} />
            <Text size="sm">{t("checking")}</Text>
            <Button variant="default" size="compact-sm" onClick={stop}>
              {t("stop")}
            </Button>
          </Group>
        )}
      </Group>
      {error && <ProblemAlert error={error} />}
      {!reports && !error && uploads.map((id) => <Skeleton key={id} height={260} radius="lg" />)}
      {verdict && <Text fw={550}>{verdict}</Text>}
      {reports?.map((report) => {
        const id = uploadOf(report, names);
        return (
          <CheckFile
            key={id ?? report.file}
            uploadId={id}
            report={report}
            isStale={isStale}
            onOutdated={outdate}
          />
        );
      })}
      <StickyBar>
        <Button variant="default" onClick={() => go({ step: undefined })}>
          {t("back")}
        </Button>
        {isOutdated && <Text size="sm">{t("outdated")}</Text>}
        {isOutdated || error || !sum ? (
          <Button onClick={() => void check()} loading={isChecking}>
            {t("again")}
          </Button>
        ) : (
          <ImportButton {...sum} isChecking={isChecking} />
        )}
      </StickyBar>
    </Stack>
  );
}

interface ImportButtonProps {
  changes: number;
  rejected: number;
  isChecking: boolean;
}

function ImportButton({ changes, rejected, isChecking }: ImportButtonProps) {
  const t = useTexts(texts);
  const client = useQueryClient();
  const { uploads, mode, source, go } = useFlow();
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => {
      // How things stand before is read first; an import goes on without it, too.
      const before = await client.fetchQuery({ ...coverageQuery, staleTime: 0 }).catch(() => null);
      const job = await startImport({ uploads, mode, source });
      if (before) keepCoverageBefore(job.id, before);
      noteStarted(job.id);
      return job;
    },
    onSuccess: (job) => go({ job: job.id }),
  });
  const label =
    mode === "delete" && changes > 0
      ? t("remove", { changes })
      : rejected > 0 && changes > 0
        ? t("importGood", { changes })
        : t("import", { changes });
  return (
    <>
      {error && <ProblemAlert error={error} />}
      <Button
        color={mode === "delete" ? "red.9" : undefined}
        disabled={changes === 0}
        loading={isPending || isChecking}
        {...WRAPPING}
        mih={36}
        onClick={() => mutate()}
      >
        {label}
      </Button>
    </>
  );
}
