import type { QueryClient } from "@tanstack/react-query";
import type { Search } from "./search";

/** Where somebody goes: what the address says. */
export interface Visit {
  params: Record<string, string | undefined>;
  search: Search;
}

/**
 * Asks for what a screen shows first, while its code is still on the way. It waits for nothing and says
 * nothing of failures: the screen asks for the same by the same keys, and shows what is wrong.
 */
export type ReadAhead = (client: QueryClient, visit: Visit) => void;
