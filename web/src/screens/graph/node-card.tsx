import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { ProductPicture } from "~/components/product";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import type { GraphNode } from "./api";
import classes from "./graph.module.css";
import type { Accent } from "./lens";
import type { LensName } from "./scene-url";
import { useStockWords } from "./stock-words";

const texts = defineTexts({
  en: {
    relations: "{out, number} out, {in, number} in",
    counts: "{out, plural, one {# relation} other {# relations}} out, {in, number} in",
    start: "start",
    expanded: "expanded",
  },
  de: {
    relations: "{out, number} ab, {in, number} an",
    counts:
      "{out, plural, one {# abgehende Beziehung} other {# abgehende Beziehungen}}, {in, number} ankommende",
    start: "Anfang",
    expanded: "erweitert",
  },
});

/** What a card of the scene shows. Cards are drawn anew only when one of these changes. */
export interface CardData extends Record<string, unknown> {
  product: GraphNode;
  lens: LensName;
  accent: Accent | undefined;
  selected: boolean;
  /** The one that Tab reaches. */
  active: boolean;
  start: boolean;
  expanded: boolean;
  marked: boolean;
}

export type CardNode = Node<CardData, "product">;

function Card({ data }: NodeProps<CardNode>) {
  const t = useTexts(texts);
  const formats = useFormats();
  const stock = useStockWords();
  const { product, lens, accent, selected, active, start, expanded, marked } = data;
  const name = product.name ?? product.sku;
  const counts = { out: product.out, in: product.in };
  const fact =
    lens === "price"
      ? formats.money(product.price, product.currency)
      : lens === "coverage"
        ? t("relations", counts)
        : stock(product);
  // What the card shows by its frame, and what a lens has taken the place of, for those who do not see it.
  const more = [
    lens === "stock" || lens === "none" ? t("counts", counts) : stock(product),
    start && t("start"),
    expanded && t("expanded"),
  ].filter(Boolean);
  return (
    <div className={classes.shell}>
      <Handle type="target" position={Position.Left} className={classes.handle} />
      <button
        type="button"
        className={classes.card}
        data-sku={product.sku}
        data-start={start || undefined}
        data-marked={marked || undefined}
        data-missing={!product.known || undefined}
        tabIndex={active ? 0 : -1}
        aria-pressed={selected}
        title={name}
        style={
          accent && ({ "--accent": `var(--mantine-color-${accent.color}-outline)` } as React.CSSProperties)
        }
      >
        <ProductPicture url={product.image_url} name={name} size={40} />
        <span className={classes.words}>
          <span className={classes.name}>{name}</span>
          <span className={classes.sku}>{product.sku}</span>
          <span className={classes.fact}>
            {accent && (
              <span className={classes.letter} aria-hidden>
                {accent.letter}
              </span>
            )}
            {fact}
          </span>
          <span className="unseen">{more.join(", ")}</span>
        </span>
      </button>
      <Handle type="source" position={Position.Right} className={classes.handle} />
    </div>
  );
}

export const NodeCard = memo(Card);
