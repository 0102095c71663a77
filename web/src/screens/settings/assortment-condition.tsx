import { Text } from "@mantine/core";
import { type RefObject, useCallback, useMemo } from "react";
import { Condition } from "~/components/condition/condition";
import { type Catalogues, WithCatalogues } from "~/components/condition/condition-parts";
import { useConditions } from "~/components/condition/use-conditions";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import type { Channel } from "./api";

const texts = defineTexts({
  en: {
    title: "Sold here",
    help: "It holds for a product with all its variants, and follows what is known of them.",
    holds: "{count} of {of} products",
  },
  de: {
    title: "Hier verkauft",
    help: "Sie gilt für ein Produkt mit allen Varianten und folgt dem, was man von ihnen weiß.",
    holds: "{count} von {of} Produkten",
  },
});

/** Turns what was entered last into the channel that is saved. */
export type Settle = (draft: Channel) => Promise<Channel>;

interface AssortmentConditionProps {
  text: string;
  error: string | undefined;
  change: (fields: Partial<Channel>) => void;
  settle: RefObject<Settle>;
}

/** The condition that says what a channel sells. */
export function AssortmentCondition(props: AssortmentConditionProps) {
  return (
    <WithCatalogues noun="conditions">
      {(catalogues) => <Fields {...props} catalogues={catalogues} />}
    </WithCatalogues>
  );
}

interface FieldsProps extends AssortmentConditionProps {
  catalogues: Catalogues;
}

function Fields({ text, error, change, settle, catalogues }: FieldsProps) {
  const t = useTexts(texts);
  const { number } = useFormats();
  const draft = useMemo(() => ({ condition: text }), [text]);
  const conditions = useConditions({
    noun: "conditions",
    draft,
    change: useCallback(({ condition }) => change({ assortment: condition ?? "" }), [change]),
    catalogues,
  });
  settle.current = async (channel) => ({
    ...channel,
    assortment: (await conditions.settle(draft)).condition,
  });
  const holds = conditions.found?.holds;
  return (
    <>
      <Condition
        name="condition"
        title={t("title")}
        help={t("help")}
        conditions={conditions}
        catalogue={catalogues.condition}
        text={text}
      />
      {error && (
        <Text size="sm" c="red" role="alert">
          {error}
        </Text>
      )}
      {holds && (
        <Text size="sm" role="status">
          {t("holds", { count: number(holds.products), of: number(holds.of) })}
        </Text>
      )}
    </>
  );
}
