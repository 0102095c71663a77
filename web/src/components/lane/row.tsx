import { ActionIcon, Badge, Box, Kbd, Text, Tooltip } from "@mantine/core";
import { IconGripVertical, IconHelpCircle, IconPin, IconPinFilled } from "@tabler/icons-react";
import { memo, useEffect, useRef } from "react";
import { OriginBadge, RuleBadge } from "~/components/origin";
import { ProductPicture } from "~/components/product";
import { StatusBadge } from "~/components/status";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { type LaneRow, ruleOf, targetName } from "./api";
import { useBench } from "./bench";
import classes from "./lane.module.css";
import { Limits } from "./limits";
import { canMove, isEditable, isOwn, isPinned } from "./order";
import { ProductLink } from "./product-link";
import { RowMenu } from "./row-menu";
import { useRowDrag } from "./use-drag";
import { useRowActions } from "./use-row-actions";
import { Weight } from "./weight";

const texts = defineTexts({
  en: {
    position: "Position {position}",
    pinned: "Pinned to place {pin}",
    made: "Made by the rule {rule}",
    inherited: "From the parent",
    inheritedHelp: "The parent {sku} has it, so every variant shows it",
    unknown: "Not in the shop yet",
    inStock: "In stock",
    soldOut: "Sold out",
    notSold: "Not sold",
    why: "Why is {name} here?",
    pin: "Pin {name}",
    unpin: "Unpin {name}",
    moveKeys: "moves,",
    drop: "drops,",
    cancel: "cancels",
  },
  de: {
    position: "Position {position}",
    pinned: "Angeheftet auf Platz {pin}",
    made: "Von der Regel {rule} erzeugt",
    inherited: "Vom Hauptprodukt",
    inheritedHelp: "Das Hauptprodukt {sku} hat sie, also zeigt sie jede Variante",
    unknown: "Noch nicht im Shop",
    inStock: "Lieferbar",
    soldOut: "Ausverkauft",
    notSold: "Nicht im Verkauf",
    why: "Warum steht {name} hier?",
    pin: "{name} anheften",
    unpin: "{name} nicht mehr anheften",
    moveKeys: "bewegt,",
    drop: "legt ab,",
    cancel: "bricht ab",
  },
});

interface RowProps {
  row: LaneRow;
  /** Whether Tab comes to this row. */
  isCurrent: boolean;
}

/** A relation in its lane. */
export const LaneRowView = memo(function LaneRowView({ row, isCurrent }: RowProps) {
  const t = useTexts(texts);
  const { sku, open, dragged, moveMode } = useBench();
  const ref = useRef<HTMLDivElement>(null);
  const edge = useRowDrag(ref, row, sku);
  const act = useRowActions(row);
  const isMoving = moveMode.moving?.row.id === row.id;
  const own = isOwn(row, sku);
  const pinned = isPinned(row);
  const name = targetName(row);
  const tabIndex = isCurrent ? 0 : -1;
  // A row that moves to another lane is drawn anew there; the keys stay with it.
  useEffect(() => {
    if (isMoving) ref.current?.focus();
  }, [isMoving]);
  return (
    <Box
      ref={ref}
      role="row"
      className={classes.row}
      tabIndex={tabIndex}
      data-relation={row.id}
      data-edge={edge ?? undefined}
      data-moving={isMoving || undefined}
      data-dragged={(dragged?.kind === "relation" && dragged.row.id === row.id) || undefined}
      data-status={row.status}
      data-waiting={row.created_at === "" || undefined}
    >
      <span className={classes.grip} aria-hidden>
        {canMove(row, sku) && <IconGripVertical size={16} />}
      </span>
      <Place row={row} />
      <ProductPicture url={row.target_product?.image_url} name={name} size={36} />
      <Box role="gridcell">
        <ProductLink
          sku={row.target}
          className={row.status === "active" ? classes.name : `${classes.name} ${classes.quiet}`}
          tabIndex={tabIndex}
          draggable={false}
        >
          {name}
        </ProductLink>
        <Text size="xs" c="dimmed" component="div">
          {row.target}
          {row.target_product?.brand && <> · {row.target_product.brand}</>}
        </Text>
        <Limits row={row} />
        {isMoving && (
          <Text size="xs" mt={4} component="div">
            <Kbd size="xs">↑</Kbd> <Kbd size="xs">↓</Kbd> <Kbd size="xs">←</Kbd> <Kbd size="xs">→</Kbd>{" "}
            {t("moveKeys")} <Kbd size="xs">Enter</Kbd> {t("drop")} <Kbd size="xs">Esc</Kbd> {t("cancel")}
          </Text>
        )}
      </Box>
      <Facts row={row} />
      <Box role="gridcell" className={classes.tags}>
        {row.derived ? (
          <RuleBadge code={ruleOf(row)} tabIndex={tabIndex} />
        ) : (
          <OriginBadge origin={row.origin} />
        )}
        {row.status !== "active" && <StatusBadge status={row.status} />}
        {!own && (
          <Tooltip label={t("inheritedHelp", { sku: row.source })}>
            <Badge color="gray">{t("inherited")}</Badge>
          </Tooltip>
        )}
      </Box>
      <Box role="gridcell" className={classes.actions}>
        <Weight row={row} tabIndex={tabIndex} />
        <ActionIcon
          variant="subtle"
          color="gray"
          tabIndex={tabIndex}
          aria-label={t("why", { name })}
          onClick={() => open({ kind: "why", row })}
        >
          <IconHelpCircle size={18} />
        </ActionIcon>
        {isEditable(row, sku) && (
          <ActionIcon
            variant={pinned ? "light" : "subtle"}
            color={pinned ? "brand" : "gray"}
            tabIndex={tabIndex}
            aria-pressed={pinned}
            aria-label={t(pinned ? "unpin" : "pin", { name })}
            onClick={act.togglePin}
          >
            {pinned ? <IconPinFilled size={18} /> : <IconPin size={18} />}
          </ActionIcon>
        )}
        <RowMenu row={row} tabIndex={tabIndex} />
      </Box>
    </Box>
  );
});

function Place({ row }: { row: LaneRow }) {
  const t = useTexts(texts);
  const pinned = isPinned(row);
  const label = row.derived
    ? t("made", { rule: ruleOf(row) })
    : pinned
      ? t("pinned", { pin: row.pin ?? 0 })
      : t("position", { position: row.position ?? 0 });
  const shown = pinned ? row.pin : (row.position ?? "…");
  return (
    <Box role="gridcell" className={classes.place} data-testid="place">
      {pinned && <IconPinFilled size={12} aria-hidden />}
      <span aria-hidden>{row.derived ? "R" : shown}</span>
      <span className="unseen">{label}</span>
    </Box>
  );
}

function Facts({ row }: { row: LaneRow }) {
  const t = useTexts(texts);
  const formats = useFormats();
  const product = row.target_product;
  const stock = !product
    ? t("unknown")
    : product.status !== undefined && product.status !== "active"
      ? t("notSold")
      : product.in_stock
        ? t("inStock")
        : t("soldOut");
  const isFine = product?.in_stock && product.status === "active";
  return (
    <Box role="gridcell" className={classes.facts}>
      {product && <span>{formats.money(product.price, product.currency)}</span>}
      <Text size="xs" c={isFine ? "dimmed" : "red"} span>
        {stock}
      </Text>
    </Box>
  );
}
