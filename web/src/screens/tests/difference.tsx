import { Paper, Stack, Table, Text, Title } from "@mantine/core";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import type { Ask, Difference } from "./api";
import { askName } from "./ask-name";
import { ProductLink } from "./examples";
import { MoreRows, useSome } from "./some";
import classes from "./tests.module.css";

const texts = defineTexts({
  en: {
    title: "What the draft changes",
    none: "No answer changes.",
    coverage: "Coverage",
    coverageValue: "{before} → {after}",
    products: "Products with a change",
    answers: "Answers that change",
    filled: "Filled for the first time",
    emptied: "Lose their last item",
    product: "Product",
    before: "Before",
    after: "After",
    nothing: "nothing",
    gone: "(goes)",
    come: "(new)",
    shown: "{shown, number} of {count, number} changed answers, those that lose their last item first",
  },
  de: {
    title: "Was der Entwurf ändert",
    none: "Keine Antwort ändert sich.",
    coverage: "Abdeckung",
    coverageValue: "{before} → {after}",
    products: "Produkte mit Änderung",
    answers: "Antworten, die sich ändern",
    filled: "Zum ersten Mal gefüllt",
    emptied: "Verlieren ihr letztes Produkt",
    product: "Produkt",
    before: "Vorher",
    after: "Nachher",
    nothing: "nichts",
    gone: "(entfällt)",
    come: "(neu)",
    shown:
      "{shown, number} von {count, number} geänderten Antworten, zuerst solche, die ihr letztes Produkt verlieren",
  },
});

interface DifferencePanelProps {
  difference: Difference;
  asks: Ask[];
}

/** What the draft would change of what is live. */
export function DifferencePanel({ difference, asks }: DifferencePanelProps) {
  const t = useTexts(texts);
  const { percent, number } = useFormats();
  const { examples, coverage_before, coverage_after } = difference;
  const { shown, rest, more } = useSome(examples);
  const coverage = t("coverageValue", { before: percent(coverage_before), after: percent(coverage_after) });
  const figures = (["products", "answers", "filled", "emptied"] as const).map(
    (key) => [key, number(difference[key])] as const,
  );
  return (
    <Paper component="section" aria-label={t("title")}>
      <Stack gap="xs">
        <Title order={3}>{t("title")}</Title>
        <dl className={classes.figures}>
          {[["coverage", coverage] as const, ...figures].map(([key, value]) => (
            <div key={key}>
              <dt>{t(key)}</dt>
              <dd data-figure={key}>{value}</dd>
            </div>
          ))}
        </dl>
        {examples.length === 0 ? (
          <Text size="sm">{t("none")}</Text>
        ) : (
          <>
            <Table className={classes.table} aria-label={t("title")} verticalSpacing={4}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("product")}</Table.Th>
                  <Table.Th>{t("before")}</Table.Th>
                  <Table.Th>{t("after")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {shown.map(({ product, ask, before, after }) => (
                  <Table.Tr key={`${product} ${ask}`}>
                    <Table.Td>
                      <ProductLink sku={product} />
                      {asks.length > 1 && (
                        <Text size="xs" c="dimmed">
                          {askName(asks[ask])}
                        </Text>
                      )}
                    </Table.Td>
                    <Table.Td>
                      <span className={classes.narrow}>{t("before")}: </span>
                      <Picks skus={before} others={after} side="before" />
                    </Table.Td>
                    <Table.Td>
                      <span className={classes.narrow}>{t("after")}: </span>
                      <Picks skus={after} others={before} side="after" />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            <MoreRows rest={rest} onMore={more} />
            <Text size="xs" c="dimmed">
              {t("shown", { shown: shown.length, count: difference.answers })}
            </Text>
          </>
        )}
      </Stack>
    </Paper>
  );
}

interface PicksProps {
  skus: string[];
  /** What stands on the other side. */
  others: string[];
  side: "before" | "after";
}

/** What is shown in order; what goes and what is new in words too, not by its look alone. */
function Picks({ skus, others, side }: PicksProps) {
  const t = useTexts(texts);
  if (skus.length === 0) return <Text size="sm">{t("nothing")}</Text>;
  return (
    <Text size="sm" component="div" className={classes.picks}>
      {skus.map((sku) => {
        if (others.includes(sku)) return <span key={sku}>{sku}</span>;
        return side === "before" ? (
          <del key={sku} title={t("gone")}>
            {sku} <span className="unseen">{t("gone")}</span>
          </del>
        ) : (
          <ins key={sku}>
            {sku} {t("come")}
          </ins>
        );
      })}
    </Text>
  );
}
