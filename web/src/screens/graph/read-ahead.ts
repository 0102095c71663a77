import type { ReadAhead } from "~/app/read-ahead";
import { relationTypesQuery } from "~/components/relation-type-list";
import { connectedQuery, cyclesQuery, graphQuery } from "./api";
import { questionOf } from "./scene";
import { parseScene } from "./scene-url";

/** The scene of the address, the circles, or what a scene could start with. */
export const readGraph: ReadAhead = (client, { search }) => {
  const state = parseScene(search);
  const question = questionOf(state);
  void client.prefetchQuery(relationTypesQuery);
  if (state.view === "cycles") void client.prefetchQuery(cyclesQuery(state.types));
  else if (question.product.length > 0) void client.prefetchQuery(graphQuery(question));
  else if (state.mark.length === 0) void client.prefetchQuery(connectedQuery);
};
