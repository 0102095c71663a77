import type { Page } from "@playwright/test";
import { cutTexts, expect, prefer, test, violations } from "./test";

const read = async (page: Page, path: string) => (await page.request.get(path)).json();

test("relation types are listed as the API has them, and one is edited and undone", async ({ page }) => {
  await page.goto("/settings");
  const types = await read(page, "/v1/relation-types?limit=200");
  const table = page.getByRole("grid", { name: "Relation types" });
  await expect(table.getByRole("row")).toHaveCount(types.items.length + 1);
  const upsell = types.items.find(({ code }: { code: string }) => code === "upsell");
  const row = table.getByRole("row", { name: /upsell/ });
  await expect(row).toContainText(String(upsell.default_weight));
  await expect(row).toContainText("Rises along an order, never back");
  await expect(row).toContainText(`At most ${upsell.max_per_product} per product`);
  await row.getByRole("link").click();

  await expect(page).toHaveURL(/\/settings\/types\/upsell$/);
  await expect(page.getByText("Everything is saved")).toBeVisible();
  await page.getByLabel("Name (English)").fill("Step up");
  await page.getByLabel("Sentence (German)").fill("Eine Nummer größer.");
  await page.getByRole("radio", { name: "Orange" }).check();
  await page.getByRole("radio", { name: "Star" }).check();
  await page.getByLabel("Weight").fill("0.95");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Step up was saved").first()).toBeVisible();
  expect(await read(page, "/v1/relation-types/upsell")).toMatchObject({
    label: { en: "Step up" },
    description: { de: "Eine Nummer größer." },
    color: "orange",
    icon: "star",
    default_weight: 0.95,
    cycle_law: "order",
  });
  await expect(page.getByRole("heading", { name: "Step up" })).toBeVisible();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByLabel("Name (English)")).toHaveValue(upsell.label.en);
  expect((await read(page, "/v1/relation-types/upsell")).color).toBeNull();
});

test("problems stand at their field, and nothing is lost", async ({ page }) => {
  await page.goto("/settings/types/related");
  await page.getByLabel("Weight").fill("-1");
  await page.getByLabel("Relations per product at most").fill("5000");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Weight")).toHaveAccessibleDescription(/not a factor/);
  await expect(page.getByLabel("Relations per product at most")).toHaveAccessibleDescription(/1 to 1000/);
  await expect(page.getByLabel("Weight")).toHaveValue("-1");

  // Leaving asks first.
  await page.getByRole("link", { name: "Channels" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Stay" }).click();
  await expect(page).toHaveURL(/types\/related/);
  await page.getByRole("button", { name: "Discard changes" }).click();
  await expect(page.getByText("Everything is saved")).toBeVisible();
});

test("two people change the same type: both versions are shown", async ({ page }) => {
  await page.goto("/settings/types/related");
  await page.getByLabel("Name (English)").fill("Mine");
  const stored = await read(page, "/v1/relation-types/related");
  await page.request.patch("/v1/relation-types/related", {
    data: { label: { ...stored.label, en: "Theirs" } },
  });
  await page.getByRole("button", { name: "Save" }).click();
  const dialog = page.getByRole("dialog", { name: "Somebody changed this meanwhile" });
  await expect(dialog).toContainText("Mine");
  await expect(dialog).toContainText("Theirs");
  await dialog.getByRole("button", { name: "Save mine over it" }).click();
  await expect(page.getByText("Mine was saved").first()).toBeVisible();
  expect((await read(page, "/v1/relation-types/related")).label.en).toBe("Mine");
});

test("a type of one's own is made by keyboard, used, and not deleted while it is", async ({ page }) => {
  await page.goto("/settings/types");
  await page.getByRole("link", { name: "New type" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "New relation type" })).toBeVisible();
  await page.getByLabel("Code").focus();
  await page.keyboard.type("upsell");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Gift wrap");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Code")).toHaveAccessibleDescription(/in use already/);
  await page.getByLabel("Code").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("gift_wrap");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/settings\/types$/);
  await expect(page.getByRole("link", { name: "Gift wrap" })).toBeVisible();
  expect(await read(page, "/v1/relation-types/gift_wrap")).toMatchObject({ label: { en: "Gift wrap" } });

  const made = await page.request.post("/v1/relations", {
    data: { source: "MOUNTAIN-500", type: "gift_wrap", target: "SPORT-100" },
  });
  const { id } = await made.json();
  await page.goto("/settings/types/gift_wrap");
  await page.getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete Gift wrap?" });
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(dialog.getByText("This speaks against deleting it")).toBeVisible();
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await page.request.delete(`/v1/relations/${id}`);
  await page.getByRole("button", { name: "Delete" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(/\/settings\/types$/);
  await expect(page.getByRole("link", { name: "Gift wrap" })).toBeHidden();
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("link", { name: "Gift wrap" })).toBeVisible();
});

