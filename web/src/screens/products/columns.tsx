import { Badge } from "@mantine/core";
import { useMemo } from "react";
import type { Column } from "~/components/data-table";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import type { ListedProduct } from "./api";
import classes from "./columns.module.css";
import { Origins } from "./origins";
import { ProductCell } from "./product-cell";
import { RelationCounts } from "./relation-counts";
import { useFilterWords } from "./words";

const texts = defineTexts({
  en: {
    product: "Product",
    brand: "Brand",
    category: "Category",
    price: "Price",
    stock: "Stock",
    relations: "Shown relations",
    stored: "Stored",
    origins: "Made by",
    incoming: "Points here",
    issues: "Issues",
    status: "Status",
    out: "Sold out",
    untracked: "not counted",
    variantOf: "variant of {parent}",
  },
  de: {
    product: "Produkt",
    brand: "Marke",
    category: "Kategorie",
    price: "Preis",
    stock: "Bestand",
    relations: "Gezeigte Beziehungen",
    stored: "Gespeichert",
    origins: "Herkunft",
    incoming: "Zeigt hierher",
    issues: "Auffälligkeiten",
    status: "Status",
    out: "Ausverkauft",
    untracked: "nicht gezählt",
    variantOf: "Variante von {parent}",
  },
});

/** Columns that can be hidden, in their order. */
export const OPTIONAL = [
  "relations",
  "price",
  "stock",
  "category",
  "brand",
  "issues",
  "origins",
  "incoming",
  "stored",
  "status",
] as const;
/** What is hidden until somebody asks for it. */
export const HIDDEN_AT_FIRST = ["stored", "incoming", "status"];
/** More types than this are shown only where there is something of them. */
const TYPES_IN_PLACE_MAX = 8;

const ISSUE_COLORS: Record<string, string> = {
  uncovered: "red",
  points_out: "orange",
  pending: "yellow",
  expired: "gray",
};

/** The columns of the list; `pictureSize` goes with the density. */
export function useProductColumns(pictureSize: number): Column<ListedProduct>[] {
  const t = useTexts(texts);
  const formats = useFormats();
  const words = useFilterWords();
  const { types, look } = useRelationTypes();
  return useMemo(() => {
    const looks = types.map(({ code }) => look(code ?? ""));
    const shownTypes = (shown: Record<string, number>) =>
      looks.length <= TYPES_IN_PLACE_MAX ? looks : looks.filter(({ code }) => (shown[code] ?? 0) > 0);
    return [
      {
        id: "product",
        head: t("product"),
        sort: "name",
        minWidth: 240,
        cell: ({ sku = "", name, image_url, parent }) => (
          <ProductCell
            sku={sku}
            name={name ?? sku}
            imageUrl={image_url}
            size={pictureSize}
            detail={parent ? t("variantOf", { parent }) : undefined}
          />
        ),
      },
      {
        id: "relations",
        head: t("relations"),
        minWidth: 120,
        cell: ({ relations }) =>
          relations && <RelationCounts shown={relations.shown} looks={shownTypes(relations.shown)} />,
      },
      {
        id: "price",
        head: t("price"),
        sort: "price",
        align: "right",
        minWidth: 90,
        cell: ({ price, currency }) => (
          <span className="tabular">
            {formats.money(price === null || price === undefined ? null : String(price), currency)}
          </span>
        ),
      },
      {
        id: "stock",
        head: t("stock"),
        sort: "stock",
        align: "right",
        minWidth: 90,
        cell: ({ stock }) => {
          if (stock === null || stock === undefined)
            return <span className={classes.quiet}>{t("untracked")}</span>;
          return stock > 0 ? (
            <span className="tabular">{formats.number(stock)}</span>
          ) : (
            <Badge color="orange">{t("out")}</Badge>
          );
        },
      },
      {
        id: "category",
        head: t("category"),
        minWidth: 150,
        cell: ({ categories }) => <span>{categories?.[0]?.split("/").join(" / ")}</span>,
      },
      { id: "brand", head: t("brand"), minWidth: 110, cell: ({ brand }) => <span>{brand}</span> },
      {
        id: "issues",
        head: t("issues"),
        minWidth: 120,
        cell: ({ relations }) => (
          <span className={classes.issues}>
            {(relations?.issues ?? []).map((issue) => (
              <Badge key={issue} color={ISSUE_COLORS[issue] ?? "gray"}>
                {words.value("state", issue)}
              </Badge>
            ))}
          </span>
        ),
      },
      {
        id: "origins",
        head: t("origins"),
        minWidth: 110,
        cell: ({ relations }) => relations && <Origins origins={relations.origins} />,
      },
      {
        id: "incoming",
        head: t("incoming"),
        align: "right",
        minWidth: 90,
        cell: ({ relations }) => (
          <span className="tabular">{relations && formats.number(relations.incoming)}</span>
        ),
      },
      {
        id: "stored",
        head: t("stored"),
        sort: "relations",
        align: "right",
        minWidth: 90,
        cell: ({ relations }) => (
          <span className="tabular">
            {formats.number(Object.values(relations?.stored ?? {}).reduce((sum, count) => sum + count, 0))}
          </span>
        ),
      },
      {
        id: "status",
        head: t("status"),
        minWidth: 100,
        cell: ({ status }) => <span>{words.value("status", status ?? "active")}</span>,
      },
    ];
  }, [t, formats, words, types, look, pictureSize]);
}
