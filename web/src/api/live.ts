import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

/** Changes of others are taken up at most this often. */
const REFRESH_EVERY_MS = 1_000;
/** After a lost connection; the browser's own retry waits for nobody. */
const RECONNECT_MS = 3_000;

export type LiveState = "connecting" | "live" | "lost";

/** Queries under this key hold what no revision changes. */
export const STATIC = "static";

function refresh(client: QueryClient) {
  return client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== STATIC });
}

/** Follows `GET /v1/changes`: what is on the screen is read anew when a revision is live. */
export function useLiveUpdates(): LiveState {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>("connecting");
  useEffect(() => {
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let wasLost = false;
    const changed = () => {
      if (timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        void refresh(client);
      }, REFRESH_EVERY_MS);
    };
    let seen: string | null = null;
    const connect = () => {
      source = new EventSource("/v1/changes");
      source.onopen = () => {
        setState("live");
        if (wasLost) changed();
      };
      source.addEventListener("revision", (event) => {
        // The first event says where things stand, not that they changed.
        if (seen !== null && seen !== event.data) changed();
        seen = event.data;
      });
      source.onerror = () => {
        wasLost = true;
        setState("lost");
        source?.close();
        waiting = setTimeout(connect, RECONNECT_MS);
      };
    };
    connect();
    return () => {
      source?.close();
      clearTimeout(timer);
      clearTimeout(waiting);
    };
  }, [client]);
  return state;
}
