import type { Page } from "@playwright/test";
import { cutTexts, expect, prefer, test, violations } from "./test";

interface Rate {
  products: number;
  covered: number;
  rate: number;
}

interface Coverage extends Rate {
  target: number;
  by_type: Record<string, Rate>;
  by_category: (Rate & { category: string })[];
}

async function api<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(path);
  expect(answer.ok()).toBe(true);
  return (await answer.json()) as T;
}

const percent = (rate: number) =>
  new Intl.NumberFormat("en-GB", { style: "percent", maximumFractionDigits: 1 }).format(rate);

/** Waits until every card has its figures. */
async function open(page: Page, path = "/") {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
}

test("coverage is what the API says, and each line leads to the products behind it", async ({ page }) => {
  const coverage = await api<Coverage>(page, "/v1/coverage");
  await open(page);
  const card = page.getByRole("region", { name: "Coverage" });
  await expect(card).toContainText(`${coverage.covered} of ${coverage.products} products`);
  await expect(card.getByRole("img")).toHaveAccessibleName(
    `${percent(coverage.rate)} of products are covered; the target is ${percent(coverage.target)}`,
  );
  await expect(card).toContainText(coverage.rate >= coverage.target ? "Target reached" : "arget");

  const table = page.getByRole("table", { name: "Coverage by Type" });
  const accessory = coverage.by_type.accessory as Rate;
  const row = table.getByRole("row").filter({ hasText: "Accessory" });
  await expect(row).toContainText(percent(accessory.rate));
  await expect(row.getByRole("cell")).toHaveText([
    percent(accessory.rate),
    String(accessory.covered),
    String(accessory.products),
    accessory.rate >= coverage.target ? "reached" : /close|below/,
  ]);
  await row.getByRole("link").click();
  await expect(page).toHaveURL(/\/products\?without=accessory&status=active&level=top$/);
  const missing = accessory.products - accessory.covered;
  await expect(page.getByText(`${missing} products`, { exact: true })).toBeVisible();
});

test("categories are split by one type, and the address keeps it", async ({ page }) => {
  await open(page);
  await page.getByRole("radiogroup", { name: "Split by" }).getByText("Category").click();
  await page.getByRole("combobox", { name: "Covered by" }).click();
  await page.getByRole("option", { name: "Accessory" }).click();
  await expect(page).toHaveURL(/by=category/);
  await expect(page).toHaveURL(/type=accessory/);
  const coverage = await api<Coverage>(page, "/v1/coverage?type=accessory");
  const bikes = coverage.by_category.find(({ category }) => category === "Bikes") as Rate;
  await page.reload();
  const table = page.getByRole("table", { name: "Coverage by Category" });
  await page.getByRole("button", { name: /Show all/ }).click();
  const row = table.getByRole("row").filter({
    has: page.getByRole("rowheader", { name: "Products without: Bikes", exact: true }),
  });
  await expect(row.getByRole("cell").nth(1)).toHaveText(String(bikes.covered));
  await expect(row.getByRole("cell").nth(2)).toHaveText(String(bikes.products));
  await row.getByRole("link").click();
  const missing = bikes.products - bikes.covered;
  await expect(page.getByText(`${missing} products`, { exact: true })).toBeVisible();
  await page.goBack();
  await expect(table).toBeVisible();
});

test("the work queue counts what the API counts, and digits lead there", async ({ page }) => {
  const { counts } = await api<{ counts: Record<string, number> }>(page, "/v1/quality");
  const unreachable = counts["unreachable-target"] ?? 0;
  expect(unreachable).toBeGreaterThan(0);
  await open(page);
  const queue = page.getByRole("region", { name: "What needs you today" });
  const items = queue.getByRole("link");
  await expect(items.first()).toContainText(`${unreachable} relations point to something`);
  await page.keyboard.press("1");
  await expect(page).toHaveURL(/findings=unreachable-target/);
  const drawer = page.getByRole("dialog");
  await expect(drawer).toContainText("Touring-1000");
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  const circle = items.filter({ hasText: "circle" });
  await expect(circle).toContainText(`${counts.cycle} group`);
  const place = (await items.allInnerTexts()).findIndex((text) => text.includes("circle"));
  await page.keyboard.press(String(place + 1));
  await expect(page).toHaveURL(/\/graph\?view=cycles/);
});

