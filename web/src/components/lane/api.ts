import { queryOptions } from "@tanstack/react-query";
import { api, body, idempotencyKey, type Read, read } from "~/api/client";
import type { ProblemDetail } from "~/api/problem";
import type { Product, Recommendations, Relation } from "~/api/types";

/** The most that one page of a list holds. */
const PAGE = 200;

/** A relation in a product's list, with what is shown of its ends. */
export interface LaneRow extends Omit<Relation, "id"> {
  /** The number under which it is stored; what a rule makes is told apart by rule and target. */
  id: string;
  /** Whether a rule makes it, so that nothing of it is stored. */
  derived: boolean;
}

/** A row of the API as lists keep it. */
export function asRow(relation: Relation): LaneRow {
  const { id, origin, target } = relation;
  return { ...relation, id: id ?? `${origin}>${target}`, derived: id === null };
}

/** What a relation needs to be made; everything else has its default. */
export interface NewRelation {
  source: string;
  type: string;
  target: string;
  position?: number;
  both_ways?: boolean;
}

/** What an edit of a relation changes. */
export type RelationPatch = Partial<
  Pick<
    Relation,
    | "type"
    | "position"
    | "weight"
    | "quantity"
    | "pin"
    | "channels"
    | "locales"
    | "segments"
    | "valid_from"
    | "valid_until"
  >
>;

/** The code of the rule behind a row that a rule makes. */
export function ruleOf({ origin }: Pick<LaneRow, "origin">): string {
  return origin.slice(origin.indexOf(":") + 1);
}

/** What a row is called. */
export function targetName(row: LaneRow): string {
  return row.target_product?.name ?? row.target_name ?? row.target;
}

/** All relations of a product under a type, in the order in which they are served. */
export function laneQuery(sku: string, type: string) {
  return queryOptions({
    queryKey: ["lane", sku, type],
    queryFn: async ({ signal }): Promise<LaneRow[]> => {
      const rows: LaneRow[] = [];
      let cursor: string | undefined;
      do {
        const query = { type, limit: PAGE, cursor };
        const page = await body(
          api.GET("/v1/products/{sku}/relations", { params: { path: { sku }, query }, signal }),
        );
        rows.push(...page.items.map(asRow));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      return rows;
    },
  });
}

/** Everything that speaks against a new relation; nothing is written. */
export async function checkNew(relation: NewRelation, signal?: AbortSignal): Promise<ProblemDetail[]> {
  const { problems } = await body(
    api.POST("/v1/relations/check", { body: relation as never, signal: signal ?? null }),
  );
  return problems as ProblemDetail[];
}

/** Everything that speaks against changing a relation; nothing is written. */
export async function checkChange(
  id: string,
  patch: RelationPatch,
  signal?: AbortSignal,
): Promise<ProblemDetail[]> {
  const call = api.PATCH("/v1/relations/{id}", {
    params: { path: { id }, query: { dry_run: true } },
    body: patch as never,
    signal: signal ?? null,
  });
  // A dry run answers with what it found in place of the relation.
  const found = (await body(call)) as unknown as { problems: ProblemDetail[] };
  return found.problems;
}

export function createRelation(relation: NewRelation): Promise<Read<Relation>> {
  return read(api.POST("/v1/relations", { body: relation as never, headers: idempotencyKey() }));
}

export function changeRelation(
  id: string,
  patch: RelationPatch,
  etag?: string | null,
): Promise<Read<Relation>> {
  const headers = { ...idempotencyKey(), ...(etag ? { "If-Match": etag } : {}) };
  return read(api.PATCH("/v1/relations/{id}", { params: { path: { id } }, body: patch as never, headers }));
}

export function removeRelation(id: string): Promise<Read<unknown>> {
  return read(api.DELETE("/v1/relations/{id}", { params: { path: { id } }, headers: idempotencyKey() }));
}

export function relationQuery(id: string) {
  return queryOptions({
    queryKey: ["relation", id],
    queryFn: ({ signal }) => read(api.GET("/v1/relations/{id}", { params: { path: { id } }, signal })),
    placeholderData: undefined,
  });
}

/** A product with the tag that its next change has to match. */
export function taggedProductQuery(sku: string) {
  return queryOptions({
    queryKey: ["product", sku, "tagged"],
    queryFn: ({ signal }) => read(api.GET("/v1/products/{sku}", { params: { path: { sku } }, signal })),
    placeholderData: undefined,
  });
}

export type ProductPatch = Partial<
  Pick<
    Product,
    "name" | "brand" | "price" | "stock" | "status" | "categories" | "image_url" | "url" | "excluded"
  >
>;

export function changeProduct(sku: string, patch: ProductPatch, etag: string | null): Promise<Read<Product>> {
  const headers = { ...idempotencyKey(), ...(etag ? { "If-Match": etag } : {}) };
  return read(api.PATCH("/v1/products/{sku}", { params: { path: { sku } }, body: patch as never, headers }));
}

/** The variants of a parent. */
export function variantsQuery(parent: string) {
  return queryOptions({
    queryKey: ["variants", parent],
    queryFn: ({ signal }) =>
      body(api.GET("/v1/products", { params: { query: { parent, limit: PAGE } }, signal })),
    placeholderData: undefined,
  });
}

/** Products for a lane, the best first; with words, those that they find. */
export function candidatesQuery(sku: string, type: string, query: string, limit: number) {
  return queryOptions({
    queryKey: ["candidates", sku, type, query, limit],
    queryFn: ({ signal }) =>
      body(
        api.GET("/v1/products/{sku}/candidates", {
          params: { path: { sku }, query: { type, limit, ...(query === "" ? {} : { query }) } },
          signal,
        }),
      ),
  });
}

/** The question of a shopper. */
export interface Question {
  product: string;
  placement?: string | undefined;
  type?: string[] | undefined;
  channel?: string | undefined;
  locale?: string | undefined;
  segment?: string[] | undefined;
  at?: string | undefined;
  limit?: number | undefined;
}

/** An answer, and how long it took to come here. */
export interface Timed {
  answer: Recommendations;
  microseconds: number;
}

/** What a shopper would see, with the reasons. */
export function answerQuery(question: Question) {
  return queryOptions({
    queryKey: ["answer", question],
    queryFn: async ({ signal }): Promise<Timed> => {
      const started = performance.now();
      const query = { ...question, product: [question.product], explain: true };
      const answer = await body(
        api.GET("/v1/recommendations", { params: { query: query as never }, signal }),
      );
      return { answer, microseconds: (performance.now() - started) * 1_000 };
    },
  });
}
