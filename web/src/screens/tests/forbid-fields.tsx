import { MultiSelect, Stack, Text } from "@mantine/core";
import { useEffect, useMemo } from "react";
import type { Catalogue } from "~/components/condition/catalogue";
import { Condition } from "~/components/condition/condition";
import { useConditions } from "~/components/condition/use-conditions";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";
import type { Check } from "./api";
import type { Forbids } from "./use-forbids";

const texts = defineTexts({
  en: {
    types: "Under the relation types",
    all: "all types",
    title: "{name}: never shown",
    help: "Which pairs may not be shown. Where a value is missing, none is found.",
  },
  de: {
    types: "Unter den Beziehungsarten",
    all: "alle Arten",
    title: "{name}: nie gezeigt",
    help: "Welche Paare nicht gezeigt werden dürfen. Wo ein Wert fehlt, wird keines gefunden.",
  },
});

interface ForbidFieldsProps {
  place: number;
  check: Check;
  catalogue: Catalogue;
  forbids: Forbids;
  error: string | undefined;
  onChange: (fields: Partial<Check>) => void;
}

/** The condition of a check, written as that of a guideline is. */
export function ForbidFields({ place, check, catalogue, forbids, error, onChange }: ForbidFieldsProps) {
  const t = useTexts(texts);
  const { types: known, look } = useRelationTypes();
  const { forbid, types, name } = check;
  // To the server that reads conditions it is a guideline that nobody saves.
  const draft = useMemo(
    () => ({ code: "", status: "draft", types: types ?? [], forbid: forbid ?? "true" }),
    [forbid, types],
  );
  const catalogues = useMemo(() => ({ forbid: catalogue }), [catalogue]);
  const conditions = useConditions({
    noun: "guidelines",
    draft,
    change: (texts) => onChange({ forbid: texts.forbid ?? null }),
    catalogues,
  });
  const { settle } = conditions;
  useEffect(
    () =>
      forbids.join(place, async ({ forbid }) => {
        const settled = await settle({ ...draft, forbid: forbid ?? "true" });
        return settled.forbid;
      }),
    [forbids, place, settle, draft],
  );
  return (
    <Stack gap="sm">
      <MultiSelect
        label={t("types")}
        placeholder={draft.types.length > 0 ? "" : t("all")}
        data={known.map(({ code = "" }) => ({ value: code, label: look(code).label }))}
        value={draft.types}
        onChange={(types) => onChange({ types })}
      />
      <Condition
        name="forbid"
        title={t("title", { name: name ?? "" })}
        help={t("help")}
        conditions={conditions}
        catalogue={catalogue}
        text={draft.forbid}
      />
      {error && conditions.problems.length === 0 && (
        <Text size="sm" c="var(--mantine-color-error)">
          {error}
        </Text>
      )}
    </Stack>
  );
}
