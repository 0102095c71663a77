import { Button, FileButton, Stack, Text } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { defineTexts, useTexts } from "~/i18n";
import classes from "./drop-zone.module.css";

const texts = defineTexts({
  en: {
    choose: "Choose files",
    drop: "or drop them here",
    kinds: "CSV, TSV or JSON lines, also packed as .gz or .zst; several at once",
    letGo: "Let go to bring them in",
  },
  de: {
    choose: "Dateien auswählen",
    drop: "oder hier ablegen",
    kinds: "CSV, TSV oder JSON Lines, auch gepackt als .gz oder .zst; mehrere auf einmal",
    letGo: "Loslassen, um sie zu übernehmen",
  },
});

/** Endings that the dialog for files offers; the server looks into the file itself. */
export const FILE_KINDS = ".csv,.tsv,.txt,.json,.jsonl,.ndjson,.gz,.zst,text/csv,application/x-ndjson";

interface DropZoneProps {
  onFiles: (files: File[]) => void;
  /** The button is the one main action of its place. */
  isPrimary?: boolean;
}

/** Takes files by a button, and by dropping them on it. */
export function DropZone({ onFiles, isPrimary = true }: DropZoneProps) {
  const t = useTexts(texts);
  const [isOver, setOver] = useState(false);
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const files = Array.from(event.dataTransfer.files);
    if (files.length > 0) onFiles(files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra way beside the button
    <div
      className={isOver ? `${classes.zone} ${classes.over}` : classes.zone}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={dropped}
    >
      <Stack gap="xs" align="center">
        <IconFileUpload size={28} aria-hidden />
        <FileButton multiple accept={FILE_KINDS} onChange={onFiles}>
          {(props) => (
            <Button {...props} variant={isPrimary ? "filled" : "default"}>
              {t("choose")}
            </Button>
          )}
        </FileButton>
        <Text size="sm">{isOver ? t("letGo") : t("drop")}</Text>
        <Text size="xs" c="dimmed">
          {t("kinds")}
        </Text>
      </Stack>
    </div>
  );
}
