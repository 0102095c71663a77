import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { one, type Search } from "~/app/search";
import { type Filters, filtersOf, searchOf } from "./filters";
import { type Page, pageOf, rememberPage } from "./pages";

/** What the URL says of the list. */
export interface ListState {
  filters: Filters;
  sort: string | undefined;
  cursor: string | undefined;
  /** The saved or built-in view that was chosen, if any. */
  view: string | undefined;
  /** Where the page stands; unknown when its address came from elsewhere. */
  page: Page | undefined;
}

export interface ListActions {
  setFilters: (filters: Filters, options?: { replace?: boolean }) => void;
  setSort: (sort: string) => void;
  /** Another list as a whole: its query, and the view that it belongs to. */
  show: (query: Search, view: string | undefined) => void;
  next: (cursor: string) => void;
  previous: () => void;
  first: () => void;
}

/** The list as the URL holds it, and the ways to change it. Whatever changes the list goes back to its first page. */
export function useListState(): ListState & ListActions {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const filters = useMemo(() => filtersOf(search), [search]);
  const sort = one(search.sort);
  const cursor = one(search.cursor);
  const view = one(search.view);

  const go = useCallback(
    (next: Search, replace = false) =>
      void navigate({ to: "/products", search: next, replace, resetScroll: false } as never),
    [navigate],
  );
  const to = useCallback(
    (next: string | undefined) => go({ ...searchOf(filters), sort, view, cursor: next }),
    [go, filters, sort, view],
  );
  const page = pageOf(cursor);
  return {
    filters,
    sort,
    cursor,
    view,
    page,
    setFilters: useCallback(
      (next, options) => go({ ...searchOf(next), sort, view }, options?.replace),
      [go, sort, view],
    ),
    setSort: useCallback((next) => go({ ...searchOf(filters), sort: next, view }), [go, filters, view]),
    show: useCallback((query, view) => go({ ...query, view }), [go]),
    next: useCallback(
      (next) => {
        rememberPage(next, cursor);
        to(next);
      },
      [cursor, to],
    ),
    previous: useCallback(() => to(page?.previous), [page, to]),
    first: useCallback(() => to(undefined), [to]),
  };
}
