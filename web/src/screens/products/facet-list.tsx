import { Button, Checkbox, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import type { FacetValue } from "./api";

const texts = defineTexts({
  en: { more: "{count, number} more", less: "Fewer", find: "Find in {name}", counted: "{value}, {count}" },
  de: {
    more: "{count, number} weitere",
    less: "Weniger",
    find: "In {name} suchen",
    counted: "{value}, {count}",
  },
});

/** Values that are there without asking for more. */
const SHORT = 8;

/** A condition in the sidebar: its name and what it holds. */
export function FacetGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap={6} role="group" aria-label={title}>
      <Title order={3} size="sm">
        {title}
      </Title>
      {children}
    </Stack>
  );
}

interface FacetLineProps {
  label: string;
  count: number | undefined;
  checked: boolean;
  onToggle: () => void;
}

/** One value with its count, to tick. */
export function FacetLine({ label, count, checked, onToggle }: FacetLineProps) {
  const t = useTexts(texts);
  const formats = useFormats();
  const counted = count === undefined ? "" : formats.number(count);
  return (
    <Group gap="xs" wrap="nowrap" justify="space-between" align="flex-start" mih={24}>
      <Checkbox
        size="xs"
        checked={checked}
        onChange={onToggle}
        label={label}
        aria-label={counted ? t("counted", { value: label, count: counted }) : label}
        styles={{ label: { overflowWrap: "anywhere", fontSize: "var(--mantine-font-size-sm)" } }}
      />
      <Text size="xs" c="dimmed" className="tabular" aria-hidden>
        {counted}
      </Text>
    </Group>
  );
}

interface FacetListProps {
  title: string;
  values: FacetValue[];
  chosen: string[];
  label?: (value: string) => string;
  onToggle: (value: string) => void;
}

/** All values of a condition, the first few at once, the others on demand or by name. */
export function FacetList({ title, values, chosen, label = (value) => value, onToggle }: FacetListProps) {
  const t = useTexts(texts);
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const listed = new Set(values.map(({ value }) => value));
  const gone = chosen.filter((value) => !listed.has(value)).map((value) => ({ value, count: 0 }));
  const wanted = text.trim().toLowerCase();
  const found = [...gone, ...values].filter(({ value }) => label(value).toLowerCase().includes(wanted));
  const shown =
    isOpen || wanted ? found : found.filter(({ value }, at) => at < SHORT || chosen.includes(value));
  if (values.length === 0 && chosen.length === 0) return null;
  return (
    <FacetGroup title={title}>
      {values.length > SHORT && (
        <TextInput
          size="xs"
          value={text}
          aria-label={t("find", { name: title })}
          placeholder={t("find", { name: title })}
          leftSection={<IconSearch size={14} aria-hidden />}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {shown.map(({ value, count }) => (
        <FacetLine
          key={value}
          label={label(value)}
          count={count}
          checked={chosen.includes(value)}
          onToggle={() => onToggle(value)}
        />
      ))}
      {!wanted && found.length > SHORT && (
        <Button
          variant="subtle"
          size="compact-xs"
          style={{ alignSelf: "flex-start" }}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? t("less") : t("more", { count: found.length - shown.length })}
        </Button>
      )}
    </FacetGroup>
  );
}
