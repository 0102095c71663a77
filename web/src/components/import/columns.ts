import type { Field } from "./api";

/** What the rows of a file of our own format describe. */
export const CONTENTS = ["products", "relations", "orders", "events"] as const;
export type Content = (typeof CONTENTS)[number];

export function isContent(text: string | null | undefined): text is Content {
  return CONTENTS.some((content) => content === text);
}

const fields = (kinds: [code: string, kind: string][], required: string[]): Field[] =>
  kinds.map(([code, kind]) => ({ code, kind, required: required.includes(code) }));

/** The documented columns of our own files, in their order. */
export const OWN_FIELDS: Record<Content, Field[]> = {
  products: fields(
    [
      ["sku", "text"],
      ["name", "text"],
      ["parent", "text"],
      ["brand", "text"],
      ["categories", "list"],
      ["price", "money"],
      ["currency", "text"],
      ["cost", "money"],
      ["stock", "number"],
      ["status", "text"],
      ["tags", "list"],
      ["url", "text"],
      ["image_url", "text"],
      ["created_at", "time"],
      ["description", "text"],
    ],
    ["sku", "name"],
  ),
  relations: fields(
    [
      ["source", "text"],
      ["type", "text"],
      ["target", "text"],
      ["position", "number"],
      ["weight", "number"],
      ["quantity", "number"],
      ["channels", "list"],
      ["locales", "list"],
      ["segments", "list"],
      ["valid_from", "time"],
      ["valid_until", "time"],
      ["origin", "text"],
    ],
    ["source", "type", "target"],
  ),
  orders: fields(
    [
      ["order_id", "text"],
      ["customer_id", "text"],
      ["ordered_at", "time"],
      ["channel", "text"],
      ["currency", "text"],
      ["sku", "text"],
      ["quantity", "number"],
      ["unit_price", "money"],
    ],
    ["order_id", "sku"],
  ),
  events: fields(
    [
      ["event", "text"],
      ["event_at", "time"],
      ["visitor_id", "text"],
      ["sku", "text"],
      ["placement", "text"],
      ["request_id", "text"],
      ["position", "number"],
      ["value", "money"],
    ],
    ["event", "event_at"],
  ),
};

/** The start of fields that a shop names itself. */
export const ATTRIBUTE = "attributes.";

/** A name that an attribute may take from a column: small letters, digits and underscores. */
export function attributeOf(column: string): string {
  const letters: Record<string, string> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
  const name = column
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => letters[letter] ?? "")
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return ATTRIBUTE + (name === "" ? "column" : name);
}

const EXAMPLES: Record<Content, string[]> = {
  products: [
    "RS-100",
    "Running shoe",
    "",
    "Acme",
    "shoes/running|new",
    "89.00",
    "EUR",
    "41.00",
    "12",
    "active",
  ],
  relations: ["RS-100", "accessory", "SOCK-2", "1"],
  orders: ["o1", "anna", "2026-05-01T10:00:00Z", "web", "EUR", "RS-100", "1", "89.00"],
  events: ["view", "2026-05-01T10:00:00Z", "v1", "RS-100"],
};

/** An empty file of a content with its header and one row as an example. */
export function template(content: Content): string {
  const codes = OWN_FIELDS[content].map(({ code }) => code);
  const example = codes.map((_, index) => EXAMPLES[content][index] ?? "");
  return `${codes.join(",")}\r\n${example.join(",")}\r\n`;
}
