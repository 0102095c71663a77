import { Badge, Box, CopyButton, Group, Paper, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Fragment, type ReactNode } from "react";
import { productQuery } from "~/api/products";
import type { Product } from "~/api/types";
import { variantsQuery } from "~/components/lane/api";
import { ProductLink } from "~/components/lane/product-link";
import { ProductPicture } from "~/components/product";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { cardQuery } from "./api";
import classes from "./workbench.module.css";

const texts = defineTexts({
  en: {
    sku: "SKU",
    copy: "Copy the SKU",
    copied: "Copied",
    price: "Price",
    fromVariants: "of the cheapest variant",
    stock: "Stock",
    pieces: "{stock, plural, one {# piece} other {# pieces}}",
    untracked: "Not tracked",
    inStock: "In stock",
    soldOut: "Sold out",
    status: "Status",
    active: "Sold",
    inactive: "Not sold",
    discontinued: "Discontinued",
    brand: "Brand",
    categories: "Categories",
    parent: "Variant of",
    family: "Family",
    alone: "Stands alone, without variants",
    all: "All variants",
    none: "none",
  },
  de: {
    sku: "SKU",
    copy: "SKU kopieren",
    copied: "Kopiert",
    price: "Preis",
    fromVariants: "der günstigsten Variante",
    stock: "Bestand",
    pieces: "{stock, plural, one {# Stück} other {# Stück}}",
    untracked: "Nicht erfasst",
    inStock: "Lieferbar",
    soldOut: "Ausverkauft",
    status: "Status",
    active: "Im Verkauf",
    inactive: "Nicht im Verkauf",
    discontinued: "Ausgelaufen",
    brand: "Marke",
    categories: "Kategorien",
    parent: "Variante von",
    family: "Familie",
    alone: "Steht allein, ohne Varianten",
    all: "Alle Varianten",
    none: "keine",
  },
});

/** So many variants are named; the others are a list away. */
const VARIANTS_NAMED = 5;

/** What the card shows beside the product itself: price and stock as shoppers see them, and the family. */
export function useFamily(sku: string, product: Product | undefined) {
  const card = useQuery(cardQuery(sku));
  const variants = useQuery({ ...variantsQuery(sku), enabled: product !== undefined && !product.parent });
  return { card: card.data, variants: variants.data?.items, isLoading: card.isLoading || variants.isLoading };
}

interface ProductCardProps {
  product: Product;
  family: ReturnType<typeof useFamily>;
}

/** The facts of a product at a glance. */
export function ProductCard({ product, family: { card, variants } }: ProductCardProps) {
  const t = useTexts(texts);
  const formats = useFormats();
  const sku = product.sku ?? "";
  const price = product.price == null ? card?.price : String(product.price);
  const isFromVariants = product.price == null && card?.price != null;
  return (
    <Paper>
      <Group wrap="nowrap" align="flex-start" gap="md">
        <ProductPicture url={product.image_url} name={product.name} size={72} />
        <dl className={classes.facts}>
          <Fact label={t("sku")}>
            <Sku sku={sku} />
          </Fact>
          <Fact label={t("price")}>
            {formats.money(price, product.currency)}
            {isFromVariants && (
              <Text size="xs" c="dimmed">
                {t("fromVariants")}
              </Text>
            )}
          </Fact>
          <Fact label={t("stock")}>
            <Stock product={product} inStock={card?.in_stock} />
          </Fact>
          <Fact label={t("status")}>
            <StatusOf status={product.status ?? "active"} />
          </Fact>
          <Fact label={t("brand")}>{product.brand ?? card?.brand ?? t("none")}</Fact>
          <Fact label={t("categories")}>
            <Categories paths={product.categories ?? []} none={t("none")} />
          </Fact>
          <Fact label={t("family")} wide>
            {product.parent ? (
              <Parent sku={product.parent} />
            ) : (
              variants && <Variants sku={sku} variants={variants} />
            )}
          </Fact>
        </dl>
      </Group>
    </Paper>
  );
}

function Variants({ sku, variants }: { sku: string; variants: Product[] }) {
  const t = useTexts(texts);
  if (variants.length === 0) return <>{t("alone")}</>;
  return (
    <Group gap="4px 12px">
      {variants.slice(0, VARIANTS_NAMED).map((variant) => (
        <ProductLink key={variant.sku} sku={variant.sku ?? ""} size="sm">
          {variant.name}
        </ProductLink>
      ))}
      {variants.length > VARIANTS_NAMED && (
        <Link to="/products" search={{ parent: sku } as never} className={classes.link}>
          {t("all")}
        </Link>
      )}
    </Group>
  );
}

function Fact({ label, children, wide = false }: { label: string; children: ReactNode; wide?: boolean }) {
  return (
    <div className={wide ? classes.wideFact : undefined}>
      <dt className={classes.label}>{label}</dt>
      <dd className={classes.value}>{children}</dd>
    </div>
  );
}

function Sku({ sku }: { sku: string }) {
  const t = useTexts(texts);
  return (
    <CopyButton value={sku}>
      {({ copied, copy }) => (
        <Tooltip label={t(copied ? "copied" : "copy")}>
          <UnstyledButton onClick={copy} className={classes.sku} aria-label={`${sku}. ${t("copy")}`}>
            {sku} {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          </UnstyledButton>
        </Tooltip>
      )}
    </CopyButton>
  );
}

function Stock({ product, inStock }: { product: Product; inStock: boolean | undefined }) {
  const t = useTexts(texts);
  if (product.stock != null) return <>{t("pieces", { stock: product.stock })}</>;
  if (inStock === undefined) return <>{t("untracked")}</>;
  return <>{t(inStock ? "inStock" : "soldOut")}</>;
}

function StatusOf({ status }: { status: string }) {
  const t = useTexts(texts);
  const known = status === "active" || status === "inactive" || status === "discontinued";
  return <Badge color={status === "active" ? "green" : "red"}>{known ? t(status) : status}</Badge>;
}

function Categories({ paths, none }: { paths: string[]; none: string }) {
  if (paths.length === 0) return <>{none}</>;
  return (
    <Group gap="4px 12px">
      {paths.map((path) => (
        <Link key={path} to="/products" search={{ category: path } as never} className={classes.link}>
          {path.split("/").map((part, index) => (
            // A path may name the same part twice.
            // biome-ignore lint/suspicious/noArrayIndexKey: the place in the path is what is meant
            <Fragment key={index}>
              {index > 0 && <Box component="span"> / </Box>}
              {part}
            </Fragment>
          ))}
        </Link>
      ))}
    </Group>
  );
}

function Parent({ sku }: { sku: string }) {
  const t = useTexts(texts);
  const { data } = useQuery(productQuery(sku));
  return (
    <>
      {t("parent")}{" "}
      <ProductLink sku={sku} size="sm">
        {data?.name ?? sku}
      </ProductLink>
    </>
  );
}
