import { Tabs } from "@mantine/core";
import { IconDatabaseExport, IconDatabaseImport, IconHistory } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { one, type Search } from "~/app/search";
import { Page } from "~/components/page";
import { defineTexts, useTexts } from "~/i18n";
import { ExportsTab } from "./exports-tab";
import { ImportTab } from "./import-tab";
import { ImportsTab } from "./imports-tab";

const texts = defineTexts({
  en: {
    title: "Data",
    text: "Everything in and out: files, what each import did, and the whole shop as files.",
    import: "Import",
    imports: "Past imports",
    exports: "Export",
    tabs: "Data",
  },
  de: {
    title: "Daten",
    text: "Alles hinein und hinaus: Dateien, was jeder Import getan hat, und der ganze Shop als Dateien.",
    import: "Importieren",
    imports: "Bisherige Importe",
    exports: "Exportieren",
    tabs: "Daten",
  },
});

const TABS = [
  { tab: "import", Icon: IconDatabaseImport, Panel: ImportTab },
  { tab: "imports", Icon: IconHistory, Panel: ImportsTab },
  { tab: "exports", Icon: IconDatabaseExport, Panel: ExportsTab },
] as const;

/** Data in and out; the tab is in the URL. */
export default function Screen() {
  const t = useTexts(texts);
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Search;
  const here = TABS.find(({ tab }) => tab === one(search.tab))?.tab ?? "import";
  return (
    <Page title={t("title")} text={t("text")}>
      <Tabs
        value={here}
        keepMounted={false}
        onChange={(tab) => void navigate({ to: ".", search: (tab === "import" ? {} : { tab }) as never })}
      >
        <Tabs.List aria-label={t("tabs")} mb="md">
          {TABS.map(({ tab, Icon }) => (
            <Tabs.Tab key={tab} value={tab} leftSection={<Icon size={16} aria-hidden />}>
              {t(tab)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {TABS.map(({ tab, Panel }) => (
          <Tabs.Panel key={tab} value={tab}>
            <Panel />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}
