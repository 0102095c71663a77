import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, read } from "~/api/client";
import { asProblem } from "~/api/problem";
import type { Product } from "~/api/types";
import { useUndo } from "~/app/undo";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";
import { changeProduct, type LaneRow, targetName, variantsQuery } from "./api";
import { focusRow } from "./focus";
import type { RelationActions } from "./use-actions";

/** Whether a product hides the target of a relation under its type. */
export function hides(product: Pick<Product, "excluded">, row: Pick<LaneRow, "type" | "target">): boolean {
  return (product.excluded ?? []).some(({ type, target }) => type === row.type && target === row.target);
}

/** The exclusions of a product with a pair among them, or without it. */
export function withExclusion(
  product: Pick<Product, "excluded">,
  row: Pick<LaneRow, "type" | "target">,
  hidden: boolean,
): { type: string; target: string }[] {
  const others = (product.excluded ?? []).filter(
    ({ type, target }) => type !== row.type || target !== row.target,
  );
  return hidden ? [...others, { type: row.type, target: row.target }] : others;
}

/** Whether somebody else's change in between is met by reading and trying again. */
const TRIES = 3;

/** Hides the target of a relation at a product, or shows it again; what else it hides stays. */
export function useExclusion() {
  const client = useQueryClient();
  return useCallback(
    async (sku: string, row: LaneRow, hidden: boolean): Promise<number | null> => {
      for (let tries = 1; ; tries++) {
        const { data, etag } = await read(api.GET("/v1/products/{sku}", { params: { path: { sku } } }));
        try {
          const excluded = withExclusion(data, row, hidden);
          const { revision } = await changeProduct(sku, { excluded }, etag);
          await client.invalidateQueries({ queryKey: ["variants"] });
          return revision;
        } catch (error) {
          if (!asProblem(error).isConflict || tries === TRIES) throw error;
        }
      }
    },
    [client],
  );
}

const texts = defineTexts({
  en: { hidden: "{name} hidden in {type}", shown: "{name} shown again in {type}" },
  de: { hidden: "{name} in {type} ausgeblendet", shown: "{name} in {type} wieder gezeigt" },
});

/** Hides a row or shows it again: at once where there is no family, else by asking for whom. */
export function useHide(
  product: Product,
  { refuse }: Pick<RelationActions, "refuse">,
  open: (dialog: { kind: "hide"; row: LaneRow }) => void,
): (row: LaneRow) => void {
  const t = useTexts(texts);
  const { look } = useRelationTypes();
  const { done } = useUndo();
  const exclude = useExclusion();
  const sku = product.sku ?? "";
  const variants = useQuery({ ...variantsQuery(sku), enabled: !product.parent });
  const isAlone = !product.parent && variants.data?.items.length === 0;
  return useCallback(
    (row) => {
      if (!isAlone) return open({ kind: "hide", row });
      const hidden = !hides(product, row);
      const values = { name: targetName(row), type: look(row.type).label };
      exclude(sku, row, hidden).then(
        (revision) => {
          done({ what: t(hidden ? "hidden" : "shown", values), revision });
          focusRow(row.id);
        },
        (error) => refuse(row.type, asProblem(error)),
      );
    },
    [done, exclude, isAlone, look, open, product, refuse, sku, t],
  );
}
