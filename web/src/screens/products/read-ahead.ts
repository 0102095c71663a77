import { categoriesQuery } from "~/api/products";
import type { ReadAhead } from "~/app/read-ahead";
import { one } from "~/app/search";
import { relationTypesQuery } from "~/components/relation-type-list";
import { facetsQuery, pageQuery } from "./api";
import { filtersOf } from "./filters";
import { viewsQuery } from "./views-api";
import { WIDE } from "./width";

/** The page of the list, and what stands around it. */
export const readProducts: ReadAhead = (client, { search }) => {
  const filters = filtersOf(search);
  void client.prefetchQuery(pageQuery(filters, one(search.sort), one(search.cursor)));
  void client.prefetchQuery(relationTypesQuery);
  void client.prefetchQuery(viewsQuery);
  if (!matchMedia(WIDE).matches) return;
  void client.prefetchQuery(facetsQuery(filters));
  void client.prefetchQuery(categoriesQuery);
};
