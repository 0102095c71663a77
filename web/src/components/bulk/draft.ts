import type { FoundProduct } from "~/api/products";
import type { BulkAction, BulkKind } from "./api";

/** An edit as it is being filled in. */
export interface Draft {
  kind: BulkKind;
  type: string | null;
  targets: FoundProduct[];
  /** For new relations: at the top of each list rather than at its end. */
  isFirst: boolean;
  /** The product that relations are copied from. */
  from: FoundProduct | null;
  types: string[];
}

export function emptyDraft(kind: BulkKind, type: string | null): Draft {
  return { kind, type, targets: [], isFirst: false, from: null, types: [] };
}

/** The edit as the API takes it; null while something is missing. */
export function actionOf(draft: Draft): BulkAction | null {
  const { kind, type, from, types } = draft;
  const targets = draft.targets.map(({ sku }) => sku);
  if (kind === "copy") return from && types.length > 0 ? { kind, from: from.sku, types } : null;
  if (!type) return null;
  if (kind === "unlink") return { kind, type, targets: targets.length > 0 ? targets : null };
  if (targets.length === 0) return null;
  return kind === "link"
    ? { kind, type, targets, position: draft.isFirst ? 1 : null }
    : { kind, type, targets };
}
