import { MultiSelect, NumberInput, Select, SimpleGrid, TagsInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { listQuery, nameOrCode } from "~/components/document/api";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";
import type { Ask } from "./api";

const texts = defineTexts({
  en: {
    placement: "Placement",
    channel: "Channel",
    types: "Relation types",
    usualTypes: "as the placement",
    limit: "Items at most",
    limitHelp: "Without a number as the placement says",
    locale: "Language",
    segments: "Segments of the customer",
    usual: "product page",
    web: "web",
    asSuite: "as the suite says",
  },
  de: {
    placement: "Platz",
    channel: "Kanal",
    types: "Beziehungsarten",
    usualTypes: "wie der Platz",
    limit: "Produkte höchstens",
    limitHelp: "Ohne Zahl wie der Platz es sagt",
    locale: "Sprache",
    segments: "Segmente des Kunden",
    usual: "Produktseite",
    web: "Web",
    asSuite: "wie die Prüfung es sagt",
  },
});

/** The most items that one answer may have. */
const ITEMS_MAX = 50;

interface AskFieldsProps {
  ask: Ask;
  /** Where it stands, as problems name it: `/asks/0`. */
  at: string;
  /** Whether what is left empty is the suite's, and only what is chosen most is offered. */
  isShort?: boolean;
  problem?: (pointer: string) => string | undefined;
  onChange: (ask: Ask) => void;
}

/** One place in which products are asked about. */
export function AskFields({ ask, at, isShort = false, problem, onChange }: AskFieldsProps) {
  const t = useTexts(texts);
  const { types, look } = useRelationTypes();
  const placements = useQuery(listQuery("placements"));
  const channels = useQuery(listQuery("channels"));
  const options = (items: { code?: string; name?: string }[] | undefined) =>
    (items ?? []).map((item) => ({ value: item.code ?? "", label: nameOrCode(item) }));
  const wrong = (field: string) => problem?.(`${at}/${field}`);
  return (
    <SimpleGrid cols={isShort ? 1 : { base: 1, sm: 2 }} spacing="sm">
      <Select
        label={t("placement")}
        placeholder={t(isShort ? "asSuite" : "usual")}
        data={options(placements.data?.items)}
        value={ask.placement ?? null}
        error={wrong("placement")}
        clearable
        onChange={(placement) => onChange({ ...ask, placement })}
      />
      <MultiSelect
        label={t("types")}
        placeholder={(ask.types ?? []).length > 0 ? "" : t(isShort ? "asSuite" : "usualTypes")}
        data={types.map(({ code = "" }) => ({ value: code, label: look(code).label }))}
        value={ask.types ?? []}
        error={wrong("types")}
        onChange={(types) => onChange({ ...ask, types })}
      />
      <Select
        label={t("channel")}
        placeholder={t(isShort ? "asSuite" : "web")}
        data={options(channels.data?.items)}
        value={ask.channel ?? null}
        error={wrong("channel")}
        clearable
        onChange={(channel) => onChange({ ...ask, channel })}
      />
      {!isShort && (
        <>
          <NumberInput
            label={t("limit")}
            description={t("limitHelp")}
            value={ask.limit ?? ""}
            error={wrong("limit")}
            min={1}
            max={ITEMS_MAX}
            clampBehavior="none"
            allowDecimal={false}
            onChange={(limit) => onChange({ ...ask, limit: typeof limit === "number" ? limit : null })}
          />
          <TextInput
            label={t("locale")}
            value={ask.locale ?? ""}
            error={wrong("locale")}
            onChange={(event) => onChange({ ...ask, locale: event.currentTarget.value.trim() || null })}
          />
          <TagsInput
            label={t("segments")}
            value={ask.segments ?? []}
            error={wrong("segments")}
            onChange={(segments) => onChange({ ...ask, segments })}
            acceptValueOnBlur
          />
        </>
      )}
    </SimpleGrid>
  );
}
