import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, idempotencyKey, read } from "~/api/client";
import { useUndo } from "~/app/undo";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";
import type { Draft, Graph, GraphEdge } from "./api";

const texts = defineTexts({
  en: {
    linked: "{source} now shows {target} as {type}",
    removed: "{source} no longer shows {target} as {type}",
  },
  de: {
    linked: "{source} zeigt jetzt {target} als {type}",
    removed: "{source} zeigt {target} nicht mehr als {type}",
  },
});

type NameOf = (sku: string) => string;

/** Makes a relation; the answer's revision can be taken back. */
export function useCreateRelation(nameOf: NameOf) {
  const t = useTexts(texts);
  const { done } = useUndo();
  const { look } = useRelationTypes();
  return useMutation({
    mutationFn: (draft: Draft) =>
      read(api.POST("/v1/relations", { body: draft as never, headers: idempotencyKey() } as never)),
    onSuccess: ({ revision }, { source, target, type }) => {
      const values = { source: nameOf(source), target: nameOf(target), type: look(type).label };
      done({ what: t("linked", values), revision });
    },
  });
}

/** Removes a relation. It leaves the screen at once and comes back with the reason if it cannot go. */
export function useRemoveRelation(nameOf: NameOf) {
  const t = useTexts(texts);
  const client = useQueryClient();
  const { done } = useUndo();
  const { look } = useRelationTypes();
  return useMutation({
    mutationFn: ({ id }: GraphEdge) =>
      read(
        api.DELETE("/v1/relations/{id}", {
          params: { path: { id } },
          headers: idempotencyKey(),
        } as never),
      ),
    onMutate: ({ id }) => {
      const without = (graph: Graph | undefined) =>
        graph && { ...graph, edges: graph.edges.filter((edge) => edge.id !== id) };
      client.setQueriesData<Graph>({ queryKey: ["graph"] }, without);
    },
    onSuccess: ({ revision }, { source, target, type }) => {
      const values = { source: nameOf(source), target: nameOf(target), type: look(type).label };
      done({ what: t("removed", values), revision });
    },
    onError: () => client.invalidateQueries({ queryKey: ["graph"] }),
  });
}
