import type { ReadAhead } from "~/app/read-ahead";
import { one } from "~/app/search";
import { relationTypesQuery } from "~/components/relation-type-list";
import {
  changesQuery,
  coverageQuery,
  findingCountsQuery,
  importsQuery,
  stateCountQuery,
  statusQuery,
} from "./api";

/** Every card's answer, the ones that stand on top first. */
export const readHome: ReadAhead = (client, { search }) => {
  void client.prefetchQuery(statusQuery);
  void client.prefetchQuery(coverageQuery(undefined));
  void client.prefetchQuery(stateCountQuery("uncovered"));
  void client.prefetchQuery(stateCountQuery("no_relations"));
  void client.prefetchQuery(findingCountsQuery);
  void client.prefetchQuery(importsQuery);
  void client.prefetchQuery(relationTypesQuery);
  void client.prefetchQuery(changesQuery);
  // The coverage of one type, where brands, categories or channels are counted.
  const type = one(search.type);
  if (one(search.by) && type) void client.prefetchQuery(coverageQuery(type));
};
