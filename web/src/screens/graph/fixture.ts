import type { GraphEdge, GraphNode } from "./api";

/** Products and relations for tests. */
export function node(sku: string, more: Partial<GraphNode> = {}): GraphNode {
  return {
    sku,
    name: `Name ${sku}`,
    brand: null,
    category: null,
    price: "10.00",
    currency: "EUR",
    image_url: null,
    status: "active",
    in_stock: true,
    known: true,
    depth: 1,
    out: 1,
    in: 1,
    ...more,
  };
}

export function edge(text: string, more: Partial<GraphEdge> = {}): GraphEdge {
  const [source = "", target = ""] = text.split(">");
  const rest = { type: "related", position: 1, weight: 1, origin: "manual", status: "active" };
  return { id: text, source, target, ...rest, ...more };
}
