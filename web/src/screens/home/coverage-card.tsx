import { Badge, Box, Button, Group, RingProgress, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { coverageQuery } from "./api";
import { Card } from "./card";
import { uncoveredSearch, type Verdict, verdictOf } from "./coverage-rows";

const texts = defineTexts({
  en: {
    title: "Coverage",
    reached: "Target reached",
    close: "Close to the target",
    below: "Below the target",
    empty: "Nothing to cover",
    reachedText: "Nearly every product has something to show with it.",
    closeText: "A few products more with a relation, and the target is reached.",
    belowText: "Too many product pages have nothing to show. Start with those that sell most.",
    emptyText: "There is no product on sale that could show a relation.",
    ring: "{rate} of products are covered; the target is {target}",
    covered: "{covered, number} of {products, number} products",
    target: "Target {target}",
    skus: "With all variants counted: {rate}",
    how: "How it is counted: products on sale, variants with their main product. One is covered when at least one relation, of any type, can really be shown in the channel web.",
    show: "Show those without any relation",
  },
  de: {
    title: "Abdeckung",
    reached: "Ziel erreicht",
    close: "Knapp unter dem Ziel",
    below: "Unter dem Ziel",
    empty: "Nichts abzudecken",
    reachedText: "Fast jedes Produkt hat etwas, das sich dazu zeigen lässt.",
    closeText: "Noch ein paar Produkte mit einer Beziehung, dann ist das Ziel erreicht.",
    belowText:
      "Zu viele Produktseiten haben nichts zu zeigen. Beginnen Sie mit denen, die sich am besten verkaufen.",
    emptyText: "Kein Produkt im Verkauf, das eine Beziehung zeigen könnte.",
    ring: "{rate} der Produkte sind abgedeckt, das Ziel ist {target}",
    covered: "{covered, number} von {products, number} Produkten",
    target: "Ziel {target}",
    skus: "Mit allen Varianten gezählt: {rate}",
    how: "So wird gezählt: Produkte im Verkauf, Varianten mit ihrem Hauptprodukt. Eines ist abgedeckt, wenn sich im Kanal web mindestens eine Beziehung beliebiger Art wirklich zeigen lässt.",
    show: "Produkte ohne jede Beziehung zeigen",
  },
});

const COLORS: Record<Verdict, string> = { reached: "green", close: "yellow", below: "orange", empty: "gray" };
const RING = 132;

/** How much of the shop has something to show, against the target. */
export function CoverageCard() {
  const t = useTexts(texts);
  const formats = useFormats();
  const { data, error } = useQuery(coverageQuery(undefined));
  const verdict = data ? verdictOf(data, data.target) : "empty";
  const known = t as (key: string) => string;
  return (
    <Card title={t("title")} isLoading={!data} error={error} height={208}>
      {data && (
        <Stack gap="sm" mih={208}>
          <Group gap="lg" align="center">
            <Box
              role="img"
              aria-label={t("ring", {
                rate: formats.percent(data.rate),
                target: formats.percent(data.target),
              })}
            >
              <RingProgress
                aria-hidden
                size={RING}
                thickness={14}
                roundCaps
                sections={[{ value: data.rate * 100, color: COLORS[verdict] }]}
                label={
                  <Text ta="center" fw={700} size="xl" className="tabular">
                    {formats.percent(data.rate)}
                  </Text>
                }
              />
            </Box>
            <Stack gap={4} flex="1 1 12rem">
              <Group gap="xs">
                <Badge size="lg" color={COLORS[verdict]}>
                  {t(verdict)}
                </Badge>
                <Text size="sm" c="dimmed">
                  {t("target", { target: formats.percent(data.target) })}
                </Text>
              </Group>
              <Text fw={600}>{t("covered", { covered: data.covered, products: data.products })}</Text>
              <Text size="sm">{known(`${verdict}Text`)}</Text>
              <Text size="sm" c="dimmed">
                {t("skus", { rate: formats.percent(data.sku_rate) })}
              </Text>
            </Stack>
          </Group>
          <Text size="xs" c="dimmed">
            {t("how")}
          </Text>
          {data.covered < data.products && (
            <Button
              component={Link}
              to={"/products" as string}
              search={uncoveredSearch(undefined) as never}
              variant="default"
              style={{ alignSelf: "flex-start" }}
            >
              {t("show")}
            </Button>
          )}
        </Stack>
      )}
    </Card>
  );
}
