import { Badge, Button, Group, Paper, Popover, Stack, Text } from "@mantine/core";
import { IconHelpCircle } from "@tabler/icons-react";
import type { RecommendationItem } from "~/api/types";
import { ProductLink } from "~/components/lane/product-link";
import { ProductPicture } from "~/components/product";
import { TypeBadge } from "~/components/relation-type";
import { Why } from "~/components/why";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import classes from "./workbench.module.css";

const texts = defineTexts({
  en: {
    why: "Why?",
    whyName: "Why {name}?",
    instead: "Stands in for {sku}, which is sold out",
    block: "Block {block}",
    fallback: "Fallback",
  },
  de: {
    why: "Warum?",
    whyName: "Warum {name}?",
    instead: "Steht anstelle von {sku}, das ausverkauft ist",
    block: "Block {block}",
    fallback: "Ersatzauswahl",
  },
});

/** A product as a shopper gets it, and why. */
export function ShopperTile({ item }: { item: RecommendationItem }) {
  const t = useTexts(texts);
  const formats = useFormats();
  return (
    <Paper component="li" p="sm" data-testid="tile" data-sku={item.sku}>
      <Stack gap="xs" h="100%">
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <Text fw={650} className="tabular" size="sm">
            {item.position}
          </Text>
          <ProductPicture url={item.image_url} name={item.name} size={56} />
          <Stack gap={2} miw={0}>
            <ProductLink sku={item.sku} size="sm" fw={550} className={classes.wrap}>
              {item.name}
            </ProductLink>
            <Text size="xs" c="dimmed" className={classes.wrap}>
              {item.sku}
            </Text>
            <Text size="sm" className="tabular">
              {formats.money(item.price, item.currency)}
            </Text>
          </Stack>
        </Group>
        {item.substitute_for && <Text size="sm">{t("instead", { sku: item.substitute_for })}</Text>}
        <Group gap="xs" mt="auto" justify="space-between">
          <Group gap={4}>
            {item.type === "fallback" ? (
              <Badge color="yellow">{t("fallback")}</Badge>
            ) : (
              <TypeBadge code={item.type} />
            )}
            {item.block && <Badge color="gray">{t("block", { block: item.block })}</Badge>}
          </Group>
          <Popover width={340} position="bottom-end" withArrow shadow="md" trapFocus returnFocus>
            <Popover.Target>
              <Button
                size="compact-sm"
                variant="subtle"
                leftSection={<IconHelpCircle size={16} aria-hidden />}
                aria-label={t("whyName", { name: item.name })}
              >
                {t("why")}
              </Button>
            </Popover.Target>
            <Popover.Dropdown tabIndex={-1} data-autofocus aria-label={t("whyName", { name: item.name })}>
              <Why origin={item.origin} score={item.score} reason={item.reason} />
            </Popover.Dropdown>
          </Popover>
        </Group>
      </Stack>
    </Paper>
  );
}
