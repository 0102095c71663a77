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
  ["conditions", "/conditions"],
  ["condition", "/conditions/premium"],
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
// Two dozen pictures take their time.
test.setTimeout(600_000);

for (const scheme of ["light", "dark"]) {
  test(`screens, ${scheme}`, async ({ page }) => {
    mkdirSync(folder, { recursive: true });
    await page.setViewportSize({ width: 1440, height: 900 });
    await prefer(page, { scheme });
    await rules(page);
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
  await rules(page);
  for (const [name, address] of SCREENS.filter(([name]) =>
    ["home", "products", "workbench", "rule", "conditions", "condition"].includes(name),
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

/** What the sample shop has no rules of: two conditions with names, and rules that ask them. */
async function rules(page: Page): Promise<void> {
  const put = (path: string, data: object) => page.request.put(path, { data });
  await put("/v1/conditions/premium", { name: "Premium", condition: "source.price > 1000" });
  await put("/v1/conditions/spare-part", {
    name: "Spare part",
    condition: "'Components' in source.categories && !source.is('premium')",
  });
  await put("/v1/rules/better-bikes", {
    name: "Better bikes",
    type: "upsell",
    status: "active",
    match: "'Bikes' in source.categories",
    show: "target.category == source.category && target.price > source.price * 1.1 && target.price < source.price * 1.6",
    limit: 4,
  });
  await put("/v1/rules/parts", {
    name: "Parts of the same brand",
    type: "accessory",
    status: "active",
    match: "source.is('premium')",
    show: "target.is('spare-part') && target.brand == source.brand",
  });
  await put("/v1/guidelines/no-parts-beside-clothing", {
    name: "No parts beside clothing",
    status: "active",
    forbid: "'Clothing' in source.categories && target.is('spare-part')",
  });
}
