import { Badge, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Column } from "~/components/data-table";
import { EmptyState } from "~/components/empty-state";
import { TypeIcon, useRelationTypes } from "~/components/relation-type";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { listQuery, type RelationType } from "./api";
import { DocumentList } from "./document-list";
import { lawOf, lawTexts } from "./laws";
import { TypeEditor } from "./type-editor";

const texts = defineTexts({
  en: {
    title: "Relation types",
    text: "What one product can be to another. Codes stay; labels and sentences are yours to word.",
    make: "New type",
    type: "Type",
    meaning: "What it says",
    weight: "Weight",
    rules: "Rules",
    symmetric: "The same both ways",
    inverse: "Back as {label}",
    oneWay: "One way",
    max: "At most {count, number} per product",
    where: "Shown in",
    nowhere: "Nowhere",
    none: "No relation types",
  },
  de: {
    title: "Beziehungsarten",
    text: "Was ein Produkt für ein anderes sein kann. Codes bleiben; Namen und Sätze formulieren Sie.",
    make: "Neue Art",
    type: "Art",
    meaning: "Was sie sagt",
    weight: "Gewicht",
    rules: "Regeln",
    symmetric: "In beide Richtungen gleich",
    inverse: "Zurück als {label}",
    oneWay: "Nur in eine Richtung",
    max: "Höchstens {count, number} je Produkt",
    where: "Gezeigt auf",
    nowhere: "Nirgends",
    none: "Keine Beziehungsarten",
  },
});

/** All relation types, or one of them to edit. */
export default function Types({ code }: { code?: string | undefined }) {
  return code === undefined ? <TypeList /> : <TypeEditor code={code} />;
}

function TypeList() {
  const t = useTexts(texts);
  const law = useTexts(lawTexts);
  const formats = useFormats();
  const { types, look, error, isLoading } = useRelationTypes();
  const placements = useQuery(listQuery("placements"));
  const placeName = (code: string) =>
    placements.data?.items.find((place) => place.code === code)?.name ?? code;
  const columns: Column<RelationType>[] = [
    {
      id: "meaning",
      head: t("meaning"),
      minWidth: 200,
      cell: ({ code = "" }) => (
        <Stack gap={2}>
          <Text size="sm">{look(code).sentence}</Text>
          {look(code).example && (
            <Text size="xs" c="dimmed">
              {look(code).example}
            </Text>
          )}
        </Stack>
      ),
    },
    {
      id: "weight",
      head: t("weight"),
      align: "right",
      cell: ({ default_weight = 0 }) => <span className="tabular">{formats.number(default_weight, 3)}</span>,
    },
    {
      id: "law",
      head: t("rules"),
      minWidth: 150,
      cell: ({ cycle_law, symmetric, inverse, max_per_product = 0 }) => (
        <Stack gap={2}>
          <Text size="sm">{law(lawOf(cycle_law))}</Text>
          <Text size="xs" c="dimmed">
            {symmetric
              ? t("symmetric")
              : inverse
                ? t("inverse", { label: look(inverse).label })
                : t("oneWay")}
          </Text>
          <Text size="xs" c="dimmed">
            {t("max", { count: max_per_product })}
          </Text>
        </Stack>
      ),
    },
    {
      id: "where",
      head: t("where"),
      minWidth: 150,
      cell: ({ placements = [] }) => (
        <Group gap={4}>
          {placements.length === 0 && <Text size="sm">{t("nowhere")}</Text>}
          {placements.map((place) => (
            <Badge key={place} color="gray" style={{ flex: "none" }}>
              {placeName(place)}
            </Badge>
          ))}
        </Group>
      ),
    },
  ];
  return (
    <DocumentList
      section="types"
      title={t("title")}
      text={t("text")}
      make={t("make")}
      head={t("type")}
      nameOf={({ code = "" }) => look(code).label}
      icon={({ code = "" }) => <TypeIcon code={code} />}
      rows={isLoading ? undefined : types}
      error={error}
      columns={columns}
      empty={<EmptyState title={t("none")} />}
      skeletonRows={7}
    />
  );
}
