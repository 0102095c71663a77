import { Anchor, Badge, Group, Paper, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type Column, DataTable } from "~/components/data-table";
import { EmptyState } from "~/components/empty-state";
import { ProblemAlert } from "~/components/problem-alert";
import { TypeIcon, useRelationTypes } from "~/components/relation-type";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { listQuery, type RelationType } from "./api";
import { lawOf, lawTexts } from "./laws";
import { ListHead } from "./list-head";
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
  const navigate = useNavigate();
  const { types, look, error, isLoading } = useRelationTypes();
  const placements = useQuery(listQuery("placements"));
  const placeName = (code: string) =>
    placements.data?.items.find((place) => place.code === code)?.name ?? code;
  if (error) return <ProblemAlert error={error} />;
  const columns: Column<RelationType>[] = [
    {
      id: "type",
      head: t("type"),
      minWidth: 150,
      cell: ({ code = "" }) => (
        <Group gap="sm" wrap="nowrap">
          <TypeIcon code={code} />
          <Stack gap={0}>
            <Anchor component={Link} to={`/settings/types/${encodeURIComponent(code)}`} fw={600} size="sm">
              {look(code).label}
            </Anchor>
            <Text size="xs" c="dimmed">
              {code}
            </Text>
          </Stack>
        </Group>
      ),
    },
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
    <Stack>
      <ListHead title={t("title")} text={t("text")} make={t("make")} section="types" />
      <Paper p="xs">
        <DataTable
          label={t("title")}
          columns={columns}
          rows={isLoading ? undefined : types}
          rowId={({ code = "" }) => code}
          rowName={({ code = "" }) => look(code).label}
          onOpen={({ code = "" }) =>
            void navigate({ to: "/settings/$section/$code", params: { section: "types", code } })
          }
          empty={<EmptyState title={t("none")} />}
          skeletonRows={7}
        />
      </Paper>
    </Stack>
  );
}
