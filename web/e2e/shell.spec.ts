import { cutTexts, expect, prefer, test, violations } from "./test";

test("what is typed right after opening the palette is the palette's", async ({ page }) => {
  await page.goto("/products");
  await expect(page.locator("tr[data-row]")).toHaveCount(50);
  await page.keyboard.press("Control+k");
  // On the list, n turns the page.
  await page.keyboard.type("mountain");
  const field = page.getByRole("textbox", { name: "Find products, screens, actions" });
  await expect(field).toHaveValue("mountain");
  await expect(page).toHaveURL(/\/products$/);
});

test("the palette finds products, screens and actions by keyboard", async ({ page }) => {
  await page.goto("/settings/system");
  await expect(page.getByRole("heading", { name: "System" })).toBeVisible();
  await page.keyboard.press("Control+k");
  const field = page.getByRole("textbox", { name: "Find products, screens, actions" });
  await expect(field).toBeFocused();
  await page.keyboard.type("mountain-500");
  const found = await (await page.request.get("/v1/search?query=mountain-500&limit=8")).json();
  for (const { sku } of found.items) {
    await expect(page.getByRole("dialog").getByText(sku, { exact: true }).first()).toBeVisible();
  }
  const selected = page.getByRole("dialog").locator("[data-selected]");
  await expect(selected).toContainText(found.items[0].sku);
  await page.keyboard.press("ArrowDown");
  await expect(selected).toContainText(found.items[1].sku);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL((url) => url.pathname === `/products/${found.items[1].sku}`);

  await page.keyboard.press("Control+k");
  await expect(field).toBeFocused();
  await page.keyboard.type("without accessory");
  await expect(selected).toContainText("Products without Accessory");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/products\?.*without=accessory/);

  await page.keyboard.press("Control+k");
  await expect(field).toBeFocused();
  await page.keyboard.type("no such thing at all");
  await expect(page.getByText("Nothing has this name")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(field).toBeHidden();
});

test("g and a letter go to a screen, ? shows the keys, and both can be switched off", async ({ page }) => {
  await page.goto("/settings/system");
  await expect(page.getByRole("heading", { name: "System" })).toBeVisible();
  const places = { p: "/products", g: "/graph", d: "/data", s: "/settings", h: "/" };
  for (const [key, path] of Object.entries(places)) {
    // On a busy machine the second key may come too late; a person presses once more, too.
    await expect(async () => {
      await page.keyboard.press("g");
      await page.keyboard.press(key);
      await expect(page).toHaveURL((url) => url.pathname === path, { timeout: 3_000 });
    }).toPass();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await page.goto("/graph");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const dialog = page.getByRole("dialog", { name: "Keys" });
  await expect(async () => {
    await page.keyboard.press("?");
    await expect(dialog.getByRole("row", { name: /Ctrl Z/ })).toBeVisible({ timeout: 3_000 });
  }).toPass();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole("switch", { name: "Single keys work" }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await page.keyboard.press("?");
  await expect(page).toHaveURL(/\/graph$/);
  await expect(dialog).toBeHidden();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("?");
  await expect(dialog).toBeHidden();
});

test("a change is undone and done again with keys", async ({ page }) => {
  await page.goto("/settings/types/related");
  const before = (await (await page.request.get("/v1/relation-types/related")).json()).label.en;
  const name = page.getByLabel("Name (English)");
  await expect(name).toHaveValue(before);
  await name.fill("Neighbour");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Neighbour was saved").first()).toBeVisible();
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("Control+z");
  await expect(name).toHaveValue(before);
  await page.keyboard.press("Control+Shift+z");
  await expect(name).toHaveValue("Neighbour");
  await page.getByRole("button", { name: "Undo (Ctrl Z)" }).click();
  await expect(name).toHaveValue(before);
  // While text is typed, the keys belong to the text.
  await name.fill("Other");
  await name.press("Control+z");
  await expect(name).toHaveValue(before);
  await expect(page.getByRole("button", { name: "Redo (Ctrl Shift Z)" })).toBeEnabled();
});

test("language and appearance are kept", async ({ page }) => {
  await page.goto("/settings/channels");
  await page.getByRole("button", { name: "Keys and help" }).click();
  await page.getByRole("menuitemradio", { name: "Deutsch" }).click();
  await expect(page.getByRole("heading", { name: "Einstellungen" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page.getByRole("menu")).toBeHidden();
  await page.getByRole("button", { name: "Tasten und Hilfe" }).click();
  await page.getByRole("menuitemradio", { name: "Dunkel" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await page.reload();
  await expect(page.getByRole("heading", { name: "Einstellungen" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
});

test("the first Tab leads past the menu", async ({ page }) => {
  await page.goto("/settings/channels");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

test("an address that leads nowhere says so and leads home", async ({ page }) => {
  for (const address of ["/no/such/page", "/settings/nothing"]) {
    await page.goto(address);
    await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
  }
  await page.getByRole("link", { name: "Go to Home" }).click();
  await expect(page).toHaveURL((url) => url.pathname === "/");
});

test("what others write appears by itself", async ({ page }) => {
  await page.goto("/settings/channels");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.request.put("/v1/channels/kiosk", { data: { name: "Kiosk" } });
  await expect(page.getByRole("link", { name: "Kiosk" })).toBeVisible();
});

test("a lost connection is said, and the app goes on by itself", async ({ page, server }) => {
  test.setTimeout(120_000);
  await page.goto("/settings/channels");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  // Of failed requests the browser itself writes into the console.
  page.removeAllListeners("console");
  await server.halt();
  await expect(page.getByText("Not connected", { exact: true })).toBeVisible();
  await server.resume();
  await expect(page.getByText("Live", { exact: true })).toBeVisible({ timeout: 30_000 });
  await page.request.put("/v1/channels/kiosk", { data: { name: "Kiosk" } });
  await expect(page.getByRole("link", { name: "Kiosk" })).toBeVisible();
});

test("the menu of a narrow screen opens, leads on and closes", async ({ page }) => {
  await prefer(page, { language: "de" });
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto("/settings/channels");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const menu = page.getByRole("button", { name: "Menü" });
  const places = page.getByRole("navigation", { name: "Hauptmenü", includeHidden: true });
  await expect(menu).toHaveAttribute("aria-expanded", "false");
  await expect(places).not.toBeInViewport();
  // What is not seen is not reached with Tab, either.
  for (let tabs = 0; tabs < 12; tabs++) {
    await page.keyboard.press("Tab");
    expect(await places.evaluate((nav) => nav.contains(document.activeElement))).toBe(false);
  }
  await menu.click();
  await expect(places).toBeInViewport();
  expect(await violations(page)).toEqual([]);
  expect(await cutTexts(page)).toEqual([]);
  await places.getByRole("link", { name: "Graph" }).click();
  await expect(page).toHaveURL(/\/graph$/);
  await expect(places).not.toBeInViewport();
});
