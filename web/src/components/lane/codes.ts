import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/api/client";

/** A thing that has a code and a name. */
export interface Named {
  code: string;
  name: string;
}

const PAGE = 200;

/** The channels or placements there are. */
export function codesQuery(noun: "channels" | "placements") {
  return queryOptions({
    queryKey: [noun, "codes"],
    queryFn: async ({ signal }): Promise<Named[]> => {
      const params = { query: { limit: PAGE } };
      const page =
        noun === "channels"
          ? await body(api.GET("/v1/channels", { params, signal }))
          : await body(api.GET("/v1/placements", { params, signal }));
      return page.items.map(({ code = "", name }) => ({ code, name: name ?? code }));
    },
  });
}
