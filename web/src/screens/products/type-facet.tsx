import { Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { TypeIcon, useRelationTypes } from "~/components/relation-type";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import type { TypeFacetValue } from "./api";
import { FacetGroup } from "./facet-list";
import classes from "./type-facet.module.css";

const texts = defineTexts({
  en: {
    title: "Shows relations of type",
    with: "with {count}",
    without: "without {count}",
    withLong: "{type}: with {count}",
    withoutLong: "{type}: without {count}",
  },
  de: {
    title: "Zeigt Beziehungen der Art",
    with: "mit {count}",
    without: "ohne {count}",
    withLong: "{type}: mit {count}",
    withoutLong: "{type}: ohne {count}",
  },
});

interface TypeFacetProps {
  values: TypeFacetValue[];
  chosenWith: string[];
  chosenWithout: string[];
  onToggle: (name: "with" | "without", type: string) => void;
}

/** For every type the products that show something of it, and those that do not. */
export function TypeFacet({ values, chosenWith, chosenWithout, onToggle }: TypeFacetProps) {
  const t = useTexts(texts);
  const formats = useFormats();
  const { look, types } = useRelationTypes();
  const order = new Map(types.map(({ code }, at) => [code, at]));
  const sorted = [...values].sort((a, b) => (order.get(a.value) ?? 99) - (order.get(b.value) ?? 99));
  return (
    <FacetGroup title={t("title")}>
      {sorted.map(({ value, ...counts }) => (
        <Stack key={value} gap={2}>
          <Group gap={6} wrap="nowrap">
            <TypeIcon code={value} size={20} />
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              {look(value).label}
            </Text>
          </Group>
          <Group gap={4} pl={26}>
            {(["with", "without"] as const).map((name) => {
              const count = formats.number(counts[name]);
              const isOn = (name === "with" ? chosenWith : chosenWithout).includes(value);
              return (
                <UnstyledButton
                  key={name}
                  className={classes.toggle}
                  aria-pressed={isOn}
                  aria-label={t(name === "with" ? "withLong" : "withoutLong", {
                    type: look(value).label,
                    count,
                  })}
                  onClick={() => onToggle(name, value)}
                >
                  {t(name, { count })}
                </UnstyledButton>
              );
            })}
          </Group>
        </Stack>
      ))}
    </FacetGroup>
  );
}
