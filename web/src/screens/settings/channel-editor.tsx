import {
  Autocomplete,
  Button,
  Group,
  Radio,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import { CodeField } from "~/components/document/code-field";
import { EditorFrame } from "~/components/document/editor-frame";
import { Fieldset } from "~/components/document/fieldset";
import { type Editor, useEditor } from "~/components/document/use-editor";
import { ProductPicker } from "~/components/product-picker";
import { defineTexts, useTexts } from "~/i18n";
import { type Channel, nameOrCode } from "./api";
import { parseSkus, printSkus } from "./assortment";

const texts = defineTexts({
  en: {
    new: "New channel",
    basics: "Channel",
    name: "Name",
    locale: "Language",
    localeHelp: "The language of a request that names none, such as de or en-GB; empty is as the shop.",
    currency: "Currency",
    currencyHelp: "Three letters, such as EUR; empty is as the shop.",
    assortment: "Assortment",
    everything: "Everything is sold here",
    some: "Only these products are sold here",
    skus: "SKUs",
    skusHelp: "One a line, or with commas between them.",
    count: "{count, plural, =0 {No SKU: nothing is sold here} one {# SKU} other {# SKUs}}",
    add: "Add a product",
    placeholder: "SKU, name or brand",
    sort: "Sort by SKU",
    builtIn: "The channel web came with the program and cannot be deleted.",
  },
  de: {
    new: "Neuer Kanal",
    basics: "Kanal",
    name: "Name",
    locale: "Sprache",
    localeHelp: "Die Sprache einer Anfrage, die keine nennt, etwa de oder en-GB; leer gilt die des Shops.",
    currency: "Währung",
    currencyHelp: "Drei Buchstaben, etwa EUR; leer gilt die des Shops.",
    assortment: "Sortiment",
    everything: "Hier wird alles verkauft",
    some: "Hier werden nur diese Produkte verkauft",
    skus: "SKUs",
    skusHelp: "Eine je Zeile oder durch Kommas getrennt.",
    count: "{count, plural, =0 {Keine SKU: Hier wird nichts verkauft} one {# SKU} other {# SKUs}}",
    add: "Produkt hinzufügen",
    placeholder: "SKU, Name oder Marke",
    sort: "Nach SKU sortieren",
    builtIn: "Der Kanal web kam mit dem Programm und lässt sich nicht löschen.",
  },
});

const EMPTY: Channel = { code: "", name: "", locale: null, currency: null, assortment: null };
const FIELDS = ["/code", "/name", "/locale", "/currency", "/assortment"];
/** The channel that every shop has. */
const BUILT_IN = "web";
const CURRENCIES = ["EUR", "USD", "GBP", "CHF", "PLN", "SEK", "DKK", "NOK", "CZK"];
const LOCALES = ["de", "de-AT", "de-CH", "en", "en-GB", "en-US", "fr", "it", "es", "nl", "pl"];

/** A channel: name, language, currency and what is sold there. */
export function ChannelEditor({ code }: { code: string }) {
  const t = useTexts(texts);
  const editor = useEditor({
    noun: "channels",
    code,
    empty: EMPTY,
    nameOf: nameOrCode,
    list: "/settings/channels",
  });
  const { draft, isNew, change, problem } = editor;
  const known = t as (key: string) => string;
  return (
    <EditorFrame
      editor={editor}
      newTitle={t("new")}
      fields={FIELDS}
      keptBecause={code === BUILT_IN ? t("builtIn") : undefined}
      fieldLabel={(field) => (field in texts.en ? known(field) : field)}
    >
      {draft && (
        <>
          <Fieldset legend={t("basics")}>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              {isNew && <CodeField editor={editor} example="app" />}
              <TextInput
                label={t("name")}
                value={draft.name ?? ""}
                error={problem("/name")}
                onChange={(event) => change({ name: event.currentTarget.value })}
              />
              <Autocomplete
                label={t("locale")}
                description={t("localeHelp")}
                value={draft.locale ?? ""}
                data={LOCALES}
                error={problem("/locale")}
                onChange={(locale) => change({ locale: locale.trim() || null })}
              />
              <Autocomplete
                label={t("currency")}
                description={t("currencyHelp")}
                value={draft.currency ?? ""}
                data={CURRENCIES}
                error={problem("/currency")}
                onChange={(currency) => change({ currency: currency.trim().toUpperCase() || null })}
              />
            </SimpleGrid>
          </Fieldset>
          <AssortmentFields editor={editor} draft={draft} />
        </>
      )}
    </EditorFrame>
  );
}

function AssortmentFields({ editor, draft }: { editor: Editor<"channels">; draft: Channel }) {
  const t = useTexts(texts);
  const { change, problem } = editor;
  const skus = draft.assortment ?? [];
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
        value={draft.assortment ? "some" : "everything"}
        onChange={(value) => change({ assortment: value === "some" ? [] : null })}
      >
        <Stack gap="xs">
          <Radio value="everything" label={t("everything")} />
          <Radio value="some" label={t("some")} />
        </Stack>
      </Radio.Group>
      {draft.assortment && (
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
