import { Anchor, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Holds } from "~/components/condition/api";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import classes from "./rules.module.css";

const texts = defineTexts({
  en: {
    title: "What it takes in",
    count: "{products, number} of {of, plural, one {# product} other {# products}}",
    examples: "Such as",
    none: "No product of this shop is like this now.",
    untouched: "Ask a question on the left, and what it takes in stands here.",
    wrong: "Mend the condition to see what it takes in.",
    reading: "Counting",
  },
  de: {
    title: "Was sie umfasst",
    count: "{products, number} von {of, plural, one {# Produkt} other {# Produkten}}",
    examples: "Etwa",
    none: "Kein Produkt dieses Shops ist jetzt so.",
    untouched: "Stellen Sie links eine Frage, und hier steht, was sie umfasst.",
    wrong: "Beheben Sie die Bedingung, um zu sehen, was sie umfasst.",
    reading: "Zählt",
  },
});

interface HoldsPanelProps {
  holds: Holds | null | undefined;
  isUntouched: boolean;
  /** Whether it is being changed or checked. */
  isWaiting: boolean;
}

/** How many products a condition holds for, and some of them. */
export function HoldsPanel({ holds, isUntouched, isWaiting }: HoldsPanelProps) {
  const t = useTexts(texts);
  const { percent } = useFormats();
  return (
    <Paper component="section" aria-label={t("title")}>
      <Stack gap="sm" data-testid="holds" data-stale={isWaiting || undefined} className={classes.preview}>
        <Title order={3}>{t("title")}</Title>
        {isUntouched && <Text size="sm">{t("untouched")}</Text>}
        {!isUntouched && holds === undefined && (
          <Skeleton height={80} radius="md" aria-label={t("reading")} />
        )}
        {holds === null && <Text size="sm">{t("wrong")}</Text>}
        {holds && (
          <>
            <Text role="status">
              <Text span fw={650} className="tabular">
                {t("count", { products: holds.products, of: holds.of })}
              </Text>{" "}
              {holds.of > 0 && percent(holds.products / holds.of)}
            </Text>
            <div className={classes.bar} aria-hidden>
              <div
                className={classes.after}
                style={{ width: `${(100 * holds.products) / Math.max(1, holds.of)}%` }}
              />
            </div>
            {holds.products === 0 && <Text size="sm">{t("none")}</Text>}
            {holds.examples.length > 0 && (
              <Stack gap={4}>
                <Text size="sm" c="dimmed">
                  {t("examples")}
                </Text>
                {holds.examples.map(({ sku, name }) => (
                  <Anchor key={sku} component={Link} to={`/products/${encodeURIComponent(sku)}`} size="sm">
                    {name || sku}
                  </Anchor>
                ))}
              </Stack>
            )}
          </>
        )}
      </Stack>
    </Paper>
  );
}
