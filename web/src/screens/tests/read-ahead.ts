import { categoriesQuery } from "~/api/products";
import type { ReadAhead } from "~/app/read-ahead";
import { listQuery } from "~/components/document/api";
import { relationTypesQuery } from "~/components/relation-type-list";

/** What can be chosen on the bench. */
export const readTests: ReadAhead = (client) => {
  void client.prefetchQuery(listQuery("test-suites"));
  void client.prefetchQuery(listQuery("placements"));
  void client.prefetchQuery(listQuery("channels"));
  void client.prefetchQuery(categoriesQuery);
  void client.prefetchQuery(relationTypesQuery);
};

/** The saved suites. */
export const readSuites: ReadAhead = (client) => {
  void client.prefetchQuery(listQuery("test-suites"));
};
