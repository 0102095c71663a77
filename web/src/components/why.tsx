import { Group, Stack, Table, Text } from "@mantine/core";
import type { Reason } from "~/api/types";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { OriginBadge } from "./origin";

const texts = defineTexts({
  en: {
    factor: "Factor",
    value: "Value",
    score: "Score",
    type_weight: "Weight of the type",
    relation_weight: "Weight of the relation",
    campaign_weight: "Weight by campaign",
    boost: "Boost",
    confidence: "Confidence",
    popularity: "Popularity",
    explained: "The factors multiply to the score, which decides how types are merged.",
  },
  de: {
    factor: "Faktor",
    value: "Wert",
    score: "Punktzahl",
    type_weight: "Gewicht der Art",
    relation_weight: "Gewicht der Beziehung",
    campaign_weight: "Gewicht durch Kampagne",
    boost: "Verstärkung",
    confidence: "Sicherheit",
    popularity: "Beliebtheit",
    explained:
      "Die Faktoren ergeben multipliziert die Punktzahl; sie entscheidet, wie Arten gemischt werden.",
  },
});

interface WhyProps {
  origin: string;
  score: number;
  reason: Reason | null | undefined;
}

/** Why a product is shown: the same reason as in the API and on the command line, as a small sum. */
export function Why({ origin, score, reason }: WhyProps) {
  const t = useTexts(texts);
  const formats = useFormats();
  const known = t as (key: string) => string;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <OriginBadge origin={origin} />
        <Text size="sm" fw={600} lang="en">
          {reason?.text}
        </Text>
      </Group>
      <Table withRowBorders={false} verticalSpacing={2}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("factor")}</Table.Th>
            <Table.Th ta="right">{t("value")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody className="tabular">
          {(reason?.factors ?? []).map(({ name, value }) => (
            <Table.Tr key={name}>
              <Table.Td>{name in texts.en ? known(name) : name}</Table.Td>
              <Table.Td ta="right">{formats.number(value, 6)}</Table.Td>
            </Table.Tr>
          ))}
          <Table.Tr fw={600}>
            <Table.Td>{t("score")}</Table.Td>
            <Table.Td ta="right">{formats.number(score, 6)}</Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
      <Text size="xs" c="dimmed">
        {t("explained")}
      </Text>
    </Stack>
  );
}
