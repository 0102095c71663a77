import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, body } from "~/api/client";
import { STATIC } from "~/api/live";
import type { components } from "~/api/schema";
import { documentQuery, type Guideline, type Rule, type TestSuite } from "~/components/document/api";
import { type Part, partOf, type Setup } from "./setup";

type Schemas = components["schemas"];

export type { TestSuite } from "~/components/document/api";
export type Report = Schemas["TestReport"];
export type CheckReport = Schemas["TestCheckReport"];
export type Example = Schemas["TestExample"];
export type Difference = Schemas["TestDifference"];
export type Check = Schemas["TestCheck"];
export type Sample = Schemas["TestSample"];
export type Ask = Schemas["TestAsk"];

/** What was run last, with what was chosen for it. */
export interface Ran {
  report: Report;
  setup: Setup;
}

/** How long the last report is kept while somebody looks at a product of it. */
const KEPT_MS = 3_600_000;
const LAST = [STATIC, "tests", "last"];

/** The last report of this tab; a new revision does not change what was found. */
export const lastRunQuery = queryOptions<Ran | null>({
  queryKey: LAST,
  queryFn: () => null,
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: KEPT_MS,
});

/** Reads what was chosen as it is stored now. */
async function draftOf(client: QueryClient, { on, off }: Setup) {
  const tried = async (part: Part, status: string) => {
    const { noun, code } = partOf(part);
    const { data } = await client.fetchQuery({ ...documentQuery(noun, code), staleTime: 0 });
    return { noun, document: { ...data, status } as Rule | Guideline };
  };
  const all = await Promise.all([
    ...on.map((part) => tried(part, "draft")),
    ...off.map((part) => tried(part, "paused")),
  ]);
  const of = (wanted: string) => all.filter(({ noun }) => noun === wanted).map(({ document }) => document);
  return { rules: of("rules"), guidelines: of("guidelines") };
}

/** What of the setup goes before the suite's own. */
export function overOf({ sample, ask, by }: Setup): { sample?: Sample; asks?: Ask[] } {
  const isAsked = Object.values(ask).some((value) => (Array.isArray(value) ? value.length > 0 : value));
  return { ...(by ? { sample: { ...sample, by } } : {}), ...(isAsked ? { asks: [ask] } : {}) };
}

/** Runs a suite; closing the request ends the run. */
export async function runTests(client: QueryClient, setup: Setup, signal: AbortSignal): Promise<Ran> {
  const draft = setup.on.length + setup.off.length > 0 ? { draft: await draftOf(client, setup) } : {};
  const asked = { ...(setup.suite ? { suite: setup.suite } : {}), ...overOf(setup), ...draft };
  // Only who asks for it gets the text for build servers.
  const report = (await body(api.POST("/v1/tests", { body: asked, signal }))) as Ran["report"];
  const ran = { report, setup };
  client.setQueryData(LAST, ran);
  return ran;
}

/** A new suite with the checks of another one; without it, those that come with the program. */
export function suiteFrom(from: TestSuite | undefined, setup: Setup, code: string, name: string): TestSuite {
  // What is required is decided on its own, not copied.
  return { ...from, ...overOf(setup), code, name, required: false };
}
