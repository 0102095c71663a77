import { useCallback, useState } from "react";
import { remember, remembered } from "~/lib/storage";
import { HIDDEN_AT_FIRST, OPTIONAL } from "./columns";

export const DENSITIES = ["compact", "normal", "roomy"] as const;
export type Density = (typeof DENSITIES)[number];

/** Which columns a person does not want to see; names that are no columns any more are dropped. */
export function readHidden(stored: string | null): string[] {
  if (stored === null) return HIDDEN_AT_FIRST;
  return stored.split(",").filter((id) => (OPTIONAL as readonly string[]).includes(id));
}

/** How a person likes the list to look; this browser remembers it. */
export function useLook() {
  const [hidden, setHidden] = useState(() => readHidden(remembered("products.hidden")));
  const [density, setDensity] = useState<Density>(
    () => DENSITIES.find((name) => name === remembered("products.density")) ?? "normal",
  );
  const hide = useCallback((ids: string[]) => {
    remember("products.hidden", ids.join(","));
    setHidden(ids);
  }, []);
  const pack = useCallback((next: Density) => {
    remember("products.density", next);
    setDensity(next);
  }, []);
  return { hidden, hide, density, pack };
}
