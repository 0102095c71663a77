import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useCloseButton } from "~/components/close";
import { ProblemAlert } from "~/components/problem-alert";
import { useReturnFocus } from "~/components/return-focus";
import { defineTexts, useTexts } from "~/i18n";
import type { Noun } from "./api";
import type { Editor } from "./use-editor";

const texts = defineTexts({
  en: {
    remove: "Delete",
    removeTitle: "Delete {name}?",
    removeText: "This can be undone.",
    against: "This speaks against deleting it",
    keep: "Keep it",
  },
  de: {
    remove: "Löschen",
    removeTitle: "{name} löschen?",
    removeText: "Das lässt sich rückgängig machen.",
    against: "Das spricht gegen das Löschen",
    keep: "Behalten",
  },
});

interface DeleteProps<N extends Noun> {
  editor: Editor<N>;
  name: string;
  onClose: () => void;
}

/** Asks before a document is deleted, and says what speaks against it. */
export function DeleteDialog<N extends Noun>({ editor, name, onClose }: DeleteProps<N>) {
  const t = useTexts(texts);
  const closeButton = useCloseButton();
  useReturnFocus();
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await editor.remove();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} closeButtonProps={closeButton} title={t("removeTitle", { name })}>
      <Stack>
        {error ? (
          <ProblemAlert error={error} title={t("against")} />
        ) : (
          <Text size="sm">{t("removeText")}</Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("keep")}
          </Button>
          <Button color="red" loading={isBusy} disabled={error !== undefined} onClick={() => void remove()}>
            {t("remove")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
