import { Button, Group, Paper, Progress, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { Job } from "~/api/types";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { cancelJob, jobQuery } from "./api";
import { detailOf, shareOf } from "./job-detail";

const texts = defineTexts({
  en: {
    title: "Importing",
    done: "{done, number} of {total, number} rows",
    some: "{done, number} rows so far",
    waiting: "Starting",
    read: "reading",
    write: "writing",
    rate: "{rate, number} rows a second",
    leave: "You may leave this page: the import goes on. This address leads back to it.",
    cancel: "Stop and undo",
    progress: "Progress of the import",
    all: "All imports",
  },
  de: {
    title: "Import läuft",
    done: "{done, number} von {total, number} Zeilen",
    some: "bisher {done, number} Zeilen",
    waiting: "Beginnt",
    read: "wird gelesen",
    write: "wird geschrieben",
    rate: "{rate, number} Zeilen je Sekunde",
    leave: "Sie können diese Seite verlassen: der Import läuft weiter. Diese Adresse führt zu ihm zurück.",
    cancel: "Anhalten und rückgängig machen",
    progress: "Fortschritt des Imports",
    all: "Alle Importe",
  },
});

/** Rows a second since the job was begun; nothing in its first moments. */
function rateOf(job: Job): number | null {
  const seconds = (Date.parse(job.updated_at) - Date.parse(job.created_at)) / 1_000;
  return seconds >= 1 && job.progress_done > 0 ? Math.round(job.progress_done / seconds) : null;
}

/** An import at work: how far it is, and a way to stop it that leaves nothing behind. */
export function Running({ job }: { job: Job }) {
  const t = useTexts(texts);
  const formats = useFormats();
  const client = useQueryClient();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  const cancel = useMutation({
    mutationFn: () => cancelJob(job.id),
    onSuccess: (cancelled) => client.setQueryData(jobQuery(job.id).queryKey, cancelled),
  });
  const share = shareOf(job);
  const { stage, file } = detailOf(job);
  const rate = rateOf(job);
  const total = job.progress_total;
  const rows =
    share !== null && total
      ? t("done", { done: job.progress_done, total })
      : job.progress_done > 0
        ? t("some", { done: job.progress_done })
        : t("waiting");
  return (
    <Paper>
      <Stack gap="sm">
        <Title order={2} ref={title} tabIndex={-1}>
          {t("title")}
        </Title>
        <Progress
          size="lg"
          value={share === null ? 100 : share * 100}
          animated
          aria-label={t("progress")}
          aria-valuetext={share === null ? rows : formats.percent(share, 0)}
        />
        <Group justify="space-between" gap="xs">
          <Text size="sm" className="tabular">
            {[
              file,
              stage === "read" || stage === "write" ? t(stage) : stage,
              rows,
              rate === null ? null : t("rate", { rate }),
            ]
              .filter(Boolean)
              .join(" · ")}
          </Text>
          {share !== null && (
            <Text size="sm" className="tabular">
              {formats.percent(share, 0)}
            </Text>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {t("leave")}
        </Text>
        {cancel.error && <ProblemAlert error={cancel.error} />}
        <Group gap="xs">
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {t("cancel")}
          </Button>
          <Button variant="subtle" component={Link} to="/data" search={{ tab: "imports" } as never}>
            {t("all")}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
