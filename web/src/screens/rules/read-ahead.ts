import type { ReadAhead } from "~/app/read-ahead";
import { one } from "~/app/search";
import { fieldsQuery } from "~/components/condition/api";
import { relationTypesQuery } from "~/components/relation-type-list";
import { currentLanguage } from "~/i18n/language";
import { conditionsQuery, guidelinesQuery, rulesQuery } from "./api";

/** The first page of the rules. */
export const readRules: ReadAhead = (client, { search }) => {
  const filters = { status: one(search.status), type: one(search.type), q: one(search.q) };
  void client.prefetchInfiniteQuery(rulesQuery(filters, currentLanguage()));
  void client.prefetchQuery(relationTypesQuery);
};

/** The first page of the guidelines. */
export const readGuidelines: ReadAhead = (client, { search }) => {
  const filters = { status: one(search.status), type: one(search.type), q: one(search.q) };
  void client.prefetchInfiniteQuery(guidelinesQuery(filters, currentLanguage()));
};

/** The first page of the conditions with names. */
export const readNamedConditions: ReadAhead = (client, { search }) => {
  void client.prefetchInfiniteQuery(conditionsQuery({ q: one(search.q) }, currentLanguage()));
};

/** What conditions can ask about. */
export const readConditions: ReadAhead = (client) => {
  void client.prefetchQuery(fieldsQuery(currentLanguage()));
  void client.prefetchQuery(relationTypesQuery);
};
