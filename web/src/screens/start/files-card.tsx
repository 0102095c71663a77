import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import { DropZone } from "~/components/import/drop-zone";
import { TemplateButtons } from "~/components/import/templates";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: {
    title: "Your own files",
    text: "Products first, then relations or orders; together is fine. Columns may be called as they are: you see what each is read as before anything is written.",
    templates: "No file at hand? Begin with a template:",
  },
  de: {
    title: "Eigene Dateien",
    text: "Erst Produkte, dann Beziehungen oder Bestellungen; auch zusammen. Spalten dürfen heißen, wie sie heißen: Sie sehen, als was jede gelesen wird, bevor etwas geschrieben wird.",
    templates: "Keine Datei zur Hand? Beginnen Sie mit einer Vorlage:",
  },
});

export function FilesCard({ onFiles }: { onFiles: (files: File[]) => void }) {
  const t = useTexts(texts);
  return (
    <Paper component="section" h="100%">
      <Stack gap="sm">
        <Title order={2}>{t("title")}</Title>
        <Text size="sm">{t("text")}</Text>
        <DropZone onFiles={onFiles} />
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {t("templates")}
          </Text>
          <TemplateButtons contents={["products", "relations"]} />
        </Group>
      </Stack>
    </Paper>
  );
}
