import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useAnnounce } from "~/app/announce";
import { defineTexts, useTexts } from "~/i18n";
import { lastRunQuery, type Ran, runTests } from "./api";
import type { Setup } from "./setup";
import { useStateWord } from "./state-badge";

const texts = defineTexts({
  en: { ended: "The tests are done: {state}", cancelled: "The run was cancelled" },
  de: { ended: "Die Prüfung ist fertig: {state}", cancelled: "Der Lauf wurde abgebrochen" },
});

interface Run {
  ran: Ran | null | undefined;
  isRunning: boolean;
  /** Whether somebody ended the last run. */
  isCancelled: boolean;
  error: unknown;
  start: (setup: Setup) => Promise<void>;
  cancel: () => void;
}

/** Runs suites, one at a time; who leaves the screen ends the run. */
export function useRun(): Run {
  const t = useTexts(texts);
  const word = useStateWord();
  const say = useAnnounce();
  const client = useQueryClient();
  const { data: ran } = useQuery(lastRunQuery);
  const running = useRef<AbortController>(null);
  const [isRunning, setRunning] = useState(false);
  const [isCancelled, setCancelled] = useState(false);
  const [error, setError] = useState<unknown>();
  useEffect(() => () => running.current?.abort(), []);

  const start = async (setup: Setup) => {
    if (running.current) return;
    const controller = new AbortController();
    running.current = controller;
    setRunning(true);
    setCancelled(false);
    setError(undefined);
    try {
      const { report } = await runTests(client, setup, controller.signal);
      say(t("ended", { state: word(report.state) }));
    } catch (thrown) {
      if (!controller.signal.aborted) setError(thrown);
    } finally {
      running.current = null;
      setRunning(false);
    }
  };
  const cancel = () => {
    if (!running.current) return;
    running.current.abort();
    setCancelled(true);
    say(t("cancelled"));
  };
  return { ran, isRunning, isCancelled, error, start, cancel };
}
