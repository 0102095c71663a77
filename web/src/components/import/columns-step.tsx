import { Button, FileButton, Group, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useAnnounce } from "~/app/announce";
import { defineTexts, useTexts } from "~/i18n";
import { deleteUpload, uploadQuery } from "./api";
import { FILE_KINDS } from "./drop-zone";
import { type CardState, FileCard } from "./file-card";
import { AFRESH, useFlow } from "./flow-state";
import { jumpToProblem } from "./problem-jump";
import { StickyBar } from "./sticky-bar";

const texts = defineTexts({
  en: {
    title: "What the columns mean",
    text: "Nothing is written yet. Alt N goes to the next column or row that needs you.",
    add: "Add a file",
    check: "Check what will happen",
    afresh: "Start over",
    first: "Something is missing before this can be checked",
  },
  de: {
    title: "Was die Spalten bedeuten",
    text: "Noch wird nichts geschrieben. Alt N führt zur nächsten Spalte oder Zeile, die Sie braucht.",
    add: "Datei hinzufügen",
    check: "Prüfen, was geschehen wird",
    afresh: "Von vorn beginnen",
    first: "Vor dem Prüfen fehlt noch etwas",
  },
});

/** The files that were brought, with what their columns are read as. */
export function ColumnsStep({ onFiles }: { onFiles: (files: File[]) => void }) {
  const t = useTexts(texts);
  const announce = useAnnounce();
  const client = useQueryClient();
  const { uploads, go } = useFlow();
  const title = useRef<HTMLHeadingElement>(null);
  const [states, setStates] = useState<Record<string, CardState>>({});
  const onState = useCallback(
    (id: string, state: CardState) => setStates((all) => ({ ...all, [id]: state })),
    [],
  );
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  const remove = (id: string) => {
    go({ upload: uploads.filter((other) => other !== id) }, { replace: true });
    client.removeQueries({ queryKey: uploadQuery(id).queryKey });
    // It is removed by itself in a day; nothing hangs on doing so now.
    void deleteUpload(id).catch(() => undefined);
    title.current?.focus();
  };
  const isBusy = uploads.some((id) => states[id] === "busy");
  const check = () => {
    if (uploads.every((id) => states[id] === "ready")) go({ step: "check" });
    else {
      announce(t("first"));
      jumpToProblem();
    }
  };
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end" gap="sm">
        <Stack gap={2}>
          <Title order={2} ref={title} tabIndex={-1}>
            {t("title")}
          </Title>
          <Text size="sm" c="dimmed">
            {t("text")}
          </Text>
        </Stack>
        <FileButton multiple accept={FILE_KINDS} onChange={onFiles}>
          {(props) => (
            <Button variant="default" {...props}>
              {t("add")}
            </Button>
          )}
        </FileButton>
      </Group>
      {uploads.map((id) => (
        <FileCard key={id} id={id} onRemove={() => remove(id)} onState={onState} />
      ))}
      <StickyBar>
        <Button variant="default" onClick={() => go(AFRESH)}>
          {t("afresh")}
        </Button>
        <Button loading={isBusy} onClick={check}>
          {t("check")}
        </Button>
      </StickyBar>
    </Stack>
  );
}
