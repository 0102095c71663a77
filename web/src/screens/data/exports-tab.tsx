import { Button, Code, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ExportPart, exportsQuery, type ShopStatus, statusQuery } from "~/components/import/api";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { formOf, kindOf, sorted } from "./export-kinds";

const texts = defineTexts({
  en: {
    title: "The shop as files",
    text: "Each file is written when you fetch it, as the shop stands at that moment. Together they move a whole shop: imported into an empty database they give the same shop again.",
    now: "As of {at}, revision {revision, number}",
    download: "Download",
    downloadOf: "Download {part}",
    products: "Products",
    productsText: "Every product with its attributes, by SKU.",
    relations: "Relations",
    relationsText: "Manual and imported relations in their order, waiting ones included, with who made them.",
    orders: "Orders",
    ordersText: "Order lines, one a row.",
    events: "Events",
    eventsText: "What visitors saw and did.",
    "relation-types": "Relation types",
    "relation-typesText": "Names, weights and laws of the types.",
    channels: "Channels",
    channelsText: "Where recommendations are shown.",
    placements: "Placements",
    placementsText: "What is shown in which place.",
    mappings: "Kept mappings",
    mappingsText: "How columns of foreign files are read.",
    views: "Saved views",
    viewsText: "Lists of products that somebody kept.",
    magento: "Magento / Adobe Commerce",
    magentoText: "Relations in the columns that Magento’s product import reads.",
    other: "Further file",
    otherText: "A part of the shop.",
    productCount: "{count, plural, one {# product} other {# products}}",
    relationCount: "{count, plural, one {# relation} other {# relations}}",
    line: "On the command line",
    lineText: "The same as a folder, and Magento’s format:",
  },
  de: {
    title: "Der Shop als Dateien",
    text: "Jede Datei wird beim Abholen geschrieben, so wie der Shop in dem Augenblick dasteht. Zusammen ziehen sie einen ganzen Shop um: in eine leere Datenbank importiert, ergeben sie wieder denselben Shop.",
    now: "Stand {at}, Revision {revision, number}",
    download: "Herunterladen",
    downloadOf: "{part} herunterladen",
    products: "Produkte",
    productsText: "Jedes Produkt mit seinen Merkmalen, nach SKU.",
    relations: "Beziehungen",
    relationsText:
      "Von Hand angelegte und importierte Beziehungen in ihrer Reihenfolge, auch wartende, mit ihrer Herkunft.",
    orders: "Bestellungen",
    ordersText: "Bestellzeilen, je eine in einer Zeile.",
    events: "Ereignisse",
    eventsText: "Was Besucher sahen und taten.",
    "relation-types": "Beziehungsarten",
    "relation-typesText": "Namen, Gewichte und Gesetze der Arten.",
    channels: "Kanäle",
    channelsText: "Wo Empfehlungen gezeigt werden.",
    placements: "Plätze",
    placementsText: "Was an welcher Stelle gezeigt wird.",
    mappings: "Behaltene Zuordnungen",
    mappingsText: "Wie Spalten fremder Dateien gelesen werden.",
    views: "Gespeicherte Ansichten",
    viewsText: "Produktlisten, die jemand behalten hat.",
    magento: "Magento / Adobe Commerce",
    magentoText: "Beziehungen in den Spalten, die der Produktimport von Magento liest.",
    other: "Weitere Datei",
    otherText: "Ein Teil des Shops.",
    productCount: "{count, plural, one {# Produkt} other {# Produkte}}",
    relationCount: "{count, plural, one {# Beziehung} other {# Beziehungen}}",
    line: "Auf der Kommandozeile",
    lineText: "Dasselbe als Ordner, und das Format von Magento:",
  },
});

const COMMANDS = "relata export relata --out shop/\nrelata export magento --out magento.csv";

/** Everything that leaves: each file with what is in it and how much. */
export function ExportsTab() {
  const t = useTexts(texts);
  const formats = useFormats();
  const { data, error } = useQuery(exportsQuery);
  const { data: status, dataUpdatedAt } = useQuery(statusQuery);
  return (
    <Stack gap="md">
      <Paper component="section">
        <Stack gap="sm">
          <Stack gap={2}>
            <Title order={2}>{t("title")}</Title>
            <Text size="sm">{t("text")}</Text>
            <Text size="xs" c="dimmed" mih="1.4em">
              {status &&
                t("now", { at: formats.dateTime(new Date(dataUpdatedAt)), revision: status.revision })}
            </Text>
          </Stack>
          {error && <ProblemAlert error={error} />}
          {!data && !error && <Skeleton height={360} />}
          {data && sorted(data.items).map((part) => <Row key={part.part} part={part} status={status} />)}
        </Stack>
      </Paper>
      <Paper component="section">
        <Stack gap="xs">
          <Title order={2}>{t("line")}</Title>
          <Text size="sm">{t("lineText")}</Text>
          <Code block style={{ whiteSpace: "pre-wrap" }}>
            {COMMANDS}
          </Code>
        </Stack>
      </Paper>
    </Stack>
  );
}

function Row({ part, status }: { part: ExportPart; status: ShopStatus | undefined }) {
  const t = useTexts(texts);
  const kind = kindOf(part.part);
  const count =
    status && kind === "products"
      ? t("productCount", { count: status.products })
      : status && (kind === "relations" || kind === "magento")
        ? t("relationCount", { count: status.relations })
        : null;
  return (
    <Group justify="space-between" gap="sm" pt="xs" style={{ borderTop: "1px solid var(--relata-line)" }}>
      <Stack gap={0} miw={0} flex="1 1 16rem">
        <Text size="sm" fw={550}>
          {t(kind)} · {formOf(part)}
        </Text>
        <Text size="sm">{t(`${kind}Text`)}</Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {[part.part, count].filter(Boolean).join(" · ")}
        </Text>
      </Stack>
      <Button
        component="a"
        href={part.url}
        download={part.part}
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
        aria-label={t("downloadOf", { part: part.part })}
      >
        {t("download")}
      </Button>
    </Group>
  );
}
