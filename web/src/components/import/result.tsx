import { Button, Grid, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo, useRef } from "react";
import type { Job } from "~/api/types";
import { one, type Search } from "~/app/search";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { productsOf } from "./answer";
import { type Report, uploadQuery } from "./api";
import { CountTiles } from "./count-tiles";
import { CoverageChange } from "./coverage-change";
import { Example } from "./example";
import { AFRESH, useFlow } from "./flow-state";
import { detailOf, importOf, type JobDetail } from "./job-detail";
import { NextSteps } from "./next-steps";
import { RejectedRows } from "./rejected-rows";
import { totals } from "./summary";

const texts = defineTexts({
  en: {
    over: "The import is done",
    title: "Imported",
    verdict:
      "{rows, plural, one {# entry} other {# entries}} from {files, plural, one {# file} other {# files}} in {took}.",
    report: "Report",
    reportOf: "Report of {file}",
    more: "Bring more files",
  },
  de: {
    over: "Der Import ist fertig",
    title: "Importiert",
    verdict:
      "{rows, plural, one {# Eintrag} other {# Einträge}} aus {files, plural, one {# Datei} other {# Dateien}} in {took}.",
    report: "Bericht",
    reportOf: "Bericht zu {file}",
    more: "Weitere Dateien bringen",
  },
});

/** What came of an import: the answer to customers first, then the figures, the rest, and the next steps. */
export function Result({ job }: { job: Job }) {
  const t = useTexts(texts);
  const { uploads, go } = useFlow();
  const chosen = one((useSearch({ strict: false }) as Search).product);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  const known = useQueries({ queries: uploads.map((id) => ({ ...uploadQuery(id), retry: false })) });
  const isKnown = known.every(({ data, error }) => data || error);
  const found = known.map(({ data }) => data);
  const skus = found.flatMap((upload) => (upload ? productsOf(upload) : [])).slice(0, 50);
  const detail = useMemo(() => detailOf(job), [job]);
  return (
    <Stack gap="md">
      <Title order={2} ref={title} tabIndex={-1} className="unseen">
        {t("over")}
      </Title>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="md">
            {isKnown && (
              <Example
                job={job}
                skus={skus}
                chosen={chosen}
                onChoose={(product) => go({ product }, { replace: true })}
              />
            )}
            <Files job={job} detail={detail} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="md">
            <CoverageChange job={job.id} />
            <NextSteps />
            <Button variant="default" onClick={() => go(AFRESH)}>
              {t("more")}
            </Button>
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

function Files({ job, detail }: { job: Job; detail: JobDetail }) {
  const t = useTexts(texts);
  const formats = useFormats();
  if (detail.files.length === 0) return null;
  const took = (Date.parse(job.updated_at) - Date.parse(job.created_at)) * 1_000;
  const { rows } = totals(detail.files);
  return (
    <Paper component="section">
      <Stack gap="md">
        <Stack gap={2}>
          <Title order={2}>{t("title")}</Title>
          <Text size="sm" c="dimmed">
            {t("verdict", { rows, files: detail.files.length, took: formats.duration(took) })}
          </Text>
        </Stack>
        {detail.files.map((report) => (
          <FileResult key={report.file} report={report} importId={importOf(detail, report)} />
        ))}
      </Stack>
    </Paper>
  );
}

function FileResult({ report, importId }: { report: Report; importId: string | null }) {
  const t = useTexts(texts);
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Title order={3} style={{ overflowWrap: "anywhere" }}>
          {report.file}
        </Title>
        {importId && (
          <Button
            variant="subtle"
            size="compact-sm"
            component={Link}
            to="/data/imports/$id"
            params={{ id: importId } as never}
            aria-label={t("reportOf", { file: report.file })}
          >
            {t("report")}
          </Button>
        )}
      </Group>
      <CountTiles counts={report} tense="past" onlySome />
      {importId && report.rejected > 0 && <RejectedRows importId={importId} count={report.rejected} />}
    </Stack>
  );
}
