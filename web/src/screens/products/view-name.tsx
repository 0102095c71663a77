import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: {
    save: "Save as view",
    rename: "Rename the view",
    name: "Name",
    help: "Everybody who uses this shop sees it.",
    ok: "Save",
    cancel: "Cancel",
  },
  de: {
    save: "Als Ansicht speichern",
    rename: "Ansicht umbenennen",
    name: "Name",
    help: "Alle, die mit diesem Shop arbeiten, sehen sie.",
    ok: "Speichern",
    cancel: "Abbrechen",
  },
});

interface ViewNameDialogProps {
  /** The name so far; empty for a new view. */
  initial: string;
  onName: (name: string) => Promise<void>;
  onClose: () => void;
}

/** Asks what a view is called. */
export function ViewNameDialog({ initial, onName, onClose }: ViewNameDialogProps) {
  const t = useTexts(texts);
  const [name, setName] = useState(initial);
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    setBusy(true);
    try {
      await onName(name.trim());
      onClose();
    } catch (failed) {
      setError(failed);
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={initial === "" ? t("save") : t("rename")}
      closeButtonProps={{ "aria-label": t("cancel") }}
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            data-autofocus
            required
            maxLength={100}
            label={t("name")}
            description={t("help")}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {error !== null && <ProblemAlert error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={isBusy} disabled={name.trim() === ""}>
              {t("ok")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
