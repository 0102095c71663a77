import type { Page } from "@playwright/test";
import { bring, focused, PRODUCTS, RELATIONS, tabTo } from "./files";
import { cutTexts, expect, prefer, test, violations } from "./test";

test.use({ shop: "empty" });

const REASON = "imported from relata, position 1";

/** A sentence on the screen; the same is said to people who do not see it. */
const said = (page: Page, text: string) => page.getByRole("main").getByText(text);

/** What the API says now, to be found on the screen as it is. */
async function apiOf(page: Page) {
  const get = async (path: string) => (await page.request.get(path)).json();
  const coverage = await get("/v1/coverage");
  const answer = await get("/v1/recommendations?product=TS-1&explain=true");
  return { coverage, answer };
}

async function expectResult(page: Page) {
  await expect(page.getByRole("heading", { name: "What customers see now" })).toBeVisible();
  const { coverage, answer } = await apiOf(page);
  expect(answer.items.map(({ sku }: { sku: string }) => sku)).toEqual(["SO-1", "LA-1"]);
  for (const item of answer.items) await expect(page.getByText(item.name, { exact: true })).toBeVisible();
  expect(answer.items[0].reason.text).toBe(REASON);
  await expect(page.getByText(REASON)).toBeVisible();
  await expect(page.getByText(/Answered in [\d.,]+ m?s/)).toBeVisible();
  await expect(page.getByText("no products")).toBeVisible();
  await expect(page.getByText(`${coverage.covered} of ${coverage.products} products · 50%`)).toBeVisible();
}

test("own files become an explained answer by mouse", async ({ page }) => {
  await page.goto("/start");
  await expect(page.getByRole("button", { name: "Load the sample shop" })).toBeEnabled();
  await bring(page, [PRODUCTS, RELATIONS]);
  const card = page.getByRole("region", { name: "artikel.csv" });
  await expect(card.getByText("2 columns")).toHaveCount(0);
  await expect(card.getByText("1 column is not decided and will not be read")).toBeVisible();
  await expect(card.getByRole("combobox", { name: "Read Artikelnummer as" })).toHaveValue("SKU (required)");
  await expect(page.getByRole("region", { name: "relations.csv" })).toContainText("Own format: Relations");
  // The column with the wrong name: chosen from the list of fields.
  await card.getByRole("combobox", { name: "Read Preis netto as" }).click();
  await page.getByRole("option", { name: "Price", exact: true }).click();
  await expect(card.getByText("Every column is read")).toBeVisible();
  await page.getByRole("button", { name: "Check what will happen" }).click();

  const relations = page.getByRole("region", { name: "relations.csv" }).first();
  await expect(said(page, "7 changes will be made. 1 row will be left out")).toBeVisible();
  await expect(relations.getByTestId("rejected")).toContainText("1");
  await expect(relations.getByText("there is no relation type accesory").first()).toBeVisible();
  await relations.getByLabel("type in line 4").fill("accessory");
  await relations.getByRole("button", { name: "Mend line 4" }).click();
  await expect(relations.getByText("Mended")).toBeVisible();
  await page.getByRole("button", { name: "Check again" }).click();
  await expect(said(page, "8 changes will be made.")).toBeVisible();
  await page.getByRole("button", { name: "Import 8 changes" }).click();
  await expectResult(page);
  expect(new URL(page.url()).searchParams.get("job")).toBe("1");
});

test("own files become an explained answer by keyboard alone", async ({ page }) => {
  await page.goto("/start");
  await page.getByRole("heading", { name: "Your own files" }).waitFor();
  await bring(page, [PRODUCTS, RELATIONS], "keyboard");
  await expect(page.getByRole("combobox", { name: "Read Preis netto as" })).toBeVisible();
  await page.keyboard.press("Alt+KeyN");
  await expect.poll(() => focused(page)).toBe("Read Preis netto as");
  await page.keyboard.type("Price");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Read Preis netto as" })).toHaveValue("Price");
  await page.keyboard.press("Alt+KeyN");
  await expect(page.getByTestId("announcer")).toContainText("Nothing needs you here");
  await tabTo(page, /^Check what will happen$/);
  await page.keyboard.press("Enter");

  await expect(said(page, "7 changes will be made.")).toBeVisible();
  await page.keyboard.press("Alt+KeyN");
  await expect.poll(() => focused(page)).toBe("type in line 4");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("accessory");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("announcer")).toContainText("Line 4 mended");
  await tabTo(page, /^Check again$/);
  await page.keyboard.press("Enter");
  await expect(said(page, "8 changes will be made.")).toBeVisible();
  await tabTo(page, /^Import 8 changes$/);
  await page.keyboard.press("Enter");
  await expectResult(page);
  await tabTo(page, /^Why Laces$/);
  await page.keyboard.press("Enter");
  await expect(page.getByText("imported from relata, position 2")).toBeVisible();
  // Both files are taken back, the later one first.
  await page.keyboard.press("Control+z");
  await expect(page.getByTestId("announcer")).toContainText("Undone: Imported: relations.csv");
  await page.keyboard.press("Control+z");
  await expect(page.getByTestId("announcer")).toContainText("Undone: Imported: artikel.csv");
  expect((await (await page.request.get("/v1/products")).json()).items).toEqual([]);
});

