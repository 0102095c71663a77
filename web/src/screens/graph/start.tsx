import { Anchor, Button, Group, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconTopologyStar3 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { EmptyState } from "~/components/empty-state";
import { ProblemAlert } from "~/components/problem-alert";
import { ProductLine } from "~/components/product";
import { ProductPicker } from "~/components/product-picker";
import { defineTexts, useTexts } from "~/i18n";
import { CONNECTED_MAX, connectedQuery } from "./api";
import classes from "./graph.module.css";
import type { UpdateScene } from "./scene-url";

const texts = defineTexts({
  en: {
    title: "Where does the scene start?",
    text: "Pick a product to see what it leads to and what leads to it. From there, expand what interests you.",
    pick: "Product to start with",
    placeholder: "SKU, name or brand",
    best: "Best connected products",
    together: "Show these together",
    counts: "{out, number} out, {in, number} in",
    none: "No product has a relation yet",
    noneText: "Once there are relations, the best connected products stand here.",
    bring: "Bring your data",
  },
  de: {
    title: "Wo beginnt die Szene?",
    text: "Wählen Sie ein Produkt: Sie sehen, wohin es führt und was zu ihm führt. Von dort aus erweitern Sie, was Sie interessiert.",
    pick: "Produkt, mit dem die Szene beginnt",
    placeholder: "SKU, Name oder Marke",
    best: "Die am besten verknüpften Produkte",
    together: "Diese zusammen zeigen",
    counts: "{out, number} ab, {in, number} an",
    none: "Noch hat kein Produkt eine Beziehung",
    noneText: "Sobald es Beziehungen gibt, stehen hier die am besten verknüpften Produkte.",
    bring: "Eigene Daten einspielen",
  },
});

/** An empty scene: pick a product, or take one of the best connected. */
export function Start({ update }: { update: UpdateScene }) {
  const t = useTexts(texts);
  return (
    <Stack gap="lg">
      <Paper>
        <EmptyState
          title={t("title")}
          text={t("text")}
          icon={<IconTopologyStar3 size={28} />}
          action={
            <Stack w="100%" maw={440} ta="start">
              <ProductPicker
                label={t("pick")}
                placeholder={t("placeholder")}
                onPick={({ sku }) => update({ products: [sku], selected: [sku] })}
              />
            </Stack>
          }
        />
      </Paper>
      <BestConnected update={update} />
    </Stack>
  );
}

function BestConnected({ update }: { update: UpdateScene }) {
  const t = useTexts(texts);
  const { data, error } = useQuery(connectedQuery);
  if (error) return <ProblemAlert error={error} />;
  const sum = (counts: Record<string, number> | undefined) =>
    Object.values(counts ?? {}).reduce((all, count) => all + count, 0);
  const items = (data?.items ?? [])
    .map(({ sku = "", ...item }) => ({
      ...item,
      sku,
      out: sum(item.relations?.stored),
      in: item.relations?.incoming ?? 0,
    }))
    .filter((item) => item.out + item.in > 0);
  if (data && items.length === 0) {
    return (
      <EmptyState
        compact
        title={t("none")}
        text={t("noneText")}
        action={
          <Button component={Link} to="/start" variant="default">
            {t("bring")}
          </Button>
        }
      />
    );
  }
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={2}>{t("best")}</Title>
        {items.length > 0 && (
          <Button variant="default" onClick={() => update({ products: items.map(({ sku }) => sku) })}>
            {t("together")}
          </Button>
        )}
      </Group>
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }} spacing="sm">
        {!data &&
          Array.from({ length: CONNECTED_MAX }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: places of what is not there yet
            <Skeleton key={index} height={64} radius="md" />
          ))}
        {items.map((item) => (
          <Anchor
            key={item.sku}
            component={Link}
            to="/graph"
            search={{ product: item.sku } as never}
            underline="never"
            className={classes.hit}
          >
            <ProductLine
              sku={item.sku}
              name={item.name}
              imageUrl={item.image_url}
              detail={
                <Text span size="xs" className="tabular">
                  {t("counts", { out: item.out, in: item.in })}
                </Text>
              }
            />
          </Anchor>
        ))}
      </SimpleGrid>
    </Stack>
  );
}