test("a channel sells a list of products", async ({ page }) => {
  await page.goto("/settings/channels");
  await page.getByRole("link", { name: "New channel" }).click();
  await page.getByLabel("Code").fill("app");
  await page.getByLabel("Name").fill("App");
  await page.getByRole("combobox", { name: "Currency" }).fill("eur");
  await page.getByText("Only these products are sold here").click();
  await page.getByLabel("SKUs").fill("MOUNTAIN-500, SPORT-100\nMOUNTAIN-500");
  await expect(page.getByText("2 SKUs")).toBeVisible();
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("row", { name: /App/ })).toContainText("2 SKUs");
  expect(await read(page, "/v1/channels/app")).toMatchObject({
    currency: "EUR",
    assortment: ["MOUNTAIN-500", "SPORT-100"],
  });
});

test("a channel sells what a condition takes in", async ({ page }) => {
  await page.goto("/settings/channels");
  await page.getByRole("link", { name: "New channel" }).click();
  await page.getByLabel("Code").fill("bikes");
  await page.getByLabel("Name").fill("Bike store");
  await page.getByText("Only products for which a condition holds").click();
  const asked = page.getByRole("group", { name: "Sold here" });
  await asked.getByText("Text", { exact: true }).click();
  const condition = asked.getByRole("textbox");
  await condition.fill("source.categorie == 'Bikes'");
  await expect(asked.getByText(/no field categorie/).first()).toBeVisible();
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("button", { name: "Create" })).toBeVisible();
  await condition.fill("'Bikes' in source.categories");
  await expect(page.getByText(/\d+ of \d+ products/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("row", { name: /Bike store/ })).toContainText("By condition");
  const all = await read(page, "/v1/coverage?channel=web");
  const sold = await read(page, "/v1/coverage?channel=bikes");
  expect(sold.products).toBeGreaterThan(0);
  expect(sold.products).toBeLessThan(all.products);
});

