import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { STATIC } from "~/api/live";
import { dryRun, type Mode } from "./api";

interface Asked {
  uploads: string[];
  mode: Mode;
  source: string | undefined;
}

/**
 * What an import would do. Asked for once and when the person wants it anew, never because something
 * else in the shop changed: a large file takes its time.
 */
export function useDryRun({ uploads, mode, source }: Asked) {
  const client = useQueryClient();
  const queryKey = useMemo(() => [STATIC, "dry-run", uploads, mode, source ?? ""], [uploads, mode, source]);
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => dryRun({ uploads, mode, source }, signal),
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const [isOutdated, setOutdated] = useState(false);
  const outdated = useRef(false);
  const outdate = useCallback(() => {
    outdated.current = true;
    setOutdated(true);
  }, []);
  const check = useCallback(async () => {
    outdated.current = false;
    setOutdated(false);
    // Other ways of importing the same files are out of date as well.
    client.removeQueries({ queryKey: [STATIC, "dry-run", uploads], type: "inactive" });
    return (await refetch()).data;
  }, [client, refetch, uploads]);
  useEffect(() => {
    if (client.getQueryData(queryKey) === undefined) void refetch();
  }, [client, queryKey, refetch]);
  // Whoever leaves with rows mended and not checked finds them checked on the way back.
  useEffect(
    () => () => {
      if (outdated.current) client.removeQueries({ queryKey: [STATIC, "dry-run", uploads] });
    },
    [client, uploads],
  );
  return {
    reports: data,
    error: isFetching ? null : error,
    isChecking: isFetching,
    isStale: isPlaceholderData || isFetching,
    isOutdated,
    outdate,
    check,
    stop: () => void client.cancelQueries({ queryKey }),
  };
}
