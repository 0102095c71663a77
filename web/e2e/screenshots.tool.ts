import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "@playwright/test";
import { prefer, test } from "./test";

const folder = resolve(import.meta.dirname, "../../docs/screens");

/** Every screen: its name as a file, its address, and what happens before the picture. */
const SCREENS: [string, string, ((page: Page) => Promise<void>)?][] = [
  ["home", "/"],
  ["start", "/start"],
  ["products", "/products?without=accessory&category=Bikes"],
  ["workbench", "/products/MOUNTAIN-500"],
  ["workbench-shopper", "/products/MOUNTAIN-500?tab=shopper"],
  ["workbench-history", "/products/MOUNTAIN-500?tab=history"],
  ["rules", "/rules"],
  ["rule", "/rules/~new?template=upsell-by-price"],
  [
    "tests",
    "/tests",
    async (page) => {
      await page.getByRole("button", { name: "Run the tests" }).click();
      await page.getByRole("region", { name: "Checks" }).waitFor();
    },
  ],
  ["graph", "/graph?product=MOUNTAIN-500&depth=2"],
  ["graph-cycles", "/graph?tab=cycles"],
  ["data-imports", "/data?tab=imports"],
  ["data-exports", "/data?tab=exports"],
  ["settings-types", "/settings/types"],
  ["settings-placements", "/settings/placements"],
  ["settings-audit", "/settings/audit"],
];

test.use({ shop: "sample" });

for (const scheme of ["light", "dark"]) {
  test(`screens, ${scheme}`, async ({ page }) => {
    mkdirSync(folder, { recursive: true });
    await page.setViewportSize({ width: 1440, height: 900 });
    await prefer(page, { scheme });
    for (const [name, address, prepare] of SCREENS) {
      await page.goto(address);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await prepare?.(page);
      await settled(page);
      await page.screenshot({ path: `${folder}/${name}-${scheme}.png` });
    }
  });
}

test("screens, narrow and German", async ({ page }) => {
  mkdirSync(folder, { recursive: true });
  await page.setViewportSize({ width: 390, height: 844 });
  await prefer(page, { language: "de" });
  for (const [name, address] of SCREENS.filter(([name]) =>
    ["home", "products", "workbench"].includes(name),
  )) {
    await page.goto(address);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await settled(page);
    await page.screenshot({ path: `${folder}/${name}-narrow-de.png` });
  }
});

/** Waits until nothing loads and nothing moves. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () => document.querySelector("[aria-busy=true], .mantine-Skeleton-root") === null,
  );
  await page.waitForTimeout(800);
}
