import { Checkbox, Group, Loader, Stack, Text } from "@mantine/core";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, body } from "~/api/client";
import { ProblemAlert } from "~/components/problem-alert";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";
import type { Draft } from "./draft";
import { TargetList } from "./target-list";

const texts = defineTexts({
  en: {
    from: "Copy from",
    types: "Which relations",
    count: "{type} ({count, number})",
    none: "{name} has no relation of its own that could be copied.",
    loading: "Its relations are being read",
  },
  de: {
    from: "Kopieren von",
    types: "Welche Beziehungen",
    count: "{type} ({count, number})",
    none: "{name} hat keine eigene Beziehung, die sich kopieren ließe.",
    loading: "Seine Beziehungen werden gelesen",
  },
});

/** How many relations of each type are stored for a product. */
function storedQuery(sku: string) {
  return queryOptions({
    queryKey: ["products", "stored", sku],
    queryFn: async ({ signal }) => {
      const query = { sku: [sku], include: "relations", limit: 1 };
      const found = await body(api.GET("/v1/products", { params: { query }, signal }));
      return found.items[0]?.relations?.stored ?? {};
    },
    placeholderData: undefined,
  });
}

interface CopyFormProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
}

/** A product, and which of its relations the others get. */
export function CopyForm({ draft, onChange }: CopyFormProps) {
  const t = useTexts(texts);
  const { from, types } = draft;
  return (
    <Stack>
      <TargetList
        label={t("from")}
        max={1}
        targets={from ? [from] : []}
        onChange={([product]) => onChange({ ...draft, from: product ?? null, types: [] })}
      />
      {from && (
        <CopyTypes
          key={from.sku}
          sku={from.sku}
          name={from.name ?? from.sku}
          chosen={types}
          onChange={(types) => onChange({ ...draft, types })}
        />
      )}
    </Stack>
  );
}

interface CopyTypesProps {
  sku: string;
  name: string;
  chosen: string[];
  onChange: (types: string[]) => void;
}

function CopyTypes({ sku, name, chosen, onChange }: CopyTypesProps) {
  const t = useTexts(texts);
  const { types, look } = useRelationTypes();
  const { data, error } = useQuery(storedQuery(sku));
  if (error) return <ProblemAlert error={error} />;
  if (!data)
    return (
      <Group gap="xs" role="status">
        <Loader size={16} />
        <Text size="sm">{t("loading")}</Text>
      </Group>
    );
  const codes = types.map(({ code }) => code ?? "").filter((code) => (data[code] ?? 0) > 0);
  if (codes.length === 0) return <Text size="sm">{t("none", { name })}</Text>;
  return (
    <Checkbox.Group label={t("types")} value={chosen} onChange={onChange}>
      <Stack gap={6} mt={6}>
        {codes.map((code) => (
          <Checkbox
            key={code}
            value={code}
            label={t("count", { type: look(code).label, count: data[code] })}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
