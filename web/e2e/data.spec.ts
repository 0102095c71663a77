import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { bring, csv, focused, PRODUCTS, RELATIONS, tabTo } from "./files";
import { cutTexts, expect, prefer, test, violations } from "./test";

test.use({ shop: "empty" });

/** Imports as the command line does, before the page is opened. */
async function imported(page: Page, file: typeof PRODUCTS, mapping?: object) {
  const data = file.buffer;
  const headers = { "content-type": "text/csv" };
  const upload = await (await page.request.post(`/v1/uploads?name=${file.name}`, { data, headers })).json();
  if (mapping) await page.request.patch(`/v1/uploads/${upload.id}`, { data: mapping });
  const report = await (await page.request.post(`/v1/imports?upload=${upload.id}`)).json();
  return report as { id: string; rejected: number; created: number };
}

const MAPPING = {
  profile: "relata",
  content: "products",
  columns: { Artikelnummer: "sku", Bezeichnung: "name", "Preis netto": "price", Marke: "brand" },
};

test("rejected rows are downloaded, mended here, and imported", async ({ page }) => {
  await imported(page, PRODUCTS, MAPPING);
  const { id, rejected } = await imported(page, RELATIONS);
  expect(rejected).toBe(1);
  await page.goto("/data?tab=imports");
  const row = page.getByRole("row", { name: /relations\.csv/ });
  await expect(row).toContainText("3 created, 1 rejected");
  await expect(row).toContainText("Done, some rejected");
  const download = page.waitForEvent("download");
  await row.getByRole("link", { name: "Download the rejected rows of relations.csv" }).click();
  const text = readFileSync(await (await download).path(), "utf8");
  expect(text).toContain("source,type,target,error");
  expect(text).toContain("RS-1,accesory,SO-1");

  await row.getByRole("link", { name: "relations.csv", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/data/imports/${id}$`));
  await expect(page.getByRole("heading", { level: 1, name: "Import of relations.csv" })).toBeVisible();
  await expect(page.getByTestId("rejected")).toContainText("1");
  await page.getByRole("button", { name: "Mend them here" }).click();
  await page.getByRole("textbox", { name: /^type in line/ }).fill("accessory");
  await page.getByRole("button", { name: /^Mend line/ }).click();
  await page.getByRole("button", { name: "Check again" }).click();
  await page.getByRole("button", { name: "Import 1 change" }).click();
  await expect(page.getByRole("heading", { name: "What customers see now" })).toBeVisible();
  const { items } = await (await page.request.get("/v1/products/RS-1/relations?type=accessory")).json();
  expect(items.map(({ target }: { target: string }) => target)).toEqual(["SO-1"]);
});

test("an import is taken back after asking, and can be imported again", async ({ page }) => {
  const { created } = await imported(page, PRODUCTS, MAPPING);
  const count = async () => (await (await page.request.get("/v1/status")).json()).products;
  expect(await count()).toBe(created);
  await page.goto("/data?tab=imports");
  await page.getByRole("button", { name: "Take back the import of artikel.csv" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Keep it" }).click();
  expect(await count()).toBe(created);
  await page.getByRole("button", { name: "Take back the import of artikel.csv" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Take back" }).click();
  await expect(page.getByRole("row", { name: /artikel\.csv/ })).toContainText("Taken back");
  expect(await count()).toBe(0);
  await page.getByRole("link", { name: "Import again artikel.csv" }).click();
  await page.getByRole("button", { name: "Import 4 changes" }).click();
  await expect(page.getByRole("heading", { name: "What customers see now" })).toBeVisible();
  expect(await count()).toBe(created);
});

test("an import is taken back by keyboard alone", async ({ page }) => {
  await imported(page, PRODUCTS, MAPPING);
  await page.goto("/data");
  await page.getByRole("tab", { name: "Import", exact: true }).waitFor();
  await tabTo(page, /^Import$/);
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("row", { name: /artikel\.csv/ })).toBeVisible();
  await tabTo(page, /^Take back the import of artikel\.csv$/);
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).toBe("Keep it");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: /artikel\.csv/ })).toContainText("Taken back");
  expect((await (await page.request.get("/v1/products")).json()).items).toEqual([]);
});

test("an import goes on without its page, and is stopped without a trace", async ({ page }) => {
  const lines = Array.from({ length: 600_000 }, (_, row) => `P-${row},Product ${row}`);
  const data = Buffer.from(`sku,name\n${lines.join("\n")}\n`);
  const headers = { "content-type": "text/csv" };
  const upload = await (await page.request.post("/v1/uploads?name=big.csv", { data, headers })).json();
  const job = await (await page.request.post(`/v1/imports?upload=${upload.id}&wait=false`)).json();
  await page.goto(`/data?job=${job.id}`);
  await expect(page.getByRole("heading", { name: "Importing" })).toBeVisible();
  await page.getByRole("link", { name: "All imports" }).click();
  await page.goBack();
  await expect(page.getByText(/rows (so far|a second)|of 600,000 rows/)).toBeVisible();
  await page.getByRole("button", { name: "Stop and undo" }).click();
  await expect(page.getByText("The import was stopped")).toBeVisible({ timeout: 40_000 });
  expect((await (await page.request.get("/v1/status")).json()).products).toBe(0);
});

test("each way of importing says what it will do before it does", async ({ page }) => {
  await imported(page, PRODUCTS, MAPPING);
  await imported(
    page,
    csv("first.csv", ["source,type,target", "TS-1,accessory,SO-1", "TS-1,accessory,LA-1"]),
  );
  await page.goto("/data");
  await bring(page, [csv("second.csv", ["source,type,target", "TS-1,accessory,LA-1"])]);
  await page.getByRole("button", { name: "Check what will happen" }).click();
  const file = page.getByRole("region", { name: "second.csv" }).first();
  await expect(file.getByTestId("unchanged")).toContainText("1");
  await page.getByRole("radio", { name: "Replace the lists" }).check();
  await expect(file.getByTestId("removed")).toContainText("1");
  await page.getByRole("radio", { name: "Remove", exact: true }).check();
  await expect(page.getByRole("button", { name: "Remove 1 thing" })).toBeVisible();
  await page.getByRole("button", { name: "Remove 1 thing" }).click();
  await expect(page.getByRole("heading", { name: "What customers see now" })).toBeVisible();
  const { items } = await (await page.request.get("/v1/products/TS-1/relations")).json();
  expect(items.map(({ target }: { target: string }) => target)).toEqual(["SO-1"]);
});

test("a changed field is shown before and after", async ({ page }) => {
  await imported(page, PRODUCTS, MAPPING);
  await page.goto("/data");
  await bring(page, [csv("prices.csv", ["sku,price", "TS-1,79.90"])]);
  await page.getByRole("button", { name: "Check what will happen" }).click();
  const changed = page.getByRole("row", { name: /TS-1/ });
  await expect(changed).toContainText("updated");
  await expect(changed).toContainText("Price: 89.00 becomes 79.90");
});

test("a mapping is kept, used by the next file, and deleted with a way back", async ({ page }) => {
  await page.goto("/data");
  await bring(page, [PRODUCTS]);
  await page.getByRole("button", { name: "Preis netto: Perhaps Price" }).click();
  await page.getByRole("button", { name: "Keep this mapping" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Warenwirtschaft");
  await page.getByRole("dialog").getByRole("button", { name: "Keep" }).click();
  await expect(page.getByTestId("announcer")).toContainText("Mapping Warenwirtschaft kept");
  await page.getByRole("button", { name: "Start over" }).click();
  await expect(page.getByText("Preis netto as Price", { exact: false })).toBeVisible();
  await bring(page, [csv("next.csv", ["Artikelnummer;Bezeichnung;Preis netto;Marke", "X-1;Hat;5.00;Acme"])]);
  await expect(page.getByText("Products, as mapped")).toBeVisible();
  await page.getByRole("button", { name: "Show the 4 columns" }).click();
  await expect(page.getByRole("combobox", { name: "Read Preis netto as" })).toHaveValue("Price");
  await page.getByRole("button", { name: "Start over" }).click();
  await page.getByRole("button", { name: "Delete the mapping Warenwirtschaft" }).click();
  await expect(page.getByTestId("announcer")).toContainText("Mapping Warenwirtschaft deleted");
  await expect(page.getByText("None yet.", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByText("Preis netto as Price", { exact: false })).toBeVisible();
});

test("every export that the API lists is offered, and is the file that it gives", async ({ page }) => {
  await imported(page, PRODUCTS, MAPPING);
  const { items } = await (await page.request.get("/v1/exports")).json();
  await page.goto("/data?tab=exports");
  for (const { part } of items) {
    await expect(page.getByRole("link", { name: `Download ${part}`, exact: true })).toBeVisible();
  }
  await expect(page.getByText("products.csv · 4 products")).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download products.csv", exact: true }).click();
  const text = readFileSync(await (await download).path(), "utf8");
  expect(text).toBe(await (await page.request.get("/v1/exports/products.csv")).text());
});

test("a template is a file that the import takes as it is", async ({ page }) => {
  await page.goto("/data");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Template: Products" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("products.csv");
  const buffer = readFileSync(await file.path());
  await bring(page, [{ name: "products.csv", mimeType: "text/csv", buffer }]);
  await expect(page.getByText("Own format: Products")).toBeVisible();
  await page.getByRole("button", { name: "Check what will happen" }).click();
  await expect(page.getByRole("main").getByText("1 change will be made.")).toBeVisible();
});

for (const scheme of ["light", "dark"]) {
  test(`every tab is accessible, ${scheme}`, async ({ page }) => {
    await prefer(page, { scheme });
    await imported(page, PRODUCTS, MAPPING);
    const { id } = await imported(page, RELATIONS);
    await page.request.put("/v1/mappings/shop", { data: { ...MAPPING, code: "shop", name: "Shop" } });
    await page.goto("/data");
    await expect(page.getByText("Preis netto as Price", { exact: false })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("tab", { name: "Past imports" }).click();
    await expect(page.getByRole("row", { name: /relations\.csv/ })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Take back the import of relations.csv" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: "Export", exact: true }).click();
    await expect(page.getByRole("link", { name: "Download products.csv" })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.goto(`/data/imports/${id}`);
    await expect(page.getByText("there is no relation type accesory")).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

test("nothing is cut at 320 px in German", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await prefer(page, { language: "de" });
  await imported(page, PRODUCTS, MAPPING);
  const { id } = await imported(page, RELATIONS);
  await page.request.put("/v1/mappings/shop", { data: { ...MAPPING, code: "shop", name: "Shop" } });
  await page.goto("/data");
  await expect(page.getByText("Preis netto als Preis", { exact: false })).toBeVisible();
  expect(await cutTexts(page)).toEqual([]);
  await page.goto("/data?tab=imports");
  await expect(page.getByRole("row", { name: /relations\.csv/ })).toBeVisible();
  expect(await cutTexts(page)).toEqual([]);
  await page.goto("/data?tab=exports");
  await expect(page.getByRole("link", { name: "products.csv herunterladen" })).toBeVisible();
  expect(await cutTexts(page)).toEqual([]);
  await page.goto(`/data/imports/${id}`);
  await expect(page.getByText("there is no relation type accesory")).toBeVisible();
  expect(await cutTexts(page)).toEqual([]);
});
