import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/api/client";
import type { components } from "~/api/schema";
import type { Direction, SceneState } from "./scene-url";

type Schemas = components["schemas"];
export type Graph = Schemas["Graph"];
/** A product as the graph gives it. */
export type GraphNode = Schemas["GraphNode"];
/** A stored relation between two products of the scene. */
export type GraphEdge = Schemas["GraphEdge"];
export type Cycle = Schemas["GraphCycle"];

export interface GraphQuestion {
  product: string[];
  depth?: number;
  type?: string[];
  direction?: Direction;
  limit?: number;
}

export function graphQuery(question: GraphQuestion) {
  return queryOptions({
    queryKey: ["graph", question],
    queryFn: ({ signal }) => body(api.GET("/v1/graph", { params: { query: question }, signal })),
    enabled: question.product.length > 0,
  });
}

/** The shortest way from one product to another; relations are followed either way when the scene does so. */
export function pathQuery({ from = "", to = "", types, direction }: SceneState) {
  const query = { from, to, type: types, direction: direction === "both" ? "both" : "out" };
  return queryOptions({
    queryKey: ["graph-path", query],
    queryFn: ({ signal }) => body(api.GET("/v1/graph/path", { params: { query }, signal })),
    enabled: from !== "" && to !== "" && from !== to,
    placeholderData: undefined,
  });
}

/** The most circles that are listed at once. */
export const CYCLES_MAX = 200;

export function cyclesQuery(types: string[]) {
  const query = { type: types, limit: CYCLES_MAX };
  return queryOptions({
    queryKey: ["graph-cycles", query],
    queryFn: ({ signal }) => body(api.GET("/v1/graph/cycles", { params: { query }, signal })),
  });
}

/** So many of the best connected products are offered. */
export const CONNECTED_MAX = 8;

export const connectedQuery = queryOptions({
  queryKey: ["products", "best-connected"],
  queryFn: ({ signal }) => {
    const query = { sort: "-relations", include: "relations", level: "top", limit: CONNECTED_MAX };
    return body(api.GET("/v1/products", { params: { query }, signal }));
  },
});

/** A relation that somebody wants to make. */
export interface Draft {
  source: string;
  type: string;
  target: string;
  both_ways: boolean;
}

/** Asks what speaks against a relation; nothing is written. */
export function checkQuery(draft: Draft) {
  return queryOptions({
    queryKey: ["relation-check", draft],
    // The document says only that the body is an object.
    queryFn: ({ signal }) => body(api.POST("/v1/relations/check", { body: draft as never, signal })),
    enabled: draft.type !== "" && draft.source !== "" && draft.target !== "",
    placeholderData: undefined,
    staleTime: 0,
  });
}
