import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useState } from "react";
import type { SceneState, UpdateScene } from "./scene-url";

const SELECTED_MAX = 50;
/** The address follows the selection a moment later, so that walking fast stays fast. */
const WRITE_AFTER_MS = 350;

/** The selected products, which the address follows. */
export function useSelection(state: SceneState, update: UpdateScene) {
  const written = state.selected.join("\n");
  const [selected, setSelected] = useState<ReadonlySet<string>>(() => new Set(state.selected));
  const write = useDebouncedCallback((skus: string[]) => {
    update({ selected: skus.slice(0, SELECTED_MAX) }, { replace: true });
  }, WRITE_AFTER_MS);
  useEffect(() => {
    setSelected((before) =>
      [...before].join("\n") === written ? before : new Set(written === "" ? [] : written.split("\n")),
    );
  }, [written]);
  const select = (skus: Iterable<string>) => {
    const next = new Set(skus);
    setSelected(next);
    write([...next]);
  };
  return [selected, select] as const;
}
