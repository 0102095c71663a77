import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { NotFound, RouteError, RoutePending } from "./fallbacks";
import { parseSearch, type Search, stringifySearch } from "./search";
import { Shell } from "./shell";

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  validateSearch: (search: Record<string, unknown>) => search as Search,
});

/** A screen is loaded when somebody goes there. */
function screen<const P extends string>(path: P, load: () => Promise<{ default: React.ComponentType }>) {
  return createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) });
}

const routeTree = root.addChildren([
  screen("/", () => import("~/screens/home")),
  screen("/start", () => import("~/screens/start")),
  screen("/products", () => import("~/screens/products")),
  screen("/products/$sku", () => import("~/screens/workbench")),
  screen("/graph", () => import("~/screens/graph")),
  screen("/data", () => import("~/screens/data")),
  screen("/data/imports/$id", () => import("~/screens/data/import")),
  screen("/settings", () => import("~/screens/settings")),
  screen("/settings/$section", () => import("~/screens/settings")),
  screen("/settings/$section/$code", () => import("~/screens/settings")),
]);

export const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  defaultErrorComponent: RouteError,
  defaultPendingComponent: RoutePending,
  defaultPendingMs: 150,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
