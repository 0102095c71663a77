import { Button, Group, Paper, Progress, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useAnnounce } from "~/app/announce";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { uploadQuery } from "./api";
import { transfer } from "./transfer";

const texts = defineTexts({
  en: {
    arrived: "{name} has arrived",
    progress: "{name}: {share} sent",
    reading: "Looking into the file …",
    stop: "Stop",
    close: "Close",
    failed: "{name} was not taken",
  },
  de: {
    arrived: "{name} ist angekommen",
    progress: "{name}: {share} gesendet",
    reading: "Die Datei wird angesehen …",
    stop: "Anhalten",
    close: "Schließen",
    failed: "{name} wurde nicht angenommen",
  },
});

/** A file on its way to the server, or one that did not get there. */
export interface Sending {
  key: number;
  name: string;
  bytes: number;
  share: number;
  error: unknown;
  stop: () => void;
}

/** Sends files one after the other, so that each has the whole line. */
export function useUploading(onArrived: (id: string) => void) {
  const t = useTexts(texts);
  const announce = useAnnounce();
  const client = useQueryClient();
  const [sending, setSending] = useState<Sending[]>([]);
  const next = useRef(1);
  const line = useRef(Promise.resolve());
  const arrived = useRef(onArrived);
  useEffect(() => {
    arrived.current = onArrived;
  });

  const change = useCallback(
    (key: number, fields: Partial<Sending>) =>
      setSending((all) => all.map((one) => (one.key === key ? { ...one, ...fields } : one))),
    [],
  );
  const close = useCallback((key: number) => setSending((all) => all.filter((one) => one.key !== key)), []);

  const send = useCallback(
    (files: File[]) => {
      for (const file of files) {
        const key = next.current++;
        const controller = new AbortController();
        const stop = () => controller.abort();
        setSending((all) => [
          ...all,
          { key, name: file.name, bytes: file.size, share: 0, error: null, stop },
        ]);
        line.current = line.current.then(async () => {
          try {
            controller.signal.throwIfAborted();
            const upload = await transfer(file, (share) => change(key, { share }), controller.signal);
            client.setQueryData(uploadQuery(upload.id).queryKey, upload);
            announce(t("arrived", { name: file.name }));
            arrived.current(upload.id);
            close(key);
          } catch (error) {
            if (controller.signal.aborted) close(key);
            else change(key, { error });
          }
        });
      }
    },
    [announce, change, client, close, t],
  );
  return { sending, send, close };
}

interface SendingListProps {
  sending: Sending[];
  onClose: (key: number) => void;
}

/** Files on their way, each with how far it is and a way to stop it. */
export function SendingList({ sending, onClose }: SendingListProps) {
  const t = useTexts(texts);
  const formats = useFormats();
  if (sending.length === 0) return null;
  return (
    <Stack gap="xs">
      {sending.map(({ key, name, bytes, share, error, stop }) => (
        <Paper key={key} p="sm">
          {error ? (
            <Stack gap="xs" align="flex-start">
              <ProblemAlert error={error} title={t("failed", { name })} />
              <Button variant="default" size="xs" onClick={() => onClose(key)}>
                {t("close")}
              </Button>
            </Stack>
          ) : (
            <Stack gap={6}>
              <Group justify="space-between" gap="xs">
                <Text size="sm" fw={550} miw={0} style={{ overflowWrap: "anywhere" }}>
                  {name}
                </Text>
                <Group gap="xs">
                  <Text size="sm" c="dimmed" className="tabular">
                    {share >= 1 ? t("reading") : `${formats.percent(share, 0)} · ${formats.bytes(bytes)}`}
                  </Text>
                  <Button variant="default" size="compact-sm" onClick={stop}>
                    {t("stop")}
                  </Button>
                </Group>
              </Group>
              <Progress
                value={share * 100}
                animated={share >= 1}
                aria-label={t("progress", { name, share: formats.percent(share, 0) })}
              />
            </Stack>
          )}
        </Paper>
      ))}
    </Stack>
  );
}
