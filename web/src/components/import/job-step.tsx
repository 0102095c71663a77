import { Alert, Button, Paper, Skeleton, Stack } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useUndo } from "~/app/undo";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useTexts } from "~/i18n";
import { isOver, jobQuery } from "./api";
import { useFlow } from "./flow-state";
import { detailOf, failureOf } from "./job-detail";
import { Result } from "./result";
import { Running } from "./running";
import { isNews, noteStarted } from "./started";

const texts = defineTexts({
  en: {
    cancelled: "The import was stopped",
    cancelledText: "Everything that it had done was undone. Your files are still here.",
    failed: "The import did not succeed; nothing of it remains",
    back: "Back to the check",
    done: "Imported: {file}",
  },
  de: {
    cancelled: "Der Import wurde angehalten",
    cancelledText: "Alles, was er getan hatte, wurde rückgängig gemacht. Ihre Dateien sind noch da.",
    failed: "Der Import ist nicht gelungen; nichts davon bleibt zurück",
    back: "Zurück zur Prüfung",
    done: "Importiert: {file}",
  },
});

/** The import that goes on or is over. */
export function JobStep({ id }: { id: string }) {
  const t = useTexts(texts);
  const client = useQueryClient();
  const { done } = useUndo();
  const { uploads, go } = useFlow();
  const { data: job, error } = useQuery(jobQuery(id));
  const isDone = job !== undefined && isOver(job);
  useEffect(() => {
    if (!job) return;
    if (!isDone) noteStarted(job.id);
    else if (isNews(job.id)) {
      // Each file is a change of its own that can be taken back, the last one first.
      for (const report of job.state === "done" ? detailOf(job).files : []) {
        done({ what: t("done", { file: report.file }), revision: report.revision ?? null });
      }
      void client.invalidateQueries();
    }
  }, [job, isDone, done, client, t]);
  if (error) return <ProblemAlert error={error} />;
  if (!job) return <Skeleton height={200} radius="lg" />;
  if (!isDone) return <Running job={job} />;
  if (job.state === "done") return <Result job={job} />;
  return (
    <Paper>
      <Stack align="flex-start">
        {job.state === "cancelled" ? (
          <Alert title={t("cancelled")} icon={<IconArrowBackUp aria-hidden />} role="status">
            {t("cancelledText")}
          </Alert>
        ) : (
          <ProblemAlert error={failureOf(job)} title={t("failed")} />
        )}
        {uploads.length > 0 && (
          <Button onClick={() => go({ job: undefined, step: "check" }, { replace: true })}>
            {t("back")}
          </Button>
        )}
      </Stack>
    </Paper>
  );
}
