import { Grid } from "@mantine/core";
import { ImportFlow } from "~/components/import/flow";
import { Page } from "~/components/page";
import { defineTexts, useTexts } from "~/i18n";
import { ConnectCard } from "./connect-card";
import { FilesCard } from "./files-card";
import { SampleCard } from "./sample-card";

const texts = defineTexts({
  en: {
    title: "Bring your data",
    text: "From your own files to a first explained recommendation in a few minutes.",
  },
  de: {
    title: "Ihre Daten bringen",
    text: "Von Ihren eigenen Dateien in wenigen Minuten zur ersten begründeten Empfehlung.",
  },
});

/** The beginning: own files, the sample shop, or the way from another system. */
export default function Screen() {
  const t = useTexts(texts);
  return (
    <Page title={t("title")} text={t("text")}>
      <ImportFlow>
        {(onFiles) => (
          <Grid gap="md">
            <Grid.Col span={{ base: 12, md: 7 }}>
              <FilesCard onFiles={onFiles} />
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 5 }}>
              <SampleCard />
            </Grid.Col>
            <Grid.Col span={12}>
              <ConnectCard />
            </Grid.Col>
          </Grid>
        )}
      </ImportFlow>
    </Page>
  );
}
