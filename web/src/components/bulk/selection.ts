import { useCallback, useMemo, useState } from "react";

/** Which products an edit is about: some by name, or all that meet conditions. */
export type Select = { skus: string[] } | { filter: Record<string, string | string[]> };

export interface Selection {
  /** Selected rows by SKU; empty while all matching ones are selected. */
  skus: ReadonlySet<string>;
  /** Whether everything that meets the conditions is selected, on whatever page. */
  isAll: boolean;
  setSkus: (skus: Set<string>) => void;
  selectAll: () => void;
  clear: () => void;
}

/** The selection of one list. `list` names the list: another list starts with nothing selected. */
export function useSelection(list: string): Selection {
  const [state, setState] = useState({ list, skus: new Set<string>(), isAll: false });
  const current = state.list === list ? state : { list, skus: new Set<string>(), isAll: false };
  const setSkus = useCallback((skus: Set<string>) => setState({ list, skus, isAll: false }), [list]);
  const selectAll = useCallback(() => setState({ list, skus: new Set<string>(), isAll: true }), [list]);
  const clear = useCallback(() => setState({ list, skus: new Set<string>(), isAll: false }), [list]);
  return useMemo(
    () => ({ skus: current.skus, isAll: current.isAll, setSkus, selectAll, clear }),
    [current.skus, current.isAll, setSkus, selectAll, clear],
  );
}
