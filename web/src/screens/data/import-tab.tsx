import { Grid, Paper, Stack, Text, Title } from "@mantine/core";
import { DropZone } from "~/components/import/drop-zone";
import { ImportFlow } from "~/components/import/flow";
import { TemplateButtons } from "~/components/import/templates";
import { defineTexts, useTexts } from "~/i18n";
import { Mappings } from "./mappings";

const texts = defineTexts({
  en: {
    files: "Bring files",
    filesText:
      "Products, relations, orders and events. Nothing is written before you have seen what will happen.",
    templates: "Templates",
    templatesText:
      "Our own columns with one line as an example. Only the columns of the key and the name are needed.",
  },
  de: {
    files: "Dateien bringen",
    filesText:
      "Produkte, Beziehungen, Bestellungen und Ereignisse. Nichts wird geschrieben, bevor Sie gesehen haben, was geschehen wird.",
    templates: "Vorlagen",
    templatesText:
      "Unsere eigenen Spalten mit einer Zeile als Beispiel. Nötig sind nur die Spalten für Schlüssel und Name.",
  },
});

/** Bringing files, beside what makes the next time easier. */
export function ImportTab() {
  const t = useTexts(texts);
  return (
    <ImportFlow>
      {(onFiles) => (
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 7 }}>
            <Paper component="section" h="100%">
              <Stack gap="sm">
                <Title order={2}>{t("files")}</Title>
                <Text size="sm">{t("filesText")}</Text>
                <DropZone onFiles={onFiles} />
              </Stack>
            </Paper>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 5 }}>
            <Paper component="section" h="100%">
              <Stack gap="sm">
                <Title order={2}>{t("templates")}</Title>
                <Text size="sm">{t("templatesText")}</Text>
                <TemplateButtons />
              </Stack>
            </Paper>
          </Grid.Col>
          <Grid.Col span={12}>
            <Mappings />
          </Grid.Col>
        </Grid>
      )}
    </ImportFlow>
  );
}
