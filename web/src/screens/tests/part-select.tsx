import { MultiSelect } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { defineTexts, useLanguage, useTexts } from "~/i18n";
import { guidelinesQuery, rulesQuery } from "~/screens/rules/api";
import { type Part, partOf } from "./setup";

const texts = defineTexts({
  en: {
    rules: "Rules",
    guidelines: "Guidelines",
    nothing: "Nothing fits",
  },
  de: {
    rules: "Regeln",
    guidelines: "Richtlinien",
    nothing: "Nichts passt",
  },
});

/** Between the last key and the question. */
const PAUSE_MS = 200;

interface PartSelectProps {
  label: string;
  description: string;
  /** Whether it offers what is live, or what is not. */
  isLive: boolean;
  value: Part[];
  onChange: (parts: Part[]) => void;
}

/** Chooses rules and guidelines by name or code; the server finds them, however many there are. */
export function PartSelect({ label, description, isLive, value, onChange }: PartSelectProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim() || undefined, PAUSE_MS);
  const rules = useInfiniteQuery(rulesQuery({ q }, language));
  const guidelines = useInfiniteQuery(guidelinesQuery({ q }, language));
  const fitting = (noun: string, documents: { code?: string; name?: string; status?: string }[]) =>
    documents
      .filter(({ status }) => (status === "active") === isLive)
      .map(({ code = "", name }) => ({ value: `${noun}:${code}`, label: labelOf(code, name) }));
  const found = {
    rules: fitting("rules", rules.data?.pages.flatMap(({ items }) => items.map(({ rule }) => rule)) ?? []),
    guidelines: fitting(
      "guidelines",
      guidelines.data?.pages.flatMap(({ items }) => items.map(({ guideline }) => guideline)) ?? [],
    ),
  };
  const groups = (["rules", "guidelines"] as const).map((noun) => {
    const isFound = (part: Part) => found[noun].some((one) => one.value === part);
    const chosen = value.filter((part) => partOf(part).noun === noun && !isFound(part));
    const kept = chosen.map((part) => ({ value: part, label: partOf(part).code }));
    return { group: t(noun), items: [...found[noun], ...kept] };
  });
  return (
    <MultiSelect
      label={label}
      description={description}
      data={groups.filter(({ items }) => items.length > 0)}
      value={value}
      onChange={onChange}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      // The server has searched already, in more than the names.
      filter={({ options }) => options}
      nothingFoundMessage={t("nothing")}
      maxDropdownHeight={320}
      hidePickedOptions
    />
  );
}

const labelOf = (code: string, name: string | undefined) =>
  name && name !== code ? `${name} (${code})` : code;
