import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { IconDeviceFloppy } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useUndo } from "~/app/undo";
import { useCloseButton } from "~/components/close";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useTexts } from "~/i18n";
import { type Mapping, putMapping } from "./api";
import { attributeOf } from "./columns";

const texts = defineTexts({
  en: {
    open: "Keep this mapping",
    title: "Keep this mapping for the next file",
    name: "Name",
    help: "The next file with these columns starts with it.",
    save: "Keep",
    cancel: "Cancel",
    done: "Mapping {name} kept",
  },
  de: {
    open: "Zuordnung behalten",
    title: "Diese Zuordnung für die nächste Datei behalten",
    name: "Name",
    help: "Die nächste Datei mit diesen Spalten beginnt damit.",
    save: "Behalten",
    cancel: "Abbrechen",
    done: "Zuordnung {name} behalten",
  },
});

/** A code of small letters, digits and dashes, made of a name. */
export function codeOf(name: string): string {
  return attributeOf(name).slice("attributes.".length).replaceAll("_", "-").slice(0, 60);
}

/** Keeps a mapping under a name. */
export function SaveMapping({ mapping, suggestedName }: { mapping: Mapping; suggestedName: string }) {
  const t = useTexts(texts);
  const { done } = useUndo();
  const closeButton = useCloseButton();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState(suggestedName.replace(/(\.(csv|tsv|txt|jsonl?|ndjson|gz|zst))+$/i, ""));
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => putMapping(codeOf(name), name.trim(), mapping),
    onSuccess: ({ revision }) => {
      setOpened(false);
      done({ what: t("done", { name: name.trim() }), revision });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") mutate();
  };
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconDeviceFloppy size={16} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t("open")}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        closeButtonProps={closeButton}
        title={t("title")}
      >
        <form onSubmit={submit}>
          <Stack>
            <TextInput
              label={t("name")}
              description={t("help")}
              value={name}
              data-autofocus
              onChange={(event) => setName(event.currentTarget.value)}
            />
            {error && <ProblemAlert error={error} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setOpened(false)}>
                {t("cancel")}
              </Button>
              <Button type="submit" loading={isPending}>
                {t("save")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
