import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { asProblem } from "~/api/problem";
import { useUndo } from "~/app/undo";
import { useCloseButton } from "~/components/close";
import { documentQuery, NEW, saveDocument } from "~/components/document/api";
import { named } from "~/components/document/named";
import { ProblemAlert } from "~/components/problem-alert";
import { useReturnFocus } from "~/components/return-focus";
import { defineTexts, useTexts } from "~/i18n";
import { suiteFrom } from "./api";
import type { Setup } from "./setup";

const texts = defineTexts({
  en: {
    title: "Save as a suite",
    text: "With the checks that were run, these products and these places. What each check asks for can be edited then.",
    name: "Name",
    code: "Code",
    codeHelp: "A short name for the API and the command line; it never changes.",
    save: "Save",
    cancel: "Cancel",
    taken: "This code is in use already: choose another one",
    made: "{name} was made",
  },
  de: {
    title: "Als Prüfung speichern",
    text: "Mit den Prüfpunkten dieses Laufs, diesen Produkten und diesen Plätzen. Was jeder Prüfpunkt verlangt, lässt sich dann bearbeiten.",
    name: "Name",
    code: "Code",
    codeHelp: "Ein kurzer Name für die API und die Kommandozeile; er ändert sich nie.",
    save: "Speichern",
    cancel: "Abbrechen",
    taken: "Dieser Code wird schon verwendet: Wählen Sie einen anderen",
    made: "{name} wurde angelegt",
  },
});

/** Asks for a name, and makes a suite of what is chosen. */
export function SaveSuite({ setup, onClose }: { setup: Setup; onClose: () => void }) {
  const t = useTexts(texts);
  const closeButton = useCloseButton();
  useReturnFocus();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { done } = useUndo();
  const [draft, setDraft] = useState({ name: "", code: "" });
  const [error, setError] = useState<unknown>();
  const [isTaken, setTaken] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    const { name, code } = draft;
    setBusy(true);
    setTaken(false);
    setError(undefined);
    try {
      const from = setup.suite
        ? (await client.fetchQuery({ ...documentQuery("test-suites", setup.suite), staleTime: 0 })).data
        : undefined;
      const { revision } = await saveDocument("test-suites", code, suiteFrom(from, setup, code, name), NEW);
      await client.invalidateQueries({ queryKey: ["test-suites"] });
      done({ what: t("made", { name }), revision });
      await navigate({ to: `/tests/suites/${encodeURIComponent(code)}` });
    } catch (thrown) {
      if (asProblem(thrown).isConflict) setTaken(true);
      else setError(thrown);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} closeButtonProps={closeButton} title={t("title")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack>
          <Text size="sm">{t("text")}</Text>
          <TextInput
            label={t("name")}
            value={draft.name}
            required
            data-autofocus
            onChange={(event) => setDraft({ ...draft, ...named(draft, event.currentTarget.value, true) })}
          />
          <TextInput
            label={t("code")}
            description={t("codeHelp")}
            value={draft.code}
            required
            error={isTaken ? t("taken") : undefined}
            onChange={(event) => setDraft({ ...draft, code: event.currentTarget.value.trim() })}
          />
          {error !== undefined && <ProblemAlert error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={isBusy}>
              {t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
