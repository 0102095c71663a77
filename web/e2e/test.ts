import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { type Server, startServer } from "./server";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Options {
  /** What the database of a test holds at its start. */
  shop: "empty" | "sample";
}

interface Fixtures {
  server: Server;
  /** Fails the test at its end if a page wrote an error into the console or asked another host for something. */
  watched: undefined;
}

/** A server with a database of its own for each test, and a page on it that may not complain. */
export const test = base.extend<Options & Fixtures>({
  shop: ["sample", { option: true }],
  server: async ({ shop }, use) => {
    const server = await startServer(shop);
    await use(server);
    await server.stop();
  },
  baseURL: async ({ server }, use) => use(server.url),
  watched: [
    async ({ page, server }, use, testInfo) => {
      const complaints: string[] = [];
      page.on("console", (message) => {
        // A refusal that the test provokes is written by the browser itself; the app shows it.
        const isRefusal = /status of (4\d\d)/.test(message.text());
        if (message.type() === "error" && !isRefusal) complaints.push(`console: ${message.text()}`);
      });
      page.on("pageerror", (error) => complaints.push(`page: ${error.message}`));
      page.on("request", (request) => {
        const url = request.url();
        const isOwn = url.startsWith(server.url) || url.startsWith("data:") || url.startsWith("blob:");
        if (!isOwn) complaints.push(`another host: ${url}`);
      });
      await use(undefined);
      if (testInfo.status === testInfo.expectedStatus) expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

interface Violation {
  id: string;
  impact: string | null;
  nodes: { html: string; failureSummary?: string }[];
}

/** Everything that axe finds against WCAG 2.2 A and AA on the page as it is. */
export async function violations(page: Page): Promise<string[]> {
  // Waits until nothing moves any more: fading text has no contrast.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
  );
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: axeSource });
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: (root: Document, options: object) => Promise<{ violations: Violation[] }> };
    };
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
    const { violations } = await axe.run(document, { runOnly: { type: "tag", values: tags } });
    return violations;
  });
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ""}`),
  );
}

/** Texts that are cut off where they stand, and whether the page scrolls sideways. */
export async function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth + 1)
      found.push(`the page scrolls sideways by ${root.scrollWidth - root.clientWidth}`);
    for (const element of document.querySelectorAll<HTMLElement>("body *")) {
      const hasText = Array.from(element.childNodes).some(
        (node) => node.nodeType === 3 && node.textContent?.trim(),
      );
      if (!hasText || !element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
      const style = getComputedStyle(element);
      const isUnseen = element.closest(".unseen") !== null || style.clipPath !== "none";
      const hides = style.overflowX === "hidden" || style.overflowX === "clip";
      if (!isUnseen && hides && element.scrollWidth > element.clientWidth + 1) {
        found.push(`${element.tagName.toLowerCase()}: ${element.textContent?.trim().slice(0, 80)}`);
      }
    }
    return found;
  });
}

/** Sets language and appearance before the app starts. */
export async function prefer(
  page: Page,
  { language = "en", scheme = "light" }: { language?: string; scheme?: string },
) {
  await page.addInitScript(
    ([language, scheme]) => {
      localStorage.setItem("relata.language", language ?? "en");
      localStorage.setItem("mantine-color-scheme-value", scheme ?? "light");
    },
    [language, scheme],
  );
}

/** Chooses a field of a builder by a path: it is typed, and the first that fits is taken. */
export async function chooseField(scope: Locator, label: string, path: string) {
  const field = scope.getByLabel(label, { exact: true });
  await field.fill(path);
  await field.press("Enter");
  await expect(field).toHaveAttribute("data-path", path);
}

/** Walks with Tab alone. */
export async function tabTo(page: Page, goal: Locator, steps = 90) {
  for (let step = 0; step < steps; step++) {
    if (await goal.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${goal}`);
}
