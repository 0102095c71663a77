import { Select } from "@mantine/core";
import { useMemo, useState } from "react";
import { defineTexts, useTexts } from "~/i18n";
import type { Field } from "./api";
import { ATTRIBUTE, attributeOf } from "./columns";
import { useFieldNames } from "./words";

const texts = defineTexts({
  en: {
    label: "Read {column} as",
    out: "Leave out",
    choose: "Choose a field",
    fields: "Fields",
    required: "{field} (required)",
    attributes: "As an attribute",
    nothing: "No such field",
    taken: "{field} is filled by another column, too",
  },
  de: {
    label: "{column} lesen als",
    out: "Auslassen",
    choose: "Feld wählen",
    fields: "Felder",
    required: "{field} (nötig)",
    attributes: "Als Merkmal",
    nothing: "Kein solches Feld",
    taken: "{field} kommt auch aus einer anderen Spalte",
  },
});

/** The value of an option that leaves a column out; no field is called so. */
const OUT = "-";

interface FieldSelectProps {
  column: string;
  fields: Field[];
  hasAttributes: boolean;
  /** Undefined while nobody has decided. */
  value: string | null | undefined;
  isDouble: boolean;
  onChange: (field: string | null) => void;
}

/** What a column is read as: a field, an attribute of one's own, or nothing. */
export function FieldSelect(props: FieldSelectProps) {
  const { column, fields, hasAttributes, value, isDouble, onChange } = props;
  const t = useTexts(texts);
  const name = useFieldNames();
  const [typed, setTyped] = useState("");
  const data = useMemo(() => {
    const known = fields.map(({ code, required }) => ({
      value: code,
      label: required ? t("required", { field: name(code) }) : name(code),
    }));
    const codes = new Set(known.map((option) => option.value));
    const own = [attributeOf(column)];
    // What is typed may be an attribute that no column suggests.
    if (typed.trim() !== "" && !known.some(({ label }) => label === typed)) {
      const bare = typed.trim().startsWith(ATTRIBUTE) ? typed.trim().slice(ATTRIBUTE.length) : typed.trim();
      own.push(attributeOf(bare));
    }
    if (value && !codes.has(value)) own.push(value);
    const attributes = [...new Set(own)].filter((code) => !codes.has(code));
    return [
      { group: t("fields"), items: [{ value: OUT, label: t("out") }, ...known] },
      ...(hasAttributes
        ? [{ group: t("attributes"), items: attributes.map((code) => ({ value: code, label: name(code) })) }]
        : []),
    ];
  }, [column, fields, hasAttributes, name, t, typed, value]);
  return (
    <Select
      aria-label={t("label", { column })}
      placeholder={t("choose")}
      data={data}
      value={value === undefined ? null : (value ?? OUT)}
      onChange={(chosen) => {
        if (chosen !== null) onChange(chosen === OUT ? null : chosen);
      }}
      searchable
      selectFirstOptionOnChange
      allowDeselect={false}
      onSearchChange={setTyped}
      nothingFoundMessage={t("nothing")}
      maxDropdownHeight={300}
      error={isDouble && value ? t("taken", { field: name(value) }) : undefined}
      data-problem={value === undefined || isDouble ? true : undefined}
    />
  );
}
