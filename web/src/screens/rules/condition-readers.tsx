import { Anchor, Badge, Group, List, Paper, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { components } from "~/api/schema";
import { useTexts } from "~/i18n";
import { conditionTexts } from "./condition-texts";
import { ruleTexts } from "./rule-texts";

export type Reader = components["schemas"]["ConditionReader"];

const PLACES: Record<string, string> = {
  rule: "/rules",
  guideline: "/guidelines",
  condition: "/conditions",
  test_suite: "/tests/suites",
  channel: "/settings/channels",
};

/** The way to something that reads a condition. */
export function ReaderLink({ reader: { noun, code, name } }: { reader: Reader }) {
  return (
    <Anchor component={Link} to={`${PLACES[noun] ?? "/rules"}/${encodeURIComponent(code)}`} size="sm">
      {name || code}
    </Anchor>
  );
}

interface ReadersProps {
  readers: Reader[];
  count: number;
}

/** All that reads a condition: what a change of it changes, and what keeps it from being deleted. */
export function Readers({ readers, count }: ReadersProps) {
  const t = useTexts(conditionTexts);
  const words = useTexts(ruleTexts);
  return (
    <Paper component="section" aria-label={t("readers")}>
      <Stack gap="xs">
        <Title order={3}>{t("readers")}</Title>
        {count === 0 && <Text size="sm">{t("nobody")}</Text>}
        {count > 0 && (
          <>
            <Text size="sm" c="dimmed">
              {t("saved")}
            </Text>
            <List listStyleType="none" spacing={4}>
              {readers.map((reader) => (
                <List.Item key={`${reader.noun} ${reader.code}`}>
                  <Group gap={6}>
                    <Text span size="sm" c="dimmed">
                      {t(reader.noun as "rule")}
                    </Text>
                    <ReaderLink reader={reader} />
                    {reader.active && (reader.noun === "rule" || reader.noun === "guideline") && (
                      <Badge color="green" size="sm">
                        {words("active")}
                      </Badge>
                    )}
                  </Group>
                </List.Item>
              ))}
            </List>
            {count > readers.length && <Text size="sm">{t("more", { count: count - readers.length })}</Text>}
          </>
        )}
      </Stack>
    </Paper>
  );
}
