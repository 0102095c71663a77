import { Badge, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { statusQuery } from "./api";
import { Card } from "./card";
import { GOAL_US, type SpeedVerdict, speedVerdict } from "./speed";

const texts = defineTexts({
  en: {
    title: "Speed of answers",
    none: "Not asked lately",
    fast: "Within the goal",
    mostly: "Mostly within the goal",
    slow: "Slower than the goal",
    noneText: "No shop page asked for recommendations in the last minutes.",
    fastText: "99 of 100 answers took less than {goal}. Shoppers do not notice them.",
    mostlyText:
      "Half of the answers took less than {goal}, but the slowest took longer. The server may be busy.",
    slowText: "Even the typical answer takes longer than {goal}. Look at the load of the server.",
    p50: "Half within",
    p95: "95 % within",
    p99: "99 % within",
    counted: "{count, plural, one {# answer} other {# answers}} since {since}, measured by the server.",
    goal: "Goal: 99 % within {goal}",
    holds: "{products, number} products and {relations, number} relations are in memory.",
  },
  de: {
    title: "Tempo der Antworten",
    none: "Zuletzt nicht gefragt",
    fast: "Im Ziel",
    mostly: "Meist im Ziel",
    slow: "Langsamer als das Ziel",
    noneText: "In den letzten Minuten hat keine Shopseite nach Empfehlungen gefragt.",
    fastText: "99 von 100 Antworten brauchten weniger als {goal}. Kunden merken davon nichts.",
    mostlyText:
      "Die Hälfte der Antworten brauchte weniger als {goal}, die langsamsten aber länger. Vielleicht ist der Server ausgelastet.",
    slowText: "Schon die typische Antwort braucht länger als {goal}. Sehen Sie nach der Last des Servers.",
    p50: "Hälfte binnen",
    p95: "95 % binnen",
    p99: "99 % binnen",
    counted: "{count, plural, one {# Antwort} other {# Antworten}} seit {since}, vom Server gemessen.",
    goal: "Ziel: 99 % binnen {goal}",
    holds: "{products, number} Produkte und {relations, number} Beziehungen liegen im Speicher.",
  },
});

const COLORS: Record<SpeedVerdict, string> = {
  none: "gray",
  fast: "green",
  mostly: "yellow",
  slow: "orange",
};

/** How quickly shop pages get their recommendations. */
export function SpeedCard() {
  const t = useTexts(texts);
  const formats = useFormats();
  const { data, error } = useQuery(statusQuery);
  const verdict = data ? speedVerdict(data.answers) : "none";
  const known = t as (key: string, values?: Record<string, string>) => string;
  const goal = formats.duration(GOAL_US);
  return (
    <Card title={t("title")} isLoading={!data} error={error} height={190}>
      {data && (
        <Stack gap="sm" mih={190}>
          <Group gap="xs">
            <Badge size="lg" color={COLORS[verdict]}>
              {t(verdict)}
            </Badge>
            <Text size="sm" c="dimmed">
              {t("goal", { goal })}
            </Text>
          </Group>
          {verdict !== "none" && (
            <Group gap="xl" component="dl" m={0}>
              {(["p50", "p95", "p99"] as const).map((name) => (
                <div key={name}>
                  <Text component="dt" size="xs" c="dimmed">
                    {t(name)}
                  </Text>
                  <Text component="dd" m={0} fw={650} size="lg" className="tabular">
                    {formats.duration(data.answers[`${name}_us`] ?? 0)}
                  </Text>
                </div>
              ))}
            </Group>
          )}
          <Text size="sm">{known(`${verdict}Text`, { goal })}</Text>
          <Text size="xs" c="dimmed">
            {verdict !== "none" &&
              `${t("counted", { count: data.answers.count, since: formats.dateTime(data.answers.since) })} `}
            {t("holds", { products: data.products, relations: data.relations })}
          </Text>
        </Stack>
      )}
    </Card>
  );
}
