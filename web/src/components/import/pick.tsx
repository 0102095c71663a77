import { Box, Button, Collapse, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useId } from "react";
import type { RecommendationItem } from "~/api/types";
import { ProductLine } from "~/components/product";
import { TypeBadge } from "~/components/relation-type";
import { Why } from "~/components/why";
import { defineTexts, useFormats, useTexts } from "~/i18n";

const texts = defineTexts({
  en: { why: "Why", whyOf: "Why {name}" },
  de: { why: "Warum", whyOf: "Warum {name}" },
});

/** A pick of an answer, with its reason to unfold. */
export function Pick({ item, isOpen }: { item: RecommendationItem; isOpen: boolean }) {
  const t = useTexts(texts);
  const formats = useFormats();
  const body = useId();
  const [opened, { toggle }] = useDisclosure(isOpen);
  return (
    <Box style={{ borderTop: "1px solid var(--relata-line)" }} pt="xs">
      <Group justify="space-between" gap="xs">
        <Group gap="xs" wrap="nowrap" flex="1 1 14rem" miw={0}>
          <Text size="sm" c="dimmed" className="tabular" w={18} ta="right" style={{ flex: "none" }}>
            {formats.number(item.position)}
          </Text>
          <ProductLine
            sku={item.sku}
            name={item.name}
            imageUrl={item.image_url}
            detail={item.price ? formats.money(item.price, item.currency) : undefined}
          />
        </Group>
        <Group gap="xs">
          {item.type === "fallback" ? null : <TypeBadge code={item.type} />}
          <Button
            variant="default"
            size="xs"
            aria-expanded={opened}
            aria-controls={body}
            aria-label={t("whyOf", { name: item.name })}
            onClick={toggle}
          >
            {t("why")}
          </Button>
        </Group>
      </Group>
      <Collapse expanded={opened} id={body}>
        <Box py="xs" pl={{ base: 0, sm: 28 }}>
          <Why origin={item.origin} score={item.score} reason={item.reason} />
        </Box>
      </Collapse>
    </Box>
  );
}
