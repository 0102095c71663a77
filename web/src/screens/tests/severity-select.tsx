import { Select } from "@mantine/core";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: { label: "A finding means", fail: "Failed", warn: "Warning" },
  de: { label: "Ein Fund bedeutet", fail: "Durchgefallen", warn: "Warnung" },
});

interface SeveritySelectProps {
  value: string | null | undefined;
  error: string | undefined;
  onChange: (severity: string) => void;
}

/** What a finding means. */
export function SeveritySelect({ value, error, onChange }: SeveritySelectProps) {
  const t = useTexts(texts);
  return (
    <Select
      label={t("label")}
      data={(["fail", "warn"] as const).map((value) => ({ value, label: t(value) }))}
      value={value ?? "fail"}
      error={error}
      allowDeselect={false}
      onChange={(next) => next && onChange(next)}
    />
  );
}
