import { useCallback } from "react";
import { defineTexts, useTexts } from "~/i18n";

const fieldTexts = defineTexts({
  en: {
    sku: "SKU",
    name: "Name",
    parent: "Parent product",
    brand: "Brand",
    categories: "Categories",
    price: "Price",
    currency: "Currency",
    cost: "Cost",
    stock: "Stock",
    status: "Status",
    tags: "Tags",
    url: "Page in the shop",
    image_url: "Picture",
    created_at: "In the shop since",
    description: "Description",
    excluded: "Excluded relations",
    source: "From product",
    type: "Relation type",
    target: "To product",
    position: "Position",
    weight: "Weight",
    quantity: "Quantity",
    channels: "Channels",
    locales: "Languages",
    segments: "Segments",
    valid_from: "Valid from",
    valid_until: "Valid until",
    origin: "Origin",
    pin: "Pinned to",
    order_id: "Order",
    customer_id: "Customer",
    ordered_at: "Ordered at",
    channel: "Channel",
    unit_price: "Price of one",
    event: "Event",
    event_at: "Happened at",
    visitor_id: "Visitor",
    placement: "Placement",
    request_id: "Request",
    value: "Value",
    attribute: "Attribute {name}",
  },
  de: {
    sku: "SKU",
    name: "Name",
    parent: "Hauptprodukt",
    brand: "Marke",
    categories: "Kategorien",
    price: "Preis",
    currency: "Währung",
    cost: "Einkaufspreis",
    stock: "Bestand",
    status: "Status",
    tags: "Schlagworte",
    url: "Seite im Shop",
    image_url: "Bild",
    created_at: "Im Shop seit",
    description: "Beschreibung",
    excluded: "Ausgeschlossene Beziehungen",
    source: "Von Produkt",
    type: "Beziehungsart",
    target: "Zu Produkt",
    position: "Position",
    weight: "Gewicht",
    quantity: "Menge",
    channels: "Kanäle",
    locales: "Sprachen",
    segments: "Segmente",
    valid_from: "Gültig ab",
    valid_until: "Gültig bis",
    origin: "Herkunft",
    pin: "Festgesetzt auf",
    order_id: "Bestellung",
    customer_id: "Kunde",
    ordered_at: "Bestellt am",
    channel: "Kanal",
    unit_price: "Einzelpreis",
    event: "Ereignis",
    event_at: "Geschehen am",
    visitor_id: "Besucher",
    placement: "Platz",
    request_id: "Anfrage",
    value: "Wert",
    attribute: "Merkmal {name}",
  },
});

/** What a field is called; a field without a name of its own keeps its code. */
export function useFieldNames(): (code: string) => string {
  const t = useTexts(fieldTexts);
  return useCallback(
    (code) => {
      if (code.startsWith("attributes.")) return t("attribute", { name: code.slice("attributes.".length) });
      return Object.hasOwn(fieldTexts.en, code) ? t(code as "sku") : code;
    },
    [t],
  );
}

const contentTexts = defineTexts({
  en: {
    products: "Products",
    relations: "Relations",
    orders: "Orders",
    events: "Events",
    magento: "Magento / Adobe Commerce",
    unknown: "Not recognised",
  },
  de: {
    products: "Produkte",
    relations: "Beziehungen",
    orders: "Bestellungen",
    events: "Ereignisse",
    magento: "Magento / Adobe Commerce",
    unknown: "Nicht erkannt",
  },
});

/** What a file holds, such as `products+relations`, in words. */
export function useContentNames(): (content: string | null | undefined) => string {
  const t = useTexts(contentTexts);
  return useCallback(
    (content) => {
      if (!content) return t("unknown");
      const known = (part: string) => (Object.hasOwn(contentTexts.en, part) ? t(part as "products") : part);
      return content.split("+").map(known).join(" + ");
    },
    [t],
  );
}

export const countTexts = defineTexts({
  en: {
    created: "will be created",
    updated: "will be updated",
    moved: "will be moved",
    removed: "will be removed",
    unchanged: "{count, plural, one {stays as it is} other {stay as they are}}",
    pending: "{count, plural, one {will wait for its product} other {will wait for a product}}",
    rejected: "will be rejected",
    wasCreated: "{count, plural, one {was created} other {were created}}",
    wasUpdated: "{count, plural, one {was updated} other {were updated}}",
    wasMoved: "{count, plural, one {was moved} other {were moved}}",
    wasRemoved: "{count, plural, one {was removed} other {were removed}}",
    wasUnchanged: "{count, plural, one {stayed as it was} other {stayed as they were}}",
    wasPending: "{count, plural, one {waits for its product} other {wait for a product}}",
    wasRejected: "{count, plural, one {was rejected} other {were rejected}}",
  },
  de: {
    created: "{count, plural, one {wird angelegt} other {werden angelegt}}",
    updated: "{count, plural, one {wird geändert} other {werden geändert}}",
    moved: "{count, plural, one {wird verschoben} other {werden verschoben}}",
    removed: "{count, plural, one {wird entfernt} other {werden entfernt}}",
    unchanged: "{count, plural, one {bleibt unverändert} other {bleiben unverändert}}",
    pending: "{count, plural, one {wird auf sein Produkt warten} other {werden auf ein Produkt warten}}",
    rejected: "{count, plural, one {wird abgelehnt} other {werden abgelehnt}}",
    wasCreated: "{count, plural, one {wurde angelegt} other {wurden angelegt}}",
    wasUpdated: "{count, plural, one {wurde geändert} other {wurden geändert}}",
    wasMoved: "{count, plural, one {wurde verschoben} other {wurden verschoben}}",
    wasRemoved: "{count, plural, one {wurde entfernt} other {wurden entfernt}}",
    wasUnchanged: "{count, plural, one {blieb unverändert} other {blieben unverändert}}",
    wasPending: "{count, plural, one {wartet auf sein Produkt} other {warten auf ein Produkt}}",
    wasRejected: "{count, plural, one {wurde abgelehnt} other {wurden abgelehnt}}",
  },
});
