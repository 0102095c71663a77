import { Group, Paper, Select, Stack, Text } from "@mantine/core";
import { TypeHelp, TypeIcon, useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: { label: "Relation type" },
  de: { label: "Art der Beziehung" },
});

interface TypeSelectProps {
  value: string | null;
  onChange: (type: string) => void;
}

/** The choice of a type, with what each is for. */
export function TypeSelect({ value, onChange }: TypeSelectProps) {
  const t = useTexts(texts);
  const { types, look } = useRelationTypes();
  const codes = types.map(({ code }) => code ?? "");
  return (
    <Stack gap="xs">
      <Select
        label={t("label")}
        allowDeselect={false}
        checkIconPosition="right"
        maxDropdownHeight={320}
        data={codes.map((code) => ({ value: code, label: look(code).label }))}
        value={value}
        onChange={(next) => next && onChange(next)}
        renderOption={({ option }) => (
          <Group gap="sm" wrap="nowrap">
            <TypeIcon code={option.value} />
            <Stack gap={0}>
              <Text size="sm" fw={550}>
                {option.label}
              </Text>
              <Text size="xs" c="dimmed">
                {look(option.value).sentence}
              </Text>
            </Stack>
          </Group>
        )}
      />
      {value && (
        <Paper p="xs" radius="md">
          <TypeHelp code={value} />
        </Paper>
      )}
    </Stack>
  );
}
