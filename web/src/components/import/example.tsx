import { Alert, Button, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { productQuery } from "~/api/products";
import type { Job } from "~/api/types";
import { ProblemAlert } from "~/components/problem-alert";
import { ProductLine } from "~/components/product";
import { ProductPicker } from "~/components/product-picker";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { exampleQuery, explainedQuery, type TimedAnswer } from "./answer";
import { Pick } from "./pick";

const texts = defineTexts({
  en: {
    title: "What customers see now",
    with: "With this product the shop shows:",
    other: "Look at another product",
    nothing: "Nothing can be shown yet",
    nothingText:
      "No product has a relation that can be shown. Bring a file with relations, or link products in the workbench.",
    noItems: "Nothing can be shown with this product.",
    fallback: "No relation gave anything; this is the fallback.",
    server: "Answered in {took}, measured by the server.",
    browser: "Answered in {took}, measured in this browser with the way there and back.",
    open: "Open in the workbench",
  },
  de: {
    title: "Was Kunden jetzt sehen",
    with: "Bei diesem Produkt zeigt der Shop:",
    other: "Ein anderes Produkt ansehen",
    nothing: "Noch kann nichts gezeigt werden",
    nothingText:
      "Kein Produkt hat eine Beziehung, die gezeigt werden kann. Bringen Sie eine Datei mit Beziehungen oder verknüpfen Sie Produkte in der Werkbank.",
    noItems: "Bei diesem Produkt kann nichts gezeigt werden.",
    fallback: "Keine Beziehung ergab etwas; das ist die Ersatzauswahl.",
    server: "Beantwortet in {took}, gemessen vom Server.",
    browser: "Beantwortet in {took}, gemessen in diesem Browser mit Hin- und Rückweg.",
    open: "In der Werkbank öffnen",
  },
});

interface ExampleProps {
  job: Job;
  /** Products that the imported files speak of. */
  skus: string[];
  /** The product that the person wants to see. */
  chosen: string | undefined;
  onChoose: (sku: string) => void;
}

/** One of the person's own products with what is shown with it, and why. */
export function Example({ job, skus, chosen, onChoose }: ExampleProps) {
  const t = useTexts(texts);
  const found = useQuery({ ...exampleQuery(job.id, skus), enabled: chosen === undefined });
  const sku = chosen ?? found.data;
  return (
    <Paper component="section">
      <Stack gap="md">
        <Title order={2}>{t("title")}</Title>
        {found.error && !chosen && <ProblemAlert error={found.error} />}
        {sku === undefined && !found.error && <Skeleton height={260} />}
        {sku === null && (
          <Alert icon={<IconInfoCircle aria-hidden />} title={t("nothing")}>
            {t("nothingText")}
          </Alert>
        )}
        {sku && <Explained sku={sku} />}
        {sku !== undefined && (
          <Stack maw={420} gap={0}>
            <ProductPicker label={t("other")} onPick={(product) => onChoose(product.sku)} />
          </Stack>
        )}
      </Stack>
    </Paper>
  );
}

function Explained({ sku }: { sku: string }) {
  const t = useTexts(texts);
  const { data: product } = useQuery(productQuery(sku));
  const { data, error } = useQuery(explainedQuery(sku));
  return (
    <>
      <Group justify="space-between" gap="sm">
        <ProductLine
          sku={sku}
          name={product?.name}
          imageUrl={product?.image_url}
          size={56}
          detail={product?.brand ?? undefined}
        />
        <Button component={Link} to="/products/$sku" params={{ sku } as never}>
          {t("open")}
        </Button>
      </Group>
      {error && <ProblemAlert error={error} />}
      {!data && !error && <Skeleton height={200} />}
      {data && <Picks timed={data} />}
    </>
  );
}

function Picks({ timed: { answer, took, measuredBy } }: { timed: TimedAnswer }) {
  const t = useTexts(texts);
  const formats = useFormats();
  return (
    <Stack gap="xs">
      <Text size="sm" fw={550}>
        {answer.items.length === 0 ? t("noItems") : t("with")}
      </Text>
      {answer.fallback && <Text size="sm">{t("fallback")}</Text>}
      {answer.items.map((item, index) => (
        <Pick key={item.sku} item={item} isOpen={index === 0} />
      ))}
      <Text size="xs" c="dimmed">
        {t(measuredBy, { took: formats.duration(took) })}
      </Text>
    </Stack>
  );
}
