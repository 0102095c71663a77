import { NumberInput, Select, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { categoriesQuery } from "~/api/products";
import { defineTexts, useTexts } from "~/i18n";
import type { Sample } from "./api";
import { SAMPLES } from "./setup";
import { SkuField } from "./sku-field";

const texts = defineTexts({
  en: {
    by: "Products",
    asSuite: "As the suite says",
    all: "From all over the shop",
    best_sellers: "Best sellers",
    worst_covered: "Worst covered",
    skus: "Named SKUs",
    category: "Category",
    everywhere: "all categories",
    size: "Products at most",
    sizeHelp: "500 without a number, at most 5,000",
  },
  de: {
    by: "Produkte",
    asSuite: "Wie die Prüfung es sagt",
    all: "Aus dem ganzen Shop",
    best_sellers: "Meistverkaufte",
    worst_covered: "Am schlechtesten abgedeckte",
    skus: "Genannte SKUs",
    category: "Kategorie",
    everywhere: "alle Kategorien",
    size: "Produkte höchstens",
    sizeHelp: "Ohne Zahl 500, höchstens 5.000",
  },
});

/** The most that a sample may take, as the API has it. */
const SIZE_MAX = 5_000;
const OPTIONS_MAX = 100;

interface SampleFieldsProps {
  /** How products are chosen; nothing where a suite decides. */
  by: string | undefined;
  sample: Sample;
  /** Whether a suite may decide. */
  isOptional: boolean;
  problem?: (pointer: string) => string | undefined;
  onChange: (by: string | undefined, sample: Sample) => void;
}

/** Which products are asked about. */
export function SampleFields({ by, sample, isOptional, problem, onChange }: SampleFieldsProps) {
  const t = useTexts(texts);
  const categories = useQuery(categoriesQuery);
  const { category, size, skus = [] } = sample;
  const own = isOptional ? [{ value: "", label: t("asSuite") }] : [];
  const choose = (next: string) => {
    if (next === "skus") return onChange(next, { skus });
    const { skus: _, ...rest } = sample;
    onChange(next || undefined, rest);
  };
  return (
    <Stack gap="sm">
      <Select
        label={t("by")}
        data={[...own, ...SAMPLES.map((value) => ({ value, label: t(value) }))]}
        value={by ?? ""}
        error={problem?.("/sample/by")}
        allowDeselect={false}
        onChange={(next) => choose(next ?? "")}
      />
      {by === "skus" && (
        <SkuField
          skus={skus}
          max={SIZE_MAX}
          error={problem?.("/sample/skus")}
          onChange={(skus) => onChange(by, { skus })}
        />
      )}
      {by && by !== "skus" && (
        <>
          <Select
            label={t("category")}
            placeholder={t("everywhere")}
            data={[
              ...new Set([
                ...(category ? [category] : []),
                ...(categories.data?.items ?? []).map(({ path }) => path),
              ]),
            ]}
            limit={OPTIONS_MAX}
            value={category ?? null}
            error={problem?.("/sample/category")}
            searchable
            clearable
            onChange={(next) => onChange(by, { ...sample, category: next })}
          />
          <NumberInput
            label={t("size")}
            description={t("sizeHelp")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            value={size ?? ""}
            error={problem?.("/sample/size")}
            min={1}
            max={SIZE_MAX}
            clampBehavior="none"
            allowDecimal={false}
            onChange={(next) => {
              const { size: _, ...rest } = sample;
              onChange(by, typeof next === "number" ? { ...rest, size: next } : rest);
            }}
          />
        </>
      )}
    </Stack>
  );
}
