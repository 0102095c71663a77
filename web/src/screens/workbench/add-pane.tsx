import { CloseButton, Select, Skeleton, Stack, Switch, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type RefObject, useState } from "react";
import { candidatesQuery } from "~/components/lane/api";
import { useBench } from "~/components/lane/bench";
import { ProblemAlert } from "~/components/problem-alert";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";
import { IDEAS } from "./api";
import { CandidateCard } from "./candidate-card";
import { useWorkbenchUrl } from "./url";
import classes from "./workbench.module.css";

const texts = defineTexts({
  en: {
    title: "Add products",
    lane: "To which lane",
    search: "Find a product",
    placeholder: "SKU, name or brand",
    clear: "Clear the search",
    both: "Both ways",
    bothHelp: "Also links the product back to this one",
    ideas: "Ideas for {type}",
    found: "Found for {type}",
    noIdeas: "Nothing suggests itself for this lane. Search for a product above.",
    nothing: "No product that can be added has this SKU, name or brand.",
    count: "{count, plural, one {# product} other {# products}}",
  },
  de: {
    title: "Produkte hinzufügen",
    lane: "In welche Liste",
    search: "Produkt suchen",
    placeholder: "SKU, Name oder Marke",
    clear: "Suche leeren",
    both: "In beide Richtungen",
    bothHelp: "Verbindet das Produkt auch zurück mit diesem",
    ideas: "Ideen für {type}",
    found: "Gefunden für {type}",
    noIdeas: "Für diese Liste drängt sich nichts auf. Suchen Sie oben ein Produkt.",
    nothing: "Kein Produkt, das sich hinzufügen lässt, hat diese SKU, diesen Namen oder diese Marke.",
    count: "{count, plural, one {# Produkt} other {# Produkte}}",
  },
});

const FOUND = 20;
/** After the last key; the field itself never waits. */
const PAUSE_MS = 150;

interface AddPaneProps {
  lane: string;
  fieldRef: RefObject<HTMLInputElement | null>;
}

/** Finds what else a product could show: by words, or what suggests itself. */
export function AddPane({ lane, fieldRef }: AddPaneProps) {
  const t = useTexts(texts);
  const { sku, types } = useBench();
  const { look } = useRelationTypes();
  const { url, set } = useWorkbenchUrl();
  const [text, setText] = useState(url.find);
  const [bothWays, setBothWays] = useState(false);
  const search = useDebouncedCallback((find: string) => set({ find }, { replace: true }), PAUSE_MS);
  const words = url.find.trim();
  const query = useQuery(candidatesQuery(sku, lane, words, words === "" ? IDEAS : FOUND));
  const { data, error, isPlaceholderData } = query;
  const { label } = look(lane);
  const change = (find: string) => {
    setText(find);
    search(find);
  };
  return (
    <Stack gap="sm">
      <Title order={2} size="h3">
        {t("title")}
      </Title>
      <Select
        label={t("lane")}
        value={lane}
        data={types.map((value) => ({ value, label: look(value).label }))}
        allowDeselect={false}
        // Made when it is opened: measuring its place would lay out the whole page at first.
        comboboxProps={{ keepMounted: false }}
        onChange={(type) => type && set({ lane: type }, { replace: true })}
      />
      <TextInput
        ref={fieldRef}
        label={t("search")}
        placeholder={t("placeholder")}
        value={text}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={
          text !== "" && <CloseButton size="sm" aria-label={t("clear")} onClick={() => change("")} />
        }
        onChange={(event) => change(event.currentTarget.value)}
      />
      <Switch
        label={t("both")}
        description={t("bothHelp")}
        checked={bothWays}
        onChange={(event) => setBothWays(event.currentTarget.checked)}
      />
      <Title order={3} size="sm">
        {t(words === "" ? "ideas" : "found", { type: label })}
      </Title>
      <span role="status" className="unseen">
        {data && !isPlaceholderData ? t("count", { count: data.items.length }) : ""}
      </span>
      {error && <ProblemAlert error={error} />}
      {!data && !error && <Skeleton h={320} />}
      {data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t(words === "" ? "noIdeas" : "nothing")}
        </Text>
      )}
      <ul className={classes.candidates} data-stale={isPlaceholderData || undefined}>
        {data?.items.map((candidate) => (
          <CandidateCard
            key={`${lane} ${candidate.sku}`}
            candidate={candidate}
            lane={lane}
            bothWays={bothWays}
          />
        ))}
      </ul>
    </Stack>
  );
}
