import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowBackUp, IconRefresh } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useUndo } from "~/app/undo";
import { useCloseButton } from "~/components/close";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useTexts } from "~/i18n";
import { type ImportEntry, revertImport } from "./api";
import { WRAPPING } from "./wrapping";

const texts = defineTexts({
  en: {
    revert: "Take back",
    revertOf: "Take back the import of {file}",
    title: "Take back the import of {file}?",
    text: "Everything that it created, updated, moved or removed becomes as it was before. What somebody changed since then stays as it is now. As long as the file is kept, for a day, it can be imported again.",
    keep: "Keep it",
    again: "Import again",
    againOf: "Import again {file}",
    done: "Import of {file} taken back",
  },
  de: {
    revert: "Zurücknehmen",
    revertOf: "Import von {file} zurücknehmen",
    title: "Import von {file} zurücknehmen?",
    text: "Alles, was er angelegt, geändert, verschoben oder entfernt hat, wird wieder wie zuvor. Was seither jemand geändert hat, bleibt, wie es jetzt ist. Solange die Datei aufbewahrt wird, einen Tag lang, lässt sie sich noch einmal importieren.",
    keep: "Behalten",
    again: "Noch einmal importieren",
    againOf: "Noch einmal importieren: {file}",
    done: "Import von {file} zurückgenommen",
  },
});

/** Takes an import back as a whole, after asking. */
export function RevertButton({ entry }: { entry: ImportEntry }) {
  const t = useTexts(texts);
  const { done } = useUndo();
  const closeButton = useCloseButton();
  const [opened, { open, close }] = useDisclosure();
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: () => revertImport(entry.id),
    onSuccess: () => {
      close();
      // The way back is to import the file again, which shows first what it would do.
      done({ what: t("done", { file: entry.file }), revision: null });
    },
  });
  if (entry.state === "reverted") return <AgainButton entry={entry} />;
  if (entry.state !== "done") return null;
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconArrowBackUp size={14} aria-hidden />}
        aria-label={t("revertOf", { file: entry.file })}
        onClick={() => {
          reset();
          open();
        }}
      >
        {t("revert")}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        closeButtonProps={closeButton}
        title={t("title", { file: entry.file })}
      >
        <Stack>
          <Text size="sm">{t("text")}</Text>
          {error && <ProblemAlert error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              {t("keep")}
            </Button>
            <Button color="red.9" loading={isPending} onClick={() => mutate()}>
              {t("revert")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

/** The file of an import that was taken back, from the check on; nothing when the file is gone. */
function AgainButton({ entry }: { entry: ImportEntry }) {
  const t = useTexts(texts);
  const uploads = entry.uploads ?? [];
  if (uploads.length === 0) return null;
  return (
    <Button
      {...WRAPPING}
      variant="default"
      size="xs"
      component={Link}
      to="/data"
      search={{ upload: uploads, step: "check" } as never}
      leftSection={<IconRefresh size={14} aria-hidden />}
      aria-label={t("againOf", { file: entry.file })}
    >
      {t("again")}
    </Button>
  );
}
