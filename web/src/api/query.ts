import { keepPreviousData, QueryClient } from "@tanstack/react-query";
import { ProblemError } from "./problem";

/** One cache for the whole app; live updates say when it is stale. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        refetchOnWindowFocus: true,
        placeholderData: keepPreviousData,
        retry: (failures, error) => {
          const passing = error instanceof ProblemError && (error.status === 0 || error.status === 503);
          return passing && failures < 2;
        },
      },
    },
  });
}
