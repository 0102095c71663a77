import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router";
import { readGraph } from "~/screens/graph/read-ahead";
import { readHome } from "~/screens/home/read-ahead";
import { readProducts } from "~/screens/products/read-ahead";
import { readConditions, readGuidelines, readNamedConditions, readRules } from "~/screens/rules/read-ahead";
import { readSuites, readTests } from "~/screens/tests/read-ahead";
import { readWorkbench } from "~/screens/workbench/read-ahead";
import { NotFound, RouteError, RoutePending } from "./fallbacks";
import type { ReadAhead } from "./read-ahead";
import { parseSearch, type Search, stringifySearch } from "./search";
import { Shell } from "./shell";

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  component: Shell,
  notFoundComponent: NotFound,
  validateSearch: (search: Record<string, unknown>) => search as Search,
});

/** A screen is loaded when somebody goes there, and what it shows first at the same time. */
function screen<const P extends string>(
  path: P,
  load: () => Promise<{ default: React.ComponentType }>,
  readAhead?: ReadAhead,
) {
  return createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(load),
    loader: ({ cause, context, params, location }) => {
      // Whoever only points at a link may never follow it; that brings the screen's code alone.
      if (cause !== "preload") readAhead?.(context.client, { params, search: location.search as Search });
    },
  });
}

const routeTree = root.addChildren([
  screen("/", () => import("~/screens/home"), readHome),
  screen("/start", () => import("~/screens/start")),
  screen("/products", () => import("~/screens/products"), readProducts),
  screen("/products/$sku", () => import("~/screens/workbench"), readWorkbench),
  screen("/rules", () => import("~/screens/rules"), readRules),
  screen("/rules/$code", () => import("~/screens/rules/rule-editor"), readConditions),
  screen("/guidelines", () => import("~/screens/rules/guideline-list"), readGuidelines),
  screen("/guidelines/$code", () => import("~/screens/rules/guideline-editor"), readConditions),
  screen("/conditions", () => import("~/screens/rules/condition-list"), readNamedConditions),
  screen("/conditions/$code", () => import("~/screens/rules/condition-editor"), readConditions),
  screen("/tests", () => import("~/screens/tests"), readTests),
  screen("/tests/suites", () => import("~/screens/tests/suite-list"), readSuites),
  screen("/tests/suites/$code", () => import("~/screens/tests/suite-editor"), readConditions),
  screen("/graph", () => import("~/screens/graph"), readGraph),
  screen("/data", () => import("~/screens/data")),
  screen("/data/imports/$id", () => import("~/screens/data/import")),
  screen("/settings", () => import("~/screens/settings")),
  screen("/settings/$section", () => import("~/screens/settings")),
  screen("/settings/$section/$code", () => import("~/screens/settings")),
]);

export function createAppRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    context: { client },
    parseSearch,
    stringifySearch,
    defaultPreload: "intent",
    // The cache of answers knows what is fresh.
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: RouteError,
    defaultPendingComponent: RoutePending,
    defaultPendingMs: 150,
    // A screen that is there is shown; its outline is no reason to wait.
    defaultPendingMinMs: 0,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
