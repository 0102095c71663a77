import { Button, Group, NumberInput, SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import type { Catalogue } from "~/components/condition/catalogue";
import { defineTexts, useTexts } from "~/i18n";
import type { Check } from "./api";
import { BoundField } from "./bound-field";
import { checkTexts, isOfPicks, kindOf } from "./check-words";
import { ForbidFields } from "./forbid-fields";
import { SeveritySelect } from "./severity-select";
import classes from "./tests.module.css";
import type { Forbids } from "./use-forbids";

const texts = defineTexts({
  en: {
    name: "Name",
    remove: "Remove {name}",
    removeShort: "Remove",
    items: "Items that an answer needs",
    warn: "Warns past",
    fail: "Fails past",
  },
  de: {
    name: "Name",
    remove: "{name} entfernen",
    removeShort: "Entfernen",
    items: "Produkte, die eine Antwort braucht",
    warn: "Warnt jenseits von",
    fail: "Fällt durch jenseits von",
  },
});

/** Items that an answer can need at most. */
const ITEMS_MAX = 50;

interface CheckFieldsProps {
  place: number;
  check: Check;
  catalogue: Catalogue;
  forbids: Forbids;
  /** What is wrong with a field of it. */
  problem: (field: string) => string | undefined;
  onChange: (fields: Partial<Check>) => void;
  onRemove: () => void;
}

/** One check: what it is called, what it looks at, and when it warns or fails. */
export function CheckFields(props: CheckFieldsProps) {
  const { place, check, catalogue, forbids, problem, onChange, onRemove } = props;
  const t = useTexts(texts);
  const words = useTexts(checkTexts);
  const kind = kindOf(check.check);
  const name = check.name || words(kind);
  return (
    <Stack gap="xs" role="group" aria-label={name} className={classes.check}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Stack gap={0} miw={0}>
          <Title order={4} size="h5">
            {words(kind)}
          </Title>
          <Text size="sm" c="dimmed">
            {words(`${kind}Help`)}
          </Text>
        </Stack>
        <Button
          variant="default"
          size="compact-sm"
          style={{ flex: "none" }}
          aria-label={t("remove", { name })}
          leftSection={<IconTrash size={14} aria-hidden />}
          onClick={onRemove}
        >
          {t("removeShort")}
        </Button>
      </Group>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
        <TextInput
          label={t("name")}
          value={check.name ?? ""}
          error={problem("name")}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        {isOfPicks(check.check) ? (
          <SeveritySelect
            value={check.severity}
            error={problem("severity")}
            onChange={(severity) => onChange({ severity })}
          />
        ) : (
          <>
            {kind === "coverage" && (
              <NumberInput
                label={t("items")}
                value={check.items ?? 1}
                error={problem("items")}
                min={1}
                max={ITEMS_MAX}
                clampBehavior="none"
                allowDecimal={false}
                onChange={(items) => onChange({ items: typeof items === "number" ? items : null })}
              />
            )}
            {(["warn", "fail"] as const).map((bound) => (
              <BoundField
                key={bound}
                label={t(bound)}
                check={check.check}
                value={check[bound]}
                error={problem(bound)}
                onChange={(value) => onChange({ [bound]: value })}
              />
            ))}
          </>
        )}
      </SimpleGrid>
      {check.check === "forbid" && (
        <ForbidFields
          place={place}
          check={check}
          catalogue={catalogue}
          forbids={forbids}
          error={problem("forbid")}
          onChange={onChange}
        />
      )}
    </Stack>
  );
}
