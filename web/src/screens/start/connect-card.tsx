import { Accordion, Badge, Code, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: {
    title: "From another system",
    text: "Relata reads files today; it does not call other systems by itself. Export there, choose the file above.",
    read: "Read as it is",
    map: "Columns to be mapped",
    magento:
      "In Magento: System › Data Transfer › Export, entity type Products, CSV. Related products, up-sells and cross-sells come along in their columns and are read with their order.",
    shopify:
      "In Shopify: Products › Export, CSV for spreadsheets. The format is not known by itself yet: read “Variant SKU” as SKU and “Title” as name. Lines of further variants have no title; they are shown as rejected and can be mended or left out. Relations come as a file of their own.",
    akeneo:
      "In Akeneo: a product export job to CSV. Read the identifier as SKU and the name column of your language as name. Association columns are not read yet; bring relations as a file of their own.",
    spryker:
      "In Spryker: the CSV files of the data import. From “product_concrete.csv” read “concrete_sku” as SKU and one of the name columns as name. Rules of product relations are not read; bring relations as a file of their own.",
    shopware:
      "In Shopware: Settings › Import/Export, profile Default product. Read the product number as SKU. Cross-selling is not read yet; bring relations as a file of their own.",
    other: "Any other system",
    otherText:
      "Any CSV with a header or JSON lines will do: a column for the SKU and one for the name are enough for products. For relations one line each:",
  },
  de: {
    title: "Aus einem anderen System",
    text: "Relata liest heute Dateien; von selbst ruft es keine anderen Systeme auf. Exportieren Sie dort und wählen Sie die Datei oben aus.",
    read: "Wird so gelesen",
    map: "Spalten zuordnen",
    magento:
      "In Magento: System › Datenübertragung › Export, Entitätstyp Produkte, CSV. Verwandte Produkte, Up-Sells und Cross-Sells stehen in ihren Spalten dabei und werden mit ihrer Reihenfolge gelesen.",
    shopify:
      "In Shopify: Produkte › Exportieren, CSV für Tabellen. Das Format wird noch nicht von selbst erkannt: lesen Sie „Variant SKU“ als SKU und „Title“ als Namen. Zeilen weiterer Varianten haben keinen Titel; sie erscheinen als abgelehnt und lassen sich richtigstellen oder auslassen. Beziehungen kommen als eigene Datei.",
    akeneo:
      "In Akeneo: ein Produktexport als CSV. Lesen Sie die Kennung als SKU und die Namensspalte Ihrer Sprache als Namen. Assoziationsspalten werden noch nicht gelesen; bringen Sie Beziehungen als eigene Datei.",
    spryker:
      "In Spryker: die CSV-Dateien des Datenimports. Lesen Sie aus „product_concrete.csv“ „concrete_sku“ als SKU und eine der Namensspalten als Namen. Regeln der Produktbeziehungen werden nicht gelesen; bringen Sie Beziehungen als eigene Datei.",
    shopware:
      "In Shopware: Einstellungen › Import/Export, Profil Standardprofil Produkt. Lesen Sie die Produktnummer als SKU. Cross-Selling wird noch nicht gelesen; bringen Sie Beziehungen als eigene Datei.",
    other: "Jedes andere System",
    otherText:
      "Jede CSV-Datei mit Kopfzeile oder JSON Lines genügt: für Produkte reichen eine Spalte mit der SKU und eine mit dem Namen. Für Beziehungen je eine Zeile:",
  },
});

const SYSTEMS = [
  { key: "magento", name: "Magento / Adobe Commerce", isRead: true },
  { key: "shopify", name: "Shopify", isRead: false },
  { key: "akeneo", name: "Akeneo", isRead: false },
  { key: "spryker", name: "Spryker", isRead: false },
  { key: "shopware", name: "Shopware", isRead: false },
] as const;

/** How data comes out of other systems; says plainly what is read and what has to be mapped. */
export function ConnectCard() {
  const t = useTexts(texts);
  return (
    <Paper component="section">
      <Stack gap="sm">
        <Title order={2}>{t("title")}</Title>
        <Text size="sm">{t("text")}</Text>
        <Accordion order={3} variant="separated">
          {SYSTEMS.map(({ key, name, isRead }) => (
            <Accordion.Item key={key} value={key}>
              <Accordion.Control>
                <Group gap="xs">
                  <Text fw={550} size="sm">
                    {name}
                  </Text>
                  <Badge color={isRead ? "green" : "gray"}>{t(isRead ? "read" : "map")}</Badge>
                </Group>
              </Accordion.Control>
              <Accordion.Panel>
                <Text size="sm">{t(key)}</Text>
              </Accordion.Panel>
            </Accordion.Item>
          ))}
          <Accordion.Item value="other">
            <Accordion.Control>
              <Group gap="xs">
                <Text fw={550} size="sm">
                  {t("other")}
                </Text>
                <Badge color="gray">{t("map")}</Badge>
              </Group>
            </Accordion.Control>
            <Accordion.Panel>
              <Stack gap="xs">
                <Text size="sm">{t("otherText")}</Text>
                <Code block style={{ whiteSpace: "pre-wrap" }}>
                  {"source,type,target\nRS-100,accessory,SOCK-2"}
                </Code>
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
      </Stack>
    </Paper>
  );
}
