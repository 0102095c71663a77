import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { many, one, type Search } from "~/app/search";

export const TABS = ["relations", "incoming", "shopper", "history"] as const;
export type Tab = (typeof TABS)[number];

/** What the address of a workbench says beside the product. */
export interface WorkbenchUrl {
  tab: Tab;
  /** The lane to which products are added, and the words that look for them. */
  lane: string | undefined;
  find: string;
  /** The question of the shopper. */
  placement: string | undefined;
  channel: string | undefined;
  locale: string | undefined;
  segments: string[];
  at: string | undefined;
}

/** Reads an address; what makes no sense there is as if it were absent. */
export function readUrl(search: Search): WorkbenchUrl {
  const tab = one(search.tab);
  return {
    tab: TABS.find((known) => known === tab) ?? "relations",
    lane: one(search.lane),
    find: one(search.find) ?? "",
    placement: one(search.placement),
    channel: one(search.channel),
    locale: one(search.locale),
    segments: many(search.segment),
    at: one(search.at),
  };
}

/** The state of the screen in the address, and how it changes there. */
export function useWorkbenchUrl() {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const url = useMemo(() => readUrl(search), [search]);
  const set = useCallback(
    (change: Search, how: { replace: boolean } = { replace: false }) => {
      const next = (before: Search) => ({ ...before, ...change });
      void navigate({ to: ".", search: next, replace: how.replace, resetScroll: false } as never);
    },
    [navigate],
  );
  return { url, set };
}