test("a placement keeps places, has blocks and caps", async ({ page }) => {
  await page.goto("/settings/placements/cart");
  await page.getByLabel("Items", { exact: true }).fill("8");
  await page.getByRole("combobox", { name: "Order" }).click();
  await page.getByRole("option", { name: /places kept for learned/ }).click();
  await page.getByLabel("Places kept").fill("3");
  await page.getByRole("button", { name: "Add a block" }).click();
  const block = page.getByRole("group", { name: "Block 1" });
  await page.getByRole("button", { name: "Save" }).click();
  // A block needs a type; the server says so at the block.
  await expect(page.getByText(/a block shows 1 to 50 types/).first()).toBeVisible();
  await block.getByRole("combobox", { name: "Types shown" }).focus();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("option", { name: "Accessory" }).click();
  await page.keyboard.press("Escape");
  await page.getByLabel("Per brand").fill("2");
  await page.getByRole("button", { name: "Put first: The newest products" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Everything is saved")).toBeVisible();
  expect(await read(page, "/v1/placements/cart")).toMatchObject({
    limit: 8,
    arrangement: "reserve",
    reserve: 3,
    caps: { brand: 2, category: null },
    blocks: [{ types: ["accessory"], limit: 6 }],
    fallbacks: ["newest", "category_popularity"],
  });
});

test("the log shows before and after, is filtered by the address, and takes a change back", async ({
  page,
}) => {
  const { id } = await (
    await page.request.post("/v1/relations", {
      data: { source: "MOUNTAIN-500", type: "successor", target: "SPORT-100" },
    })
  ).json();
  await page.request.patch(`/v1/relations/${id}`, { data: { weight: 0.5 } });
  await page.goto("/settings/audit?noun=relation");
  await expect(page.getByLabel("Kind")).toHaveValue("relation");
  const log = await read(page, "/v1/audit?noun=relation&limit=50");
  await expect(page.getByRole("grid", { name: "Audit log" }).getByRole("row")).toHaveCount(
    log.items.length + 1,
  );
  await page.getByLabel("What happened").selectOption("update");
  await expect(page).toHaveURL(/noun=relation&action=update/);
  await page.getByRole("link", { name: /Mountain-500 → Sport-100 as Newer model/ }).click();
  const drawer = page.getByRole("dialog", { name: `Change ${log.items[0].revision}` });
  await expect(drawer.getByRole("row", { name: "weight 1 0.5" })).toBeVisible();
  await drawer.getByRole("button", { name: "Take this change back" }).click();
  await expect(drawer).toBeHidden();
  await expect(page).toHaveURL(/noun=relation&action=update/);
  await expect
    .poll(async () => (await read(page, "/v1/relations?source=MOUNTAIN-500&type=successor")).items[0].weight)
    .toBe(1);
  await page.goto("/settings/audit?actor=nobody");
  await expect(page.getByText("No change fits these filters")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).last().click();
  await expect(page.getByRole("grid", { name: "Audit log" })).toBeVisible();
});

test("saved views are opened, renamed and deleted", async ({ page }) => {
  await page.goto("/settings/views");
  await expect(page.getByText("No saved views")).toBeVisible();
  await page.request.put("/v1/views/bikes", {
    data: { name: "Bikes", screen: "products", query: "category=Bikes", position: 1 },
  });
  await expect(page.getByRole("link", { name: "Bikes", exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Bikes", exact: true }).click();
  await page.getByLabel("Name").fill("All bikes");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "All bikes" })).toBeVisible();
  await page.getByRole("link", { name: "Open All bikes" }).click();
  await expect(page).toHaveURL(/\/products\?category=Bikes/);
});

test("the system says what the server says", async ({ page }) => {
  await page.goto("/settings/system");
  const status = await read(page, "/v1/status");
  await expect(page.getByText(status.version, { exact: true })).toBeVisible();
  await expect(page.getByText(String(status.products), { exact: true })).toBeVisible();
  await expect(page.getByText("SQLite, reachable")).toBeVisible();
  await expect(page.getByRole("link", { name: "API reference" })).toHaveAttribute("href", "/docs");
  await page.getByText("Deutsch").click();
  await expect(page.getByRole("heading", { name: "Einstellungen", level: 1 })).toBeVisible();
  await page.getByRole("radiogroup", { name: "Darstellung" }).getByText("Dunkel").click();
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await page.getByRole("switch", { name: "Einzelne Tasten wirken" }).focus();
  await page.keyboard.press("Space");
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

const PLACES = [
  "/settings",
  "/settings/types/upsell",
  "/settings/channels/web",
  "/settings/placements/cart",
  "/settings/audit",
  "/settings/audit/2",
  "/settings/views",
  "/settings/system",
];

for (const scheme of ["light", "dark"]) {
  test(`no barriers in ${scheme}`, async ({ page }) => {
    test.slow();
    await prefer(page, { scheme });
    for (const place of PLACES) {
      await page.goto(place);
      await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
      await page.waitForLoadState("load");
      expect(await violations(page), place).toEqual([]);
    }
  });
}

test("nothing is cut in German on a small screen", async ({ page }) => {
  test.slow();
  await prefer(page, { language: "de" });
  await page.setViewportSize({ width: 320, height: 700 });
  for (const place of PLACES) {
    await page.goto(place);
    await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
    await page.waitForTimeout(400);
    expect(await cutTexts(page), place).toEqual([]);
  }
});
