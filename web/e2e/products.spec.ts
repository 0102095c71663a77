import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { cutTexts, expect, prefer, test, violations } from "./test";

interface List {
  items: { sku: string; name: string; relations?: { shown: Record<string, number> } }[];
  total: number;
  next: string | null;
  facets: {
    category: { value: string; count: number }[];
    state: { value: string; count: number }[];
    type: { value: string; with: number; without: number }[];
  };
}

async function list(page: Page, query: string): Promise<List> {
  const answer = await page.request.get(`/v1/products?count=true&${query}`);
  expect(answer.ok()).toBe(true);
  return (await answer.json()) as List;
}

const grid = (page: Page) => page.getByRole("grid", { name: "Products" });
/** The rows below the head. */
const rows = (page: Page) => grid(page).locator("tbody").getByRole("row");

async function open(page: Page, query = "") {
  await page.goto(`/products${query}`);
  await expect(rows(page).first()).toHaveAttribute("data-row");
}

async function expectTotal(page: Page, total: number) {
  const text = new Intl.NumberFormat("en-GB").format(total);
  await expect(
    page.getByText(`${text} ${total === 1 ? "product" : "products"}`, { exact: true }),
  ).toBeVisible();
}

/** Walks with Tab until the focused element has this name. */
async function tabTo(page: Page, name: RegExp, steps = 120) {
  for (let step = 0; step < steps; step++) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      const labels = (element as HTMLInputElement | null)?.labels;
      const label = labels && labels.length > 0 ? labels[0]?.textContent : null;
      return (
        element?.getAttribute("aria-label") ?? label ?? element?.dataset.row ?? element?.textContent ?? ""
      );
    });
    if (name.test(found)) return;
  }
  throw new Error(`Tab did not reach ${name}`);
}

const QUERY = "without=accessory&category=Components";

test("counts and rows are the API's", async ({ page }) => {
  const answer = await list(page, "include=relations&facets=true");
  await open(page);
  await expectTotal(page, answer.total);
  await expect(rows(page)).toHaveCount(answer.items.length);
  const first = answer.items[0];
  await expect(rows(page).first()).toContainText(first?.name ?? "");
  const shown = Object.values(first?.relations?.shown ?? {}).filter((count) => count > 0);
  for (const count of shown) await expect(rows(page).first()).toContainText(String(count));

  const filters = page.getByRole("complementary", { name: "Filters" });
  const accessory = answer.facets.type.find(({ value }) => value === "accessory");
  await expect(filters.getByRole("button", { name: `Accessory: with ${accessory?.with}` })).toBeVisible();
  await expect(
    filters.getByRole("button", { name: `Accessory: without ${accessory?.without}` }),
  ).toBeVisible();
  const bikes = answer.facets.category.find(({ value }) => value === "Bikes");
  await expect(filters.getByRole("checkbox", { name: `Bikes, ${bikes?.count}` })).toBeVisible();
});

test("filters, sort, search and pages live in the address", async ({ page }) => {
  await open(page);
  const filters = page.getByRole("complementary", { name: "Filters" });
  await filters.getByRole("checkbox", { name: /^Components, / }).click();
  await filters.getByRole("button", { name: /^Accessory: without/ }).click();
  await expect(page).toHaveURL(/category=Components/);
  const { total } = await list(page, QUERY);
  await expectTotal(page, total);

  await grid(page).getByRole("button", { name: "Sort by Price" }).click();
  await grid(page).getByRole("button", { name: "Sort by Price" }).click();
  await expect(page).toHaveURL(/sort=-price/);
  const dearest = await list(page, `${QUERY}&sort=-price&limit=50`);
  await expect(rows(page).first()).toContainText(dearest.items[0]?.name ?? "");

  await page.getByRole("button", { name: "Next", exact: true }).click();
  const second = await list(page, `${QUERY}&sort=-price&limit=50&cursor=${dearest.next}`);
  await expect(rows(page).first()).toHaveAttribute("data-row", second.items[0]?.sku ?? "");
  await expect(page.getByText(`51–${50 + second.items.length} of ${total}`)).toBeVisible();
  await page.reload();
  await expect(rows(page).first()).toHaveAttribute("data-row", second.items[0]?.sku ?? "");
  await page.goBack();
  await expect(rows(page).first()).toHaveAttribute("data-row", dearest.items[0]?.sku ?? "");

  await page.getByRole("searchbox", { name: "Search products" }).fill("frame");
  await expect(page).toHaveURL(/query=frame/);
  await expectTotal(page, (await list(page, `${QUERY}&query=frame`)).total);
  await page.getByRole("button", { name: "Remove Without: Accessory" }).click();
  await expect(page).not.toHaveURL(/without/);
  await expectTotal(page, (await list(page, "category=Components&query=frame")).total);
});

test("a condition too many says which it is and goes with one click", async ({ page }) => {
  await page.goto("/products?category=Bikes&brand=Nobody");
  await expect(page.getByRole("heading", { name: "No product meets all of this" })).toBeVisible();
  const { total } = await list(page, "category=Bikes");
  await page.getByRole("button", { name: `Drop Brand: Nobody: ${total} products` }).click();
  await expectTotal(page, total);
  await expect(page).not.toHaveURL(/brand/);
});