test("a row without its tick stays outside, and can come back in", async ({ page }) => {
  await page.goto("/start");
  await bring(page, [PRODUCTS]);
  await page.getByRole("button", { name: "Check what will happen" }).click();
  await page.getByRole("checkbox", { name: "Import line 5: LA-1" }).uncheck();
  await expect(said(page, "You leave out line 5.")).toBeVisible();
  await page.getByRole("button", { name: "Check again" }).click();
  await expect(said(page, "3 changes will be made.")).toBeVisible();
  await page.getByRole("button", { name: "Take them in again" }).click();
  await page.getByRole("button", { name: "Check again" }).click();
  await expect(said(page, "4 changes will be made.")).toBeVisible();
});

test("the sample shop is loaded into an empty database, and into no other", async ({ page }) => {
  await page.goto("/start");
  await page.getByRole("button", { name: "Load the sample shop" }).click();
  await expect(page.getByRole("heading", { name: "What customers see now" })).toBeVisible({
    timeout: 40_000,
  });
  const { products } = await (await page.request.get("/v1/status")).json();
  expect(products).toBeGreaterThan(100);
  await page.goto("/start");
  await expect(page.getByRole("button", { name: "Load the sample shop" })).toBeDisabled();
  await expect(page.getByText(/This is the sample shop, with/)).toBeVisible();
});

test("a step that is copied as a URL shows the same", async ({ page }) => {
  await page.goto("/start");
  await bring(page, [PRODUCTS]);
  await page.getByRole("button", { name: "Check what will happen" }).click();
  await expect(said(page, "4 changes will be made.")).toBeVisible();
  await page.getByRole("radio", { name: "Replace the lists" }).check();
  await expect(page).toHaveURL(/mode=replace/);
  await page.reload();
  await expect(page.getByRole("radio", { name: "Replace the lists" })).toBeChecked();
  await expect(said(page, "4 changes will be made.")).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { name: "What the columns mean" })).toBeVisible();
});

test("a file that is no table is refused with the reason", async ({ page }) => {
  await page.goto("/start");
  await bring(page, [{ name: "empty.csv", mimeType: "text/csv", buffer: Buffer.from("") }]);
  await expect(page.getByRole("alert")).toContainText("empty.csv was not taken");
  await page.getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("button", { name: "Choose files" })).toBeVisible();
});

for (const scheme of ["light", "dark"]) {
  test(`every step is accessible, ${scheme}`, async ({ page }) => {
    await prefer(page, { scheme });
    await page.goto("/start");
    await page.getByRole("button", { name: "Akeneo" }).click();
    expect(await violations(page)).toEqual([]);
    await bring(page, [PRODUCTS, RELATIONS]);
    await expect(page.getByRole("combobox", { name: "Read Preis netto as" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Keep this mapping" })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Check what will happen" }).click();
    await expect(said(page, "7 changes will be made.")).toBeVisible();
    await expect(page.getByLabel("type in line 4")).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Import 7 changes without the rejected" }).click();
    await expect(page.getByText(REASON)).toBeVisible();
    await expect(page.getByText("1 row was rejected")).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

test("nothing is cut at 320 px in German", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await prefer(page, { language: "de" });
  await page.goto("/start");
  await page.getByRole("button", { name: "Shopware" }).click();
  expect(await cutTexts(page)).toEqual([]);
  await bring(page, [PRODUCTS, RELATIONS]);
  await expect(page.getByRole("combobox", { name: "Preis netto lesen als" })).toBeVisible();
  expect(await cutTexts(page)).toEqual([]);
  await page.getByRole("button", { name: "Prüfen, was geschehen wird" }).click();
  await expect(page.getByLabel("type in Zeile 4")).toBeVisible();
  expect(await cutTexts(page)).toEqual([]);
  await page.getByRole("button", { name: /7 Änderungen ohne/ }).click();
  await expect(page.getByText(REASON)).toBeVisible();
  expect(await cutTexts(page)).toEqual([]);
});
