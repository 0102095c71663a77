import type { GraphNode } from "./api";
import type { LensName } from "./scene-url";

/** What a lens says of a product: a colour, a letter, and the key of its words. */
export interface Accent {
  key: AccentKey;
  color: string;
  letter: string;
}

export type AccentKey =
  | "covered"
  | "thin"
  | "bare"
  | "inStock"
  | "soldOut"
  | "notSold"
  | "missing"
  | "cheaper"
  | "same"
  | "dearer"
  | "noPrice";

/** From so many relations on, a product counts as well connected. */
export const COVERED_FROM = 4;
/** Prices within this share of each other count as about the same. */
export const SAME_PRICE_WITHIN = 0.1;

const ACCENTS: Record<AccentKey, Accent> = {
  covered: { key: "covered", color: "green", letter: "✓" },
  thin: { key: "thin", color: "yellow", letter: "–" },
  bare: { key: "bare", color: "red", letter: "!" },
  inStock: { key: "inStock", color: "green", letter: "✓" },
  soldOut: { key: "soldOut", color: "red", letter: "0" },
  notSold: { key: "notSold", color: "orange", letter: "×" },
  missing: { key: "missing", color: "gray", letter: "?" },
  cheaper: { key: "cheaper", color: "cyan", letter: "↓" },
  same: { key: "same", color: "gray", letter: "=" },
  dearer: { key: "dearer", color: "violet", letter: "↑" },
  noPrice: { key: "noPrice", color: "orange", letter: "?" },
};

/** The accents that a lens can give, in the order of its legend. */
export function accentsOf(lens: LensName): Accent[] {
  const keys: Record<LensName, AccentKey[]> = {
    none: [],
    coverage: ["covered", "thin", "bare", "missing"],
    stock: ["inStock", "soldOut", "notSold", "missing"],
    price: ["cheaper", "same", "dearer", "noPrice"],
  };
  return keys[lens].map((key) => ACCENTS[key]);
}

/** What a lens says of a product; prices are seen from the product that the scene starts with. */
export function accentOf(lens: LensName, node: GraphNode, start: GraphNode | undefined): Accent | undefined {
  if (lens === "none") return undefined;
  if (lens === "price") return ACCENTS[priceKey(node, start)];
  if (!node.known) return ACCENTS.missing;
  if (lens === "stock") {
    if (node.status !== "active") return ACCENTS.notSold;
    return node.in_stock ? ACCENTS.inStock : ACCENTS.soldOut;
  }
  if (node.out === 0) return ACCENTS.bare;
  return node.out < COVERED_FROM ? ACCENTS.thin : ACCENTS.covered;
}

function priceKey(node: GraphNode, start: GraphNode | undefined): AccentKey {
  const isComparable = node.price && start?.price && node.currency === start.currency;
  if (!isComparable) return "noPrice";
  const [price, from] = [Number(node.price), Number(start.price)];
  if (Math.abs(price - from) <= from * SAME_PRICE_WITHIN) return "same";
  return price < from ? "cheaper" : "dearer";
}
