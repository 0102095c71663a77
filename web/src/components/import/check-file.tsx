import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useAnnounce } from "~/app/announce";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { type Count, mendRows, type Report } from "./api";
import { CountTiles } from "./count-tiles";
import { Differences } from "./differences";
import { ProblemGroups } from "./problem-groups";
import { COUNT_OF } from "./summary";
import { useContentNames } from "./words";

const texts = defineTexts({
  en: {
    rows: "{content}, {count, plural, one {# entry} other {# entries}}",
    skipped: "Line {row} left out",
    back: "Line {row} taken in again",
    out: "{count, plural, one {You leave out line {rows}.} other {You leave out lines {rows}.}}",
    takeBack: "Take them in again",
  },
  de: {
    rows: "{content}, {count, plural, one {# Eintrag} other {# Einträge}}",
    skipped: "Zeile {row} ausgelassen",
    back: "Zeile {row} wieder aufgenommen",
    out: "{count, plural, one {Sie lassen Zeile {rows} aus.} other {Sie lassen die Zeilen {rows} aus.}}",
    takeBack: "Wieder aufnehmen",
  },
});

interface CheckFileProps {
  uploadId: string | undefined;
  report: Report;
  isStale: boolean;
  onOutdated: () => void;
}

/** What a file would do: counts, problems with the rows to mend, and the changes one by one. */
export function CheckFile({ uploadId, report, isStale, onOutdated }: CheckFileProps) {
  const t = useTexts(texts);
  const names = useContentNames();
  const title = useId();
  const [only, setOnly] = useState<Count>();
  const { skipped, skip, error } = useSkipping(uploadId, onOutdated);
  const filters = [...new Set(report.differences.map(({ action }) => COUNT_OF[action]))].filter(
    (count) => count !== undefined,
  );
  // Which columns are not read was decided in the step before.
  const groups = (report.groups ?? []).filter(({ code }) => code !== "unknown-column");
  return (
    <Paper component="section" aria-labelledby={title} aria-busy={isStale}>
      <Stack gap="md" style={{ opacity: isStale ? 0.75 : 1 }}>
        <Stack gap={0}>
          <Title order={3} id={title} style={{ overflowWrap: "anywhere" }}>
            {report.file}
          </Title>
          <Text size="xs" c="dimmed">
            {t("rows", { content: names(report.content), count: report.rows })}
          </Text>
        </Stack>
        <CountTiles counts={report} tense="future" filters={filters} chosen={only} onChoose={setOnly} />
        <SkippedLines skipped={skipped} onBack={(rows) => skip(rows, false)} />
        {error && <ProblemAlert error={error} />}
        <ProblemGroups
          uploadId={uploadId}
          groups={groups}
          problems={[...report.problems, ...report.warnings]}
          onMended={onOutdated}
        />
        <Differences
          file={report.file}
          differences={report.differences}
          only={only}
          skipped={skipped}
          onSkip={(row, out) => skip([row], out)}
        />
      </Stack>
    </Paper>
  );
}

/** Lines that the person takes the tick off here, by file; they are known as long as the page is open. */
function useSkipping(uploadId: string | undefined, onOutdated: () => void) {
  const t = useTexts(texts);
  const formats = useFormats();
  const announce = useAnnounce();
  const client = useQueryClient();
  const key = ["skipped", uploadId ?? ""];
  const [skipped, setSkipped] = useState<ReadonlySet<number>>(
    () => new Set(client.getQueryData<number[]>(key) ?? []),
  );
  const keep = (rows: number[], out: boolean) => {
    setSkipped((before) => {
      const next = new Set(before);
      for (const row of rows) out ? next.add(row) : next.delete(row);
      client.setQueryData(key, [...next]);
      return next;
    });
  };
  const { mutate, error } = useMutation({
    mutationFn: ({ rows, out }: { rows: number[]; out: boolean }) =>
      mendRows(
        uploadId ?? "",
        rows.map((row) => ({ row, skip: out })),
      ),
    // The tick goes at once and comes back if the server refuses.
    onMutate: ({ rows, out }) => keep(rows, out),
    onError: (_, { rows, out }) => keep(rows, !out),
    onSuccess: (_, { rows, out }) => {
      announce(t(out ? "skipped" : "back", { row: formats.list(rows.map((row) => formats.number(row))) }));
      onOutdated();
    },
  });
  return { skipped, error, skip: (rows: number[], out: boolean) => mutate({ rows, out }) };
}

function SkippedLines({
  skipped,
  onBack,
}: {
  skipped: ReadonlySet<number>;
  onBack: (rows: number[]) => void;
}) {
  const t = useTexts(texts);
  const formats = useFormats();
  if (skipped.size === 0) return null;
  const rows = [...skipped].sort((a, b) => a - b);
  return (
    <Group gap="xs">
      <Text size="sm">
        {t("out", { count: rows.length, rows: formats.list(rows.map((row) => formats.number(row))) })}
      </Text>
      <Button variant="default" size="compact-sm" onClick={() => onBack(rows)}>
        {t("takeBack")}
      </Button>
    </Group>
  );
}
