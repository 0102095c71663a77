import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { binary, type Server, startServer } from "./server";
import { prefer, test } from "./test";

/** Samples of each figure; `RELATA_MEASURE_ROUNDS` takes fewer. */
const ROUNDS = Number(process.env.RELATA_MEASURE_ROUNDS ?? 15);
/** `RELATA_MEASURE_PAGES=home,graph` measures only these. */
const WANTED = process.env.RELATA_MEASURE_PAGES?.split(",");

interface Figures {
  lcp: number;
  cls: number;
  inp: number;
}

/** What the browser itself measures of a page: the largest contentful paint, layout shifts, slowest interaction. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const figures = { lcp: 0, cls: 0, inp: 0 };
    (globalThis as unknown as { figures: typeof figures }).figures = figures;
    const observe = (type: string, take: (entry: never) => void, more = {}) =>
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) take(entry as never);
      }).observe({ type, buffered: true, ...more });
    observe("largest-contentful-paint", (entry: PerformanceEntry) => {
      figures.lcp = entry.startTime;
    });
    observe("layout-shift", (entry: { value: number; hadRecentInput: boolean }) => {
      if (!entry.hadRecentInput) figures.cls += entry.value;
    });
    observe(
      "event",
      (entry: PerformanceEntry & { interactionId?: number }) => {
        if (entry.interactionId) figures.inp = Math.max(figures.inp, entry.duration);
      },
      { durationThreshold: 16 },
    );
  });
}

const figuresOf = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { figures: Figures }).figures);

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function report(name: string, values: number[], unit = "ms") {
  const digits = unit === "ms" ? 1 : 4;
  const [p50, p95] = [quantile(values, 0.5), quantile(values, 0.95)].map((value) => value.toFixed(digits));
  process.stdout.write(`${name.padEnd(58)} p50 ${p50} ${unit}  p95 ${p95} ${unit}\n`);
}

const PAGES: [string, string][] = [
  ["home", "/"],
  ["start", "/start"],
  ["products", "/products"],
  ["workbench", "/products/MOUNTAIN-500"],
  ["graph", "/graph?product=MOUNTAIN-500&depth=2"],
  ["data", "/data"],
  ["settings", "/settings/types"],
];

test("screens on the sample shop", async ({ browser, server }) => {
  for (const [name, address] of PAGES) {
    if (WANTED && !WANTED.includes(name)) continue;
    const runs: Figures[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      // A new context has an empty cache, as on the first visit.
      const context = await browser.newContext({
        baseURL: server.url,
        viewport: { width: 1280, height: 800 },
      });
      const page = await context.newPage();
      await prefer(page, {});
      await watch(page);
      await page.goto(address);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
      await page.waitForTimeout(300);
      // Every interaction that a person has on any screen: walking with Tab, opening and closing the palette.
      for (let steps = 0; steps < 8; steps++) await page.keyboard.press("Tab");
      await page.keyboard.press("Control+k");
      await page.keyboard.type("moun", { delay: 30 });
      await page.waitForTimeout(200);
      await page.keyboard.press("Escape");
      await page.waitForTimeout(100);
      runs.push(await figuresOf(page));
      await context.close();
    }
    report(
      `${name}: largest contentful paint`,
      runs.map(({ lcp }) => lcp),
    );
    report(
      `${name}: interaction to next paint (slowest of the visit)`,
      runs.map(({ inp }) => inp),
    );
    report(
      `${name}: cumulative layout shift`,
      runs.map(({ cls }) => cls),
      "",
    );
  }
});

test.describe("100,000 products", () => {
  let server: Server;
  let folder: string;
  test.beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "relata-measure-"));
    // The benchmark leaves its shop in this folder.
    execFileSync(binary(), ["bench", "--keep", folder, "--products", "100000", "--relations", "1000000"], {
      stdio: "pipe",
      cwd: folder,
    });
    server = await startServer("empty", join(folder, "bench.db"));
  });
  test.afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("lists, facets and search", async () => {
    const QUERIES: [string, string][] = [
      [
        "first page with counts, facets, total",
        "/v1/products?limit=50&include=relations&facets=true&count=true",
      ],
      [
        "without accessory, by price",
        "/v1/products?limit=50&without=accessory&sort=-price&include=relations&facets=true&count=true",
      ],
      [
        "search of two words",
        "/v1/products?limit=50&query=lamp%20red&include=relations&facets=true&count=true",
      ],
      ["search that finds nothing", "/v1/products?limit=50&query=zzzzz&facets=true&count=true"],
      ["palette: search", "/v1/search?query=lam&limit=8"],
      ["coverage", "/v1/coverage"],
    ];
    for (const [name, address] of QUERIES) {
      const times: number[] = [];
      for (let round = 0; round < ROUNDS * 2; round++) {
        const started = performance.now();
        const response = await fetch(server.url + address);
        await response.arrayBuffer();
        if (!response.ok) throw new Error(`${address}: ${response.status}`);
        times.push(performance.now() - started);
      }
      report(`${name} (HTTP)`, times);
    }
  });

  test("the product list in the browser", async ({ browser }) => {
    const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await prefer(page, {});
    await watch(page);
    const times: number[] = [];
    await page.goto("/products");
    const rows = page.getByRole("row");
    await rows.nth(10).waitFor();
    for (const word of ["a", "b", "chair", "red", "lamp", "se", "x1", "blue", "table", "9"]) {
      const box = page.getByRole("searchbox").first();
      await box.fill("");
      await page.waitForTimeout(500);
      const started = performance.now();
      const answered = page.waitForResponse((response) => response.url().includes(`query=${word}`));
      await box.fill(word);
      await answered;
      await page.waitForFunction(() => document.querySelector("table[aria-busy=true]") === null);
      times.push(performance.now() - started);
    }
    report("typing a word until its rows stand there", times);
    report("interaction to next paint (slowest of the visit)", [(await figuresOf(page)).inp]);
    await context.close();
  });
});
