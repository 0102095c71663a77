import { queryOptions, useQuery } from "@tanstack/react-query";
import type { ProblemDetail } from "~/api/problem";
import { checkChange, checkNew } from "./api";
import type { Dragged } from "./bench";

/** What speaks against it, without what is only worth knowing. */
export function errorsOf(problems: ProblemDetail[]): ProblemDetail[] {
  return problems.filter(({ severity }) => severity !== "warning");
}

/** What the server says about putting something into a lane; nothing is written. */
export function verdictQuery(sku: string, type: string, dragged: Dragged) {
  const subject =
    dragged.kind === "relation"
      ? ["relation", dragged.row.id]
      : ["product", dragged.product.sku, dragged.bothWays];
  return queryOptions({
    queryKey: ["verdict", sku, type, ...subject],
    queryFn: ({ signal }): Promise<ProblemDetail[]> => {
      if (dragged.kind === "relation") return checkChange(dragged.row.id, { type }, signal);
      const both = dragged.bothWays ? { both_ways: true } : {};
      return checkNew({ source: sku, type, target: dragged.product.sku, ...both }, signal);
    },
    placeholderData: undefined,
  });
}

export type Verdict =
  | { kind: "none" }
  | { kind: "checking" }
  | { kind: "accepted"; warnings: ProblemDetail[] }
  | { kind: "refused"; problems: ProblemDetail[] };

/** Whether a lane takes what is about to be put into it. */
export function useVerdict(sku: string, type: string, dragged: Dragged | null): Verdict {
  const stays = dragged?.kind === "relation" && dragged.row.type === type;
  const idle: Dragged = { kind: "product", product: { sku: "", in_stock: false }, bothWays: false };
  const asks = dragged !== null && !stays;
  const { data, isError } = useQuery({ ...verdictQuery(sku, type, dragged ?? idle), enabled: asks });
  if (!dragged || isError) return { kind: "none" };
  if (stays) return { kind: "accepted", warnings: [] };
  if (!data) return { kind: "checking" };
  const problems = errorsOf(data);
  return problems.length > 0 ? { kind: "refused", problems } : { kind: "accepted", warnings: data };
}
