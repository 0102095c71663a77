import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { graphQuery, pathQuery } from "./api";
import { completionOf, edgesAlong, mergeScene, NO_SCENE, questionOf } from "./scene";
import type { SceneState } from "./scene-url";

/** Reads the scene of an address: its middle with neighbours, and the way or circle that is held up in it. */
export function useScene(state: SceneState) {
  const path = useQuery(pathQuery(state));
  const way = path.data?.path;
  const wanted = useMemo(
    () => [...state.mark, ...[state.from, state.to].filter((sku) => sku !== undefined), ...(way ?? [])],
    [state.mark, state.from, state.to, way],
  );
  const question = questionOf(state);
  const main = useQuery(graphQuery(question));
  const isAsked = question.product.length > 0;
  // What was asked for before is no answer to asking for nothing.
  const graph = isAsked ? main.data : undefined;
  const there = (graph?.nodes ?? []).map(({ sku }) => sku);
  const completion = completionOf(question, there, wanted);
  const second = useQuery({
    ...graphQuery(completion),
    enabled: completion.product.length > 0 && (!isAsked || !!graph),
  });
  const more = completion.product.length > 0 ? second.data : undefined;
  const scene = useMemo(
    () => (graph || more ? mergeScene(graph, more, wanted) : NO_SCENE),
    [graph, more, wanted],
  );
  const marked = useMemo(() => {
    const route = way ?? state.mark;
    const alongWay = path.data?.edges ?? [];
    const edges = way ? alongWay : edgesAlong(scene.edges, state.mark);
    return { nodes: new Set(route), edges: new Set(edges.map(({ id }) => id)) };
  }, [way, path.data, scene, state.mark]);
  return {
    scene,
    marked,
    path,
    error: (isAsked ? main.error : null) ?? second.error,
    isLoading: (isAsked && main.isLoading) || second.isLoading,
    isStale: (isAsked && main.isPlaceholderData) || (more !== undefined && second.isPlaceholderData),
    /** The scene has no middle and nothing to hold up. */
    isEmpty: !isAsked && wanted.length === 0,
  };
}
