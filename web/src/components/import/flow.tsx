import { Stack } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from "react";
import { useAnnounce } from "~/app/announce";
import { useScreenKeys } from "~/app/keys";
import { defineTexts, useTexts } from "~/i18n";
import { uploadQuery } from "./api";
import { Check } from "./check";
import { ColumnsStep } from "./columns-step";
import { AFRESH, type Step, useFlow } from "./flow-state";
import { JobStep } from "./job-step";
import { useProblemKey } from "./problem-jump";
import { Steps } from "./steps";
import { SendingList, useUploading } from "./uploading";

const texts = defineTexts({
  en: { next: "Next column or row that needs you", none: "Nothing needs you here" },
  de: { next: "Nächste Spalte oder Zeile, die Sie braucht", none: "Hier braucht Sie nichts" },
});

interface ImportFlowProps {
  /** What stands here before there is a file. */
  children: (onFiles: (files: File[]) => void) => ReactNode;
}

/** Bringing files: choose, say what the columns mean, check, import. The URL says how far it is. */
export function ImportFlow({ children }: ImportFlowProps) {
  const t = useTexts(texts);
  const announce = useAnnounce();
  const flow = useFlow();
  const { uploads, step, job, go } = flow;
  // Files arrive one after the other, while the URL may not have followed yet.
  const ids = useRef(uploads);
  useEffect(() => {
    ids.current = uploads;
  }, [uploads]);
  const onArrived = useCallback(
    (id: string) => {
      const isFirst = ids.current.length === 0;
      ids.current = [...ids.current, id];
      go({ upload: ids.current, step: undefined }, { replace: !isFirst });
    },
    [go],
  );
  const { sending, send, close } = useUploading(onArrived);
  useProblemKey(useCallback(() => announce(t("none")), [announce, t]));
  useScreenKeys(useMemo(() => [{ keys: "Alt N", label: t("next") }], [t]));
  const known = useQueries({ queries: uploads.map((id) => uploadQuery(id)) });
  const names = new Map(known.flatMap(({ data }) => (data ? [[data.id, data.name] as const] : [])));
  const back: Step[] = job ? (uploads.length > 0 ? ["files"] : []) : ["files", "columns"];
  const goTo = (to: Step) => {
    if (to === "files") go(AFRESH);
    else go({ step: to === "check" ? "check" : undefined, job: undefined });
  };
  return (
    <Stack gap="md">
      {step !== "files" && <Steps step={step} back={back} onGo={goTo} />}
      <SendingList sending={sending} onClose={close} />
      {step === "files" && children(send)}
      {step === "columns" && <ColumnsStep onFiles={send} />}
      {step === "check" && <Check names={names} />}
      {step === "import" && job && <JobStep id={job} />}
    </Stack>
  );
}