test("a finding is mended as the server proposes, and undone", async ({ page }) => {
  const before = await api<{ counts: Record<string, number> }>(page, "/v1/quality");
  const count = before.counts["unreachable-target"] ?? 0;
  await open(page, "/?findings=unreachable-target");
  const drawer = page.getByRole("dialog");
  await drawer.getByRole("button", { name: "Remove the relation" }).first().click();
  await expect
    .poll(async () => (await api<typeof before>(page, "/v1/quality")).counts["unreachable-target"] ?? 0)
    .toBe(count - 1);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect
    .poll(async () => (await api<typeof before>(page, "/v1/quality")).counts["unreachable-target"] ?? 0)
    .toBe(count);
});

test("a change is told in plain words and taken back", async ({ page }) => {
  const made = await page.request.post("/v1/relations", {
    data: { source: "MOUNTAIN-500", type: "accessory", target: "RACING-SOCKS" },
  });
  expect(made.status()).toBe(201);
  const { id } = (await made.json()) as { id: string };
  await open(page);
  const changes = page.getByRole("region", { name: "Recent changes" });
  const line = changes.getByRole("listitem").first();
  await expect(line).toContainText("Linked Mountain-500 to Racing Socks as Accessory");
  await line.getByRole("button", { name: /^Take back/ }).click();
  await expect(page.getByTestId("announcer")).toContainText("Taken back: Linked Mountain-500");
  expect((await page.request.get(`/v1/relations/${id}`)).status()).toBe(404);
  await expect(changes.getByRole("listitem").first()).toContainText("Removed Racing Socks");
});

test("the speed of answers is the server's own measure in words", async ({ page }) => {
  for (let asked = 0; asked < 30; asked++) await page.request.get("/v1/recommendations?product=MOUNTAIN-500");
  await open(page);
  const card = page.getByRole("region", { name: "Speed of answers" });
  await expect(card).toContainText("30 answers");
  await expect(card).toContainText(/Within the goal|Mostly within the goal|Slower than the goal/);
});

test("by keyboard alone from a missing type to its products", async ({ page }) => {
  await open(page);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  for (let steps = 0; steps < 40; steps++) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
    if (name === "Products without: Accessory") break;
  }
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/without=accessory/);
  await expect(page.getByRole("grid", { name: "Products" })).toBeVisible();
});

test("one card that fails leaves the others alive", async ({ page }) => {
  await page.route("**/v1/coverage*", (route) =>
    route.fulfill({
      status: 404,
      contentType: "application/problem+json",
      body: JSON.stringify({ status: 404, code: "not-found", detail: "no coverage today" }),
    }),
  );
  await page.goto("/");
  const card = page.getByRole("region", { name: "Coverage", exact: true });
  await expect(card.getByRole("alert")).toContainText("no coverage today");
  await expect(
    page.getByRole("region", { name: "Recent changes" }).getByRole("listitem").first(),
  ).toBeVisible();
});

for (const scheme of ["light", "dark"])
  test(`nothing bars anybody, ${scheme}`, async ({ page }) => {
    await prefer(page, { scheme });
    await open(page);
    await expect(page.getByTestId("chart").locator("canvas")).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.goto("/?findings=unreachable-target");
    await expect(page.getByRole("dialog").getByText("Touring-1000").first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });

test("nothing is cut on a narrow screen in German", async ({ page }) => {
  await prefer(page, { language: "de" });
  await page.setViewportSize({ width: 320, height: 700 });
  await open(page);
  expect(await cutTexts(page)).toEqual([]);
  await open(page, "/?by=category");
  expect(await cutTexts(page)).toEqual([]);
});

test.describe("an empty shop", () => {
  test.use({ shop: "empty" });
  test("leads to the start with one button", async ({ page }) => {
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "This shop is still empty" })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    const main = page.getByRole("main");
    await expect(main.getByRole("button").or(main.getByRole("link"))).toHaveCount(1);
    await main.getByRole("link", { name: "Bring your data" }).click();
    await expect(page).toHaveURL(/\/start$/);
  });
});
