import { Select, SimpleGrid, TextInput } from "@mantine/core";
import { memo } from "react";
import { defineTexts, useTexts } from "~/i18n";
import { type FormProps, isSameFor } from "./form";

const texts = defineTexts({
  en: {
    kind: "What the customer gets",
    none: "Nothing",
    percent: "Some percent off",
    amount: "An amount off",
    free: "The product for free",
    value: "How much",
    label: "What it is called on the page",
    help: "It travels to the channel as it is; the channel carries it out.",
  },
  de: {
    kind: "Was der Kunde bekommt",
    none: "Nichts",
    percent: "Einige Prozent Nachlass",
    amount: "Einen Betrag Nachlass",
    free: "Das Produkt umsonst",
    value: "Wie viel",
    label: "Wie es auf der Seite heißt",
    help: "Es geht unverändert an den Kanal; der Kanal führt es aus.",
  },
});

const NONE = "none";

/** What the customer gets with a recommendation. */
export const OfferFields = memo(
  function OfferFields({ draft, change, problem }: FormProps) {
    const t = useTexts(texts);
    const { offer } = draft;
    return (
      <SimpleGrid cols={{ base: 1, xs: offer ? 3 : 1 }}>
        <Select
          label={t("kind")}
          description={t("help")}
          allowDeselect={false}
          data={(["none", "percent", "amount", "free"] as const).map((value) => ({ value, label: t(value) }))}
          value={offer?.kind ?? NONE}
          error={problem("/offer/kind")}
          onChange={(kind) =>
            change({
              offer: kind === null || kind === NONE ? null : { value: null, label: "", ...offer, kind },
            })
          }
        />
        {offer && offer.kind !== "free" && (
          <TextInput
            label={t("value")}
            inputMode="decimal"
            value={offer.value ?? ""}
            error={problem("/offer/value")}
            onChange={(event) =>
              change({
                offer: { ...offer, value: event.currentTarget.value.trim().replace(",", ".") || null },
              })
            }
          />
        )}
        {offer && (
          <TextInput
            label={t("label")}
            value={offer.label ?? ""}
            error={problem("/offer/label")}
            onChange={(event) => change({ offer: { ...offer, label: event.currentTarget.value } })}
          />
        )}
      </SimpleGrid>
    );
  },
  isSameFor(["offer"]),
);
