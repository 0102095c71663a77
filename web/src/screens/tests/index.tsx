import { Alert, Button, Group, Loader, Paper, Stack, Text } from "@mantine/core";
import { IconFlask, IconX } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { Search } from "~/app/search";
import { EmptyState } from "~/components/empty-state";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useTexts } from "~/i18n";
import { ReportView } from "./report";
import { type Setup, searchOf, setupOf } from "./setup";
import { SetupForm } from "./setup-form";
import { TestPage } from "./test-page";
import classes from "./tests.module.css";
import { useBenchKeys } from "./use-bench-keys";
import { useRun } from "./use-run";

const texts = defineTexts({
  en: {
    running: "Products are asked about…",
    cancel: "Cancel",
    cancelled: "The run was cancelled; nothing came of it.",
    none: "Nothing was run yet",
    noneText:
      "The built-in suite looks at guidelines, coverage, diversity, past orders and times. Choose a draft to see what it would change.",
    stale: "The choice was changed since this was run.",
  },
  de: {
    running: "Produkte werden abgefragt…",
    cancel: "Abbrechen",
    cancelled: "Der Lauf wurde abgebrochen und hat nichts ergeben.",
    none: "Noch wurde nichts geprüft",
    noneText:
      "Die mitgelieferte Prüfung sieht auf Richtlinien, Abdeckung, Vielfalt, frühere Bestellungen und Zeiten. Wählen Sie einen Entwurf, um zu sehen, was er ändern würde.",
    stale: "Die Auswahl wurde seit diesem Lauf geändert.",
  },
});

/** The test bench: what is chosen at the left, what came of it at the right. */
export default function Screen() {
  const t = useTexts(texts);
  const run = useRun();
  const { setup, change } = useSetup(run.ran?.setup.sample.skus);
  const start = () => void run.start(setup);
  const { ran, isRunning } = run;
  const isStale = ran ? JSON.stringify(setup) !== JSON.stringify(ran.setup) : false;
  useBenchKeys({ onRun: start, onCancel: run.cancel });
  return (
    <TestPage tab="run">
      <div className={classes.sides}>
        <SetupForm setup={setup} isRunning={isRunning} change={change} onRun={start} />
        <Stack>
          {isRunning && (
            <Paper>
              <Group justify="space-between">
                <Group gap="sm">
                  <Loader size="sm" aria-hidden />
                  <Text size="sm" role="status">
                    {t("running")}
                  </Text>
                </Group>
                <Button variant="default" leftSection={<IconX size={16} aria-hidden />} onClick={run.cancel}>
                  {t("cancel")}
                </Button>
              </Group>
            </Paper>
          )}
          {run.isCancelled && !isRunning && <Alert color="gray">{t("cancelled")}</Alert>}
          {run.error !== undefined && <ProblemAlert error={run.error} />}
          {ran && isStale && !isRunning && (
            <Alert color="yellow" variant="light">
              {t("stale")}
            </Alert>
          )}
          {ran && <ReportView key={ran.report.at} ran={ran} />}
          {!ran && !isRunning && run.error === undefined && (
            <Paper>
              <EmptyState icon={<IconFlask size={28} />} title={t("none")} text={t("noneText")} />
            </Paper>
          )}
        </Stack>
      </div>
    </TestPage>
  );
}

/** What is chosen: the address holds it, but for the SKUs, which are too many. */
function useSetup(before: string[] | undefined) {
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Search;
  const [skus, setSkus] = useState<string[]>();
  const setup = setupOf(search, skus ?? before ?? []);
  const change = (fields: Partial<Setup>) => {
    if (fields.sample?.skus) setSkus(fields.sample.skus);
    void navigate({ to: ".", search: searchOf({ ...setup, ...fields }) as never, replace: true });
  };
  return { setup, change };
}
