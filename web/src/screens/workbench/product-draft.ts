import type { Product } from "~/api/types";
import type { ProductPatch } from "~/components/lane/api";

/** The basic fields of a product as a form holds them. */
export interface ProductDraft {
  name: string;
  brand: string;
  price: string;
  stock: string | number;
  status: string;
  categories: string[];
  image_url: string;
  url: string;
}

export function productDraft(product: Product): ProductDraft {
  return {
    name: product.name,
    brand: product.brand ?? "",
    price: product.price == null ? "" : String(product.price),
    stock: product.stock ?? "",
    status: product.status ?? "active",
    categories: product.categories ?? [],
    image_url: product.image_url ?? "",
    url: product.url ?? "",
  };
}

/**
 * What a draft changes; fields that nobody touched are left alone on the server.
 *
 * A price is sent as it was typed, with a point for a comma: the server reads decimals exactly.
 */
export function productPatch(before: ProductDraft, after: ProductDraft): ProductPatch {
  const patch: ProductPatch = {};
  const differs = (field: keyof ProductDraft) =>
    JSON.stringify(before[field]) !== JSON.stringify(after[field]);
  if (differs("name")) patch.name = after.name.trim();
  if (differs("status")) patch.status = after.status;
  if (differs("categories")) patch.categories = after.categories;
  if (differs("stock")) patch.stock = after.stock === "" ? null : Number(after.stock);
  if (differs("price")) patch.price = after.price.trim() === "" ? null : after.price.trim().replace(",", ".");
  for (const field of ["brand", "image_url", "url"] as const)
    if (differs(field)) patch[field] = after[field].trim() === "" ? null : after[field].trim();
  return patch;
}
