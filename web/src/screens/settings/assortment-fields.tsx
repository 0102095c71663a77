import { Button, Group, Radio, Stack, Text, Textarea } from "@mantine/core";
import { type RefObject, useState } from "react";
import { Fieldset } from "~/components/document/fieldset";
import type { Editor } from "~/components/document/use-editor";
import { ProductPicker } from "~/components/product-picker";
import { defineTexts, useTexts } from "~/i18n";
import type { Channel } from "./api";
import { parseSkus, printSkus } from "./assortment";
import { AssortmentCondition, type Settle } from "./assortment-condition";

const texts = defineTexts({
  en: {
    assortment: "Assortment",
    everything: "Everything is sold here",
    some: "Only these products are sold here",
    where: "Only products for which a condition holds are sold here",
    skus: "SKUs",
    skusHelp: "One a line, or with commas between them.",
    count: "{count, plural, =0 {No SKU: nothing is sold here} one {# SKU} other {# SKUs}}",
    add: "Add a product",
    placeholder: "SKU, name or brand",
    sort: "Sort by SKU",
  },
  de: {
    assortment: "Sortiment",
    everything: "Hier wird alles verkauft",
    some: "Hier werden nur diese Produkte verkauft",
    where: "Hier werden nur Produkte verkauft, für die eine Bedingung gilt",
    skus: "SKUs",
    skusHelp: "Eine je Zeile oder durch Kommas getrennt.",
    count: "{count, plural, =0 {Keine SKU: Hier wird nichts verkauft} one {# SKU} other {# SKUs}}",
    add: "Produkt hinzufügen",
    placeholder: "SKU, Name oder Marke",
    sort: "Nach SKU sortieren",
  },
});

/** What each kind of assortment begins with. */
const EMPTY_ASSORTMENTS: Record<string, Channel["assortment"]> = { some: [], where: "true" };

interface AssortmentFieldsProps {
  editor: Editor<"channels">;
  draft: Channel;
  settle: RefObject<Settle>;
}

/** What a channel sells. */
export function AssortmentFields({ editor, draft, settle }: AssortmentFieldsProps) {
  const t = useTexts(texts);
  const { change, problem } = editor;
  const kind = draft.assortment == null ? "everything" : Array.isArray(draft.assortment) ? "some" : "where";
  const skus = Array.isArray(draft.assortment) ? draft.assortment : [];
  // What is being typed; its separators would be lost in the list.
  const [text, setText] = useState<string>();
  const put = (next: string[]) => {
    setText(undefined);
    change({ assortment: next });
  };
  return (
    <Fieldset legend={t("assortment")}>
      <Radio.Group
        aria-label={t("assortment")}
        value={kind}
        onChange={(value) => {
          settle.current = async (channel) => channel;
          change({ assortment: EMPTY_ASSORTMENTS[value] ?? null });
        }}
      >
        <Stack gap="xs">
          <Radio value="everything" label={t("everything")} />
          <Radio value="some" label={t("some")} />
          <Radio value="where" label={t("where")} />
        </Stack>
      </Radio.Group>
      {typeof draft.assortment === "string" && (
        <AssortmentCondition
          text={draft.assortment}
          error={problem("/assortment")}
          change={change}
          settle={settle}
        />
      )}
      {kind === "some" && (
        <>
          <ProductPicker
            label={t("add")}
            placeholder={t("placeholder")}
            without={skus}
            onPick={({ sku }) => put([...skus, sku])}
          />
          <Textarea
            label={t("skus")}
            description={t("skusHelp")}
            autosize
            minRows={4}
            maxRows={14}
            value={text ?? printSkus(skus)}
            error={problem("/assortment")}
            onChange={(event) => {
              setText(event.currentTarget.value);
              change({ assortment: parseSkus(event.currentTarget.value) });
            }}
            onBlur={() => setText(undefined)}
          />
          <Group justify="space-between">
            <Text size="sm" role="status">
              {t("count", { count: skus.length })}
            </Text>
            <Button
              size="compact-sm"
              variant="default"
              disabled={skus.length < 2}
              onClick={() => put([...skus].sort())}
            >
              {t("sort")}
            </Button>
          </Group>
        </>
      )}
    </Fieldset>
  );
}
