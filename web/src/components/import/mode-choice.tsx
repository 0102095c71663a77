import { Button, Radio, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useState } from "react";
import { defineTexts, useTexts } from "~/i18n";
import { MODES, type Mode } from "./api";

const texts = defineTexts({
  en: {
    title: "What the files mean",
    merge: "Add and update",
    mergeHelp: "Adds what is new and updates what is there; removes nothing.",
    replace: "Replace the lists",
    replaceHelp:
      "Each list of relations that a file mentions becomes as the file says; what is missing in it goes, other sources and manual relations stay.",
    delete: "Remove",
    deleteHelp: "Removes what the files list, and nothing else.",
    more: "More options",
    source: "Owner of the relations",
    sourceHelp: "Imports only change relations of their own source. Empty means the name of the format.",
  },
  de: {
    title: "Was die Dateien bedeuten",
    merge: "Ergänzen und aktualisieren",
    mergeHelp: "Fügt Neues hinzu und aktualisiert Vorhandenes; entfernt nichts.",
    replace: "Listen ersetzen",
    replaceHelp:
      "Jede Beziehungsliste, die in einer Datei vorkommt, wird so, wie die Datei sagt; was dort fehlt, entfällt; andere Quellen und Beziehungen von Hand bleiben.",
    delete: "Entfernen",
    deleteHelp: "Entfernt, was in den Dateien steht, und sonst nichts.",
    more: "Weitere Einstellungen",
    source: "Besitzer der Beziehungen",
    sourceHelp: "Importe ändern nur Beziehungen der eigenen Quelle. Leer heißt: der Name des Formats.",
  },
});

const HELP = { merge: "mergeHelp", replace: "replaceHelp", delete: "deleteHelp" } as const;

interface ModeChoiceProps {
  mode: Mode;
  source: string | undefined;
  onMode: (mode: Mode) => void;
  onSource: (source: string | undefined) => void;
}

/** What becomes of things that the files do not mention, and who owns what is made. */
export function ModeChoice({ mode, source, onMode, onSource }: ModeChoiceProps) {
  const t = useTexts(texts);
  const [typed, setTyped] = useState(source ?? "");
  const [isOpen, setOpen] = useState(source !== undefined);
  const commit = () => {
    const next = typed.trim() === "" ? undefined : typed.trim();
    if (next !== source) onSource(next);
  };
  return (
    <Stack gap="sm">
      <Radio.Group label={t("title")} value={mode} onChange={(chosen) => onMode(chosen as Mode)}>
        <SimpleGrid cols={{ base: 1, md: 3 }} spacing="md" verticalSpacing="xs" mt={6}>
          {MODES.map((one) => (
            <Radio key={one} value={one} label={t(one)} description={t(HELP[one])} />
          ))}
        </SimpleGrid>
      </Radio.Group>
      <Button
        variant="subtle"
        size="compact-sm"
        aria-expanded={isOpen}
        style={{ alignSelf: "flex-start" }}
        leftSection={
          isOpen ? <IconChevronUp size={14} aria-hidden /> : <IconChevronDown size={14} aria-hidden />
        }
        onClick={() => setOpen(!isOpen)}
      >
        {t("more")}
      </Button>
      {isOpen && (
        <TextInput
          label={t("source")}
          description={t("sourceHelp")}
          maw={420}
          maxLength={255}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === "Enter") commit();
          }}
        />
      )}
    </Stack>
  );
}
