import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTexts } from "~/i18n";
import type { Ask } from "./api";
import { AskFields } from "./ask-fields";
import { suiteTexts } from "./suite-texts";
import classes from "./tests.module.css";

interface AsksFieldsProps {
  asks: Ask[];
  problem: (pointer: string) => string | undefined;
  onChange: (asks: Ask[]) => void;
}

/** The places in which a suite asks about each product. */
export function AsksFields({ asks, problem, onChange }: AsksFieldsProps) {
  const t = useTexts(suiteTexts);
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t("asksHelp")}
      </Text>
      {asks.map((ask, index) => {
        const place = index + 1;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: all of a place is in its fields, which have no names
          <Stack key={index} gap="xs" role="group" aria-label={t("ask", { place })} className={classes.check}>
            <Group justify="space-between">
              <Title order={4} size="h5">
                {t("ask", { place })}
              </Title>
              <Button
                variant="default"
                size="compact-sm"
                leftSection={<IconTrash size={14} aria-hidden />}
                onClick={() => onChange(asks.filter((_, at) => at !== index))}
              >
                {t("removeAsk", { place })}
              </Button>
            </Group>
            <AskFields
              ask={ask}
              at={`/asks/${index}`}
              problem={problem}
              onChange={(next) => onChange(asks.map((one, at) => (at === index ? next : one)))}
            />
          </Stack>
        );
      })}
      <Button
        variant="default"
        style={{ alignSelf: "start" }}
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => onChange([...asks, {}])}
      >
        {t("addAsk")}
      </Button>
    </Stack>
  );
}
