import { Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type RefObject, useEffect, useState } from "react";
import { one, type Search } from "~/app/search";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";
import { type ListFilters, STATUSES } from "./api";
import { ruleTexts } from "./rule-texts";
import classes from "./rules.module.css";

const texts = defineTexts({
  en: {
    search: "Search",
    placeholder: "Name, code or words of a condition",
    allStatuses: "All but archived",
    allTypes: "All types",
  },
  de: {
    search: "Suchen",
    placeholder: "Name, Code oder Wörter einer Bedingung",
    allStatuses: "Alle außer archivierten",
    allTypes: "Alle Arten",
  },
});

/** Between the last key and the question. */
const PAUSE_MS = 200;

/** What a list is narrowed to: the address holds it. */
export function useListFilters(): {
  filters: ListFilters;
  narrow: (fields: ListFilters) => void;
  isNarrowed: boolean;
} {
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Search;
  const filters = { status: one(search.status), type: one(search.type), q: one(search.q) };
  const narrow = (fields: ListFilters) =>
    void navigate({ to: ".", search: { ...filters, ...fields } as never, replace: true });
  return { filters, narrow, isNarrowed: Object.values(filters).some((value) => value !== undefined) };
}

interface ListFiltersProps {
  filters: ListFilters;
  narrow: (fields: ListFilters) => void;
  searchRef: RefObject<HTMLInputElement | null>;
  /** All that there is to narrow by, for what has neither status nor type. */
  only?: "search";
}

/** Search, status and type of a list. */
export function ListFilterBar({ filters, narrow, searchRef, only }: ListFiltersProps) {
  const t = useTexts(texts);
  const words = useTexts(ruleTexts);
  const { types, look } = useRelationTypes();
  const [text, setText] = useState(filters.q ?? "");
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed decides, not who hears of it
  useEffect(() => {
    const wanted = text.trim() || undefined;
    if (wanted === filters.q) return;
    const timer = setTimeout(() => narrow({ q: wanted }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <search className={classes.filters}>
      <TextInput
        ref={searchRef}
        label={t("search")}
        placeholder={t("placeholder")}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {only !== "search" && (
        <>
          <Select
            label={words("status")}
            placeholder={t("allStatuses")}
            clearable
            data={STATUSES.map((value) => ({ value, label: words(value) }))}
            value={filters.status ?? null}
            onChange={(status) => narrow({ status: status ?? undefined })}
          />
          <Select
            label={words("type")}
            placeholder={t("allTypes")}
            clearable
            data={types.map(({ code = "" }) => ({ value: code, label: look(code).label }))}
            value={filters.type ?? null}
            onChange={(type) => narrow({ type: type ?? undefined })}
          />
        </>
      )}
    </search>
  );
}
