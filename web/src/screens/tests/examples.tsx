import { Anchor, Group, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { OriginBadge } from "~/components/origin";
import { TypeBadge } from "~/components/relation-type";
import { defineTexts, useLanguage, useTexts } from "~/i18n";
import type { Ask, Example } from "./api";
import { askName } from "./ask-name";
import { MoreRows, useSome } from "./some";
import classes from "./tests.module.css";

const texts = defineTexts({
  en: {
    product: "Product",
    pick: "Shown",
    because: "Because of",
    found: "What was found",
    rule: "Rule {code}",
    guideline: "Guideline {code}",
  },
  de: {
    product: "Produkt",
    pick: "Gezeigt",
    because: "Wegen",
    found: "Was gefunden wurde",
    rule: "Regel {code}",
    guideline: "Richtlinie {code}",
  },
});

interface ExamplesProps {
  label: string;
  examples: Example[];
  /** The places of the run; with more than one it says in which something was found. */
  asks: Ask[];
}

/** Findings, each with the way to the product, the pick and the rule. */
export function Examples({ label, examples, asks }: ExamplesProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { shown, rest, more } = useSome(examples);
  return (
    <>
      <Table className={classes.table} aria-label={label} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("product")}</Table.Th>
            <Table.Th>{t("pick")}</Table.Th>
            <Table.Th>{t("because")}</Table.Th>
            <Table.Th>{t("found")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((example, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: findings have no names and are never reordered
            <Table.Tr key={index}>
              <Table.Td>
                <ProductLink sku={example.product} />
              </Table.Td>
              <Table.Td>
                <span className={classes.narrow}>{t("pick")}: </span>
                <ProductLink sku={example.pick} />
              </Table.Td>
              <Table.Td>
                <Because example={example} />
              </Table.Td>
              <Table.Td>
                <Text size="sm" lang={language === "en" ? undefined : "en"}>
                  {example.message}
                </Text>
                {asks.length > 1 && typeof example.ask === "number" && (
                  <Text size="xs" c="dimmed">
                    {askName(asks[example.ask])}
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <MoreRows rest={rest} onMore={more} />
    </>
  );
}

/** The way to a product, or a dash. */
export function ProductLink({ sku }: { sku: string | null | undefined }) {
  if (!sku) return <Text size="sm">–</Text>;
  return (
    <Anchor component={Link} to={`/products/${encodeURIComponent(sku)}`} size="sm" underline="always">
      {sku}
    </Anchor>
  );
}

function Because({ example: { type, origin, rule, guideline } }: { example: Example }) {
  const t = useTexts(texts);
  return (
    <Group gap={6}>
      {type && <TypeBadge code={type} />}
      {rule ? (
        <Anchor component={Link} to={`/rules/${encodeURIComponent(rule)}`} size="sm">
          {t("rule", { code: rule })}
        </Anchor>
      ) : (
        origin && <OriginBadge origin={origin} />
      )}
      {guideline && (
        <Anchor component={Link} to={`/guidelines/${encodeURIComponent(guideline)}`} size="sm">
          {t("guideline", { code: guideline })}
        </Anchor>
      )}
      {!type && !rule && !origin && !guideline && <Text size="sm">–</Text>}
    </Group>
  );
}