test("a list is saved as a view, renamed, deleted and brought back", async ({ page }) => {
  await open(page, "?without=accessory&category=Bikes");
  await page.getByRole("button", { name: "Save as view" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Bare bikes");
  await page.keyboard.press("Enter");
  const views = page.getByRole("navigation", { name: "Views" });
  await expect(views.getByRole("link", { name: "Bare bikes" })).toHaveAttribute("aria-current", "page");
  const saved = await page.request.get("/v1/views/bare-bikes");
  expect(await saved.json()).toMatchObject({ name: "Bare bikes", query: "category=Bikes&without=accessory" });

  await views.getByRole("button", { name: "Change view Bare bikes" }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Bikes to do");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(views.getByRole("link", { name: "Bikes to do" })).toBeVisible();

  await views.getByRole("link", { name: "All products" }).click();
  await expectTotal(page, (await list(page, "")).total);
  await views.getByRole("link", { name: "Bikes to do" }).click();
  await expectTotal(page, (await list(page, "without=accessory&category=Bikes")).total);

  await views.getByRole("button", { name: "Change view Bikes to do" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(views.getByRole("link", { name: "Bikes to do" })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(views.getByRole("link", { name: "Bikes to do" })).toBeVisible();
});

test("all products without an accessory get one, and lose it again", async ({ page }) => {
  await open(page);
  await page.getByRole("link", { name: "No Accessory" }).click();
  const filters = page.getByRole("complementary", { name: "Filters" });
  await filters.getByRole("checkbox", { name: /^Components, / }).click();
  const { total } = await list(page, QUERY);
  await expectTotal(page, total);
  await grid(page).getByRole("checkbox", { name: "Select all on this page" }).click();
  const bar = page.getByRole("region", { name: "Selection" });
  await expect(bar).toContainText("50 selected");
  await bar.getByRole("button", { name: `Select all ${total} that match` }).click();
  await expect(bar).toContainText(`${total} selected`);

  await bar.getByRole("button", { name: "Link to a product" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("combobox", { name: "Relation type" })).toHaveValue("Accessory");
  await dialog.getByRole("textbox", { name: "Link to" }).fill("hydration");
  await page.getByRole("option", { name: /Hydration Pack/ }).click();
  await expect(dialog.getByRole("status", { name: "What would happen" })).toContainText(
    `${total} will be made`,
  );
  await dialog.getByRole("button", { name: `Apply ${total} changes` }).click();

  await expect(dialog).toBeHidden();
  await expect(page.getByRole("heading", { name: "No product meets all of this" })).toBeVisible();
  expect((await list(page, QUERY)).total).toBe(0);
  await page.getByRole("button", { name: "Undo", exact: true }).last().click();
  await expectTotal(page, total);
  expect((await list(page, QUERY)).total).toBe(total);
});

test("the same by keyboard alone", async ({ page }) => {
  test.slow();
  await page.goto("/");
  await expect(
    page.getByRole("region", { name: "Recent changes" }).getByRole("listitem").first(),
  ).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await expect(rows(page).first()).toHaveAttribute("data-row");
  await tabTo(page, /^No Accessory$/);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/without=accessory/);
  await tabTo(page, /^Clothing, \d+$/);
  await page.keyboard.press("Space");
  await expect(page).toHaveURL(/category=Clothing/);
  const query = "without=accessory&category=Clothing";
  const { total, items } = await list(page, query);
  await expectTotal(page, total);

  await tabTo(page, new RegExp(`^${items[0]?.sku}$`));
  await page.keyboard.press("Space");
  const bar = page.getByRole("region", { name: "Selection" });
  await expect(bar).toContainText("1 selected");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(bar).toContainText("3 selected");
  await page.keyboard.press("Shift+ArrowUp");
  await expect(bar).toContainText("2 selected");
  await page.keyboard.press("x");
  await expect(bar).toContainText("1 selected");
  await page.keyboard.press("Shift+A");
  await expect(bar).toContainText(`${total} selected`);

  await page.keyboard.press("l");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await tabTo(page, /^Link to$/);
  await page.keyboard.type("hydration");
  await expect(page.getByRole("option", { name: /Hydration Pack/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("status", { name: "What would happen" })).toContainText(
    `${total} will be made`,
  );
  await tabTo(page, /^Apply \d+ changes$/);
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("heading", { name: "No product meets all of this" })).toBeVisible();
  expect((await list(page, query)).total).toBe(0);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Control+z");
  await expectTotal(page, total);

  const found = items.map(({ sku }) => sku).join("|");
  await tabTo(page, new RegExp(`^(${found})$`));
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/products/${items[0]?.sku}$`));
});

test("a circle stands in the way as its path, and the others go on", async ({ page }) => {
  await page.request.patch("/v1/relation-types/accessory", { data: { cycle_law: "strict" } });
  await open(page, "?sku=HY-1023-70&sku=RACING-SOCKS&sku=SPORT-100");
  await grid(page).getByRole("checkbox", { name: "Select all on this page" }).click();
  await page.getByRole("button", { name: "Link to a product" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Link to" }).fill("HY-1023-70");
  await page.getByRole("option", { name: /Hydration Pack/ }).click();
  const preview = dialog.getByRole("status", { name: "What would happen" });
  await expect(preview).toContainText("This concerns 3 products.");
  await expect(preview).toContainText("1 cannot be done");
  await expect(dialog.getByRole("button", { name: "Apply the other 2 changes" })).toBeEnabled();
});

test("relations are copied, unlinked and excluded in bulk", async ({ page }) => {
  const shown = async (sku: string, type: string) =>
    (await list(page, `sku=${sku}&include=relations`)).items[0]?.relations?.shown[type] ?? 0;
  const from = (await list(page, "with=accessory&level=top&include=relations&sort=-relations")).items[0];
  const to = (await list(page, "without=accessory&level=top&category=Clothing")).items[0];
  await open(page, `?sku=${to?.sku}`);
  await grid(page)
    .getByRole("checkbox", { name: `Select ${to?.name}` })
    .click();
  await page.getByRole("button", { name: "Copy relations from" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Copy from" }).fill(from?.sku ?? "");
  await page.getByRole("option").first().click();
  await dialog.getByRole("checkbox", { name: /^Accessory/ }).click();
  await dialog.getByRole("button", { name: /^Apply/ }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => shown(to?.sku ?? "", "accessory")).toBeGreaterThan(0);

  await grid(page)
    .getByRole("checkbox", { name: `Select ${to?.name}` })
    .click();
  await page.getByRole("button", { name: "Unlink" }).click();
  await expect(dialog.getByRole("status", { name: "What would happen" })).toContainText("will be removed");
  await dialog.getByRole("button", { name: /^Apply/ }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => shown(to?.sku ?? "", "accessory")).toBe(0);

  const before = await shown("MOUNTAIN-500", "cross_sell");
  await open(page, "?sku=MOUNTAIN-500");
  await grid(page).getByRole("checkbox", { name: "Select Mountain-500" }).click();
  await page.getByRole("button", { name: "Exclude", exact: true }).click();
  await dialog.getByRole("combobox", { name: "Relation type" }).click();
  await page.getByRole("option", { name: /Goes with it/ }).click();
  await dialog.getByRole("textbox", { name: "Never show" }).fill("RACING-SOCKS");
  await page.getByRole("option", { name: /Racing Socks/ }).click();
  await dialog.getByRole("button", { name: "Apply 1 change" }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => shown("MOUNTAIN-500", "cross_sell")).toBe(before - 1);
  await page.getByRole("button", { name: "Undo", exact: true }).last().click();
  await expect.poll(() => shown("MOUNTAIN-500", "cross_sell")).toBe(before);
});

test("a selection is exported as the API has it", async ({ page }) => {
  await open(page, "?category=Bikes&level=top");
  const { items } = await list(page, "category=Bikes&level=top&limit=200");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export this list" }).click(),
  ]);
  const text = readFileSync(await download.path(), "utf8");
  expect(text.trimEnd().split("\r\n").length).toBe(items.length + 1);
  for (const { sku } of items) expect(text).toContain(sku);
  await rows(page).first().getByRole("checkbox").click();
  const [one] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export 1 selected" }).click(),
  ]);
  expect(readFileSync(await one.path(), "utf8").split("\r\n")[1]).toContain(items[0]?.sku);
});

test("columns and density are remembered", async ({ page }) => {
  await open(page);
  await expect(grid(page).getByRole("columnheader", { name: "Brand" })).toBeVisible();
  await page.getByRole("button", { name: "Columns and density" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Brand" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Points here" }).click();
  await page.keyboard.press("Escape");
  await page.reload();
  await expect(grid(page).getByRole("columnheader", { name: "Points here" })).toBeVisible();
  await expect(grid(page).getByRole("columnheader", { name: "Brand" })).toHaveCount(0);
});

for (const scheme of ["light", "dark"])
  test(`nothing bars anybody, ${scheme}`, async ({ page }) => {
    await prefer(page, { scheme });
    await open(page, "?without=accessory&category=Components");
    expect(await violations(page)).toEqual([]);
    await grid(page).getByRole("checkbox", { name: "Select all on this page" }).click();
    await page.getByRole("button", { name: "Link to a product" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.goto("/products?category=Bikes&brand=Nobody");
    await expect(page.getByRole("heading", { name: "No product meets all of this" })).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });

test("nothing is cut on a narrow screen in German", async ({ page }) => {
  await prefer(page, { language: "de" });
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto("/products?without=accessory&category=Components");
  await expect(page.getByRole("grid")).toBeVisible();
  await page.getByRole("checkbox", { name: "Alle auf dieser Seite auswählen" }).click();
  expect(await cutTexts(page)).toEqual([]);
  await page.getByRole("button", { name: "Mit einem Produkt verknüpfen" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  expect(await cutTexts(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Filter/ }).click();
  await expect(page.getByRole("dialog").getByRole("checkbox").first()).toBeVisible();
  expect(await cutTexts(page)).toEqual([]);
});
