import { Autocomplete, SimpleGrid, TextInput } from "@mantine/core";
import { useRef } from "react";
import { CodeField } from "~/components/document/code-field";
import { EditorFrame } from "~/components/document/editor-frame";
import { Fieldset } from "~/components/document/fieldset";
import { useEditor } from "~/components/document/use-editor";
import { defineTexts, useTexts } from "~/i18n";
import { type Channel, nameOrCode } from "./api";
import type { Settle } from "./assortment-condition";
import { AssortmentFields } from "./assortment-fields";

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
  const settle = useRef<Settle>(async (channel) => channel);
  const editor = useEditor({
    noun: "channels",
    settle: (channel) => settle.current(channel),
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
          <AssortmentFields editor={editor} draft={draft} settle={settle} />
        </>
      )}
    </EditorFrame>
  );
}
