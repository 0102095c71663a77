import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { chooseField, cutTexts, expect, prefer, test, violations } from "./test";

const read = async (page: Page, path: string) => (await page.request.get(path)).json();
const put = async (page: Page, path: string, data: object) => {
  const saved = await page.request.put(path, { data });
  expect(saved.ok(), await saved.text()).toBe(true);
};
const UPSELL = {
  name: "A little dearer",
  type: "upsell",
  match: "source.price > 0",
  show: "target.category == source.category && target.price > source.price * 1.1",
};
const check = (page: Page, name: string) => page.locator(`tr[data-check="${name}"]`);

/** Walks with Tab alone. */
async function tabTo(page: Page, goal: Locator, steps = 60) {
  for (let step = 0; step < steps; step++) {
    if (await goal.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${goal}`);
}

test("a draft is tested by keyboard from its editor, and what it changes is named", async ({ page }) => {
  await put(page, "/v1/rules/up", UPSELL);
  await put(page, "/v1/test-suites/strict", {
    name: "Strict",
    sample: { size: 40 },
    checks: [
      { name: "covered", check: "coverage", items: 1, fail: 0.1 },
      { name: "far too much", check: "brands", fail: 500 },
      { name: "nothing dearer", check: "forbid", forbid: "target.price > source.price" },
    ],
  });
  await page.goto("/rules/up");
  await tabTo(page, page.getByRole("button", { name: "Test this draft" }), 120);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/tests\?on=rules%3Aup$/);
  await expect(page.getByText("A little dearer (up)")).toBeVisible();

  await tabTo(page, page.getByRole("combobox", { name: "Suite" }));
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/suite=strict/);
  await tabTo(page, page.getByRole("button", { name: "Run the tests" }));
  await page.keyboard.press("Enter");
  const report = page.getByRole("region", { name: "Report" });
  await expect(report.getByRole("heading", { name: "Strict" })).toBeVisible();
  await expect(report.getByText("Tried: up")).toBeVisible();
  const answer = await page.request.post("/v1/tests", {
    data: { suite: "strict", draft: { rules: [{ code: "up", ...UPSELL }] } },
  });
  const { difference } = await answer.json();
  expect(difference.answers).toBeGreaterThan(0);
  await expect(report.locator('[data-figure="answers"]')).toHaveText(String(difference.answers));
  await expect(check(page, "covered")).toHaveAttribute("data-state", "pass");

  // The next failure, and the one after it.
  await page.keyboard.press("n");
  await expect(check(page, "far too much").getByRole("button")).toBeFocused();
  await expect(check(page, "far too much").getByRole("button")).toHaveAttribute("aria-expanded", "true");
  await expect(check(page, "far too much")).toContainText("must be at least 500");
  await page.keyboard.press("n");
  await expect(check(page, "nothing dearer").getByRole("button")).toBeFocused();
  const findings = page.getByRole("table", { name: "Findings of nothing dearer" });
  await expect(findings.getByRole("link", { name: "Rule up" }).first()).toHaveAttribute("href", "/rules/up");
  await page.keyboard.press("n");
  await expect(check(page, "far too much").getByRole("button")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(check(page, "covered").getByRole("button")).toHaveAttribute("aria-expanded", "true");
  expect(await violations(page)).toEqual([]);

  // A product of the report and back: it is still there.
  await findings.getByRole("link").first().click();
  await expect(page).toHaveURL(/\/products\//);
  await page.goBack();
  await expect(report.getByRole("heading", { name: "Strict" })).toBeVisible();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    report.getByRole("button", { name: "Download as JSON" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^test-strict-\d+\.json$/);
  expect(JSON.parse(readFileSync(await file.path(), "utf8"))).toMatchObject({
    suite: "strict",
    tried: ["up"],
  });
  // Trying something does not make it live.
  expect((await read(page, "/v1/rules/up")).status).toBe("draft");
});

test("what is live is tested without what is chosen, and with pasted SKUs", async ({ page }) => {
  await put(page, "/v1/rules/up", { ...UPSELL, status: "active" });
  await page.goto("/tests");
  await page.getByText("With a draft", { exact: true }).click();
  await page.getByRole("combobox", { name: "As if these were off" }).click();
  await page.getByRole("option", { name: "A little dearer (up)" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: "Products", exact: true }).click();
  await page.getByRole("option", { name: "Named SKUs" }).click();
  const skus = page.getByRole("textbox", { name: "SKUs" });
  await skus.fill("MOUNTAIN-500, NO-SUCH-SKU");
  await expect(page.getByText("2 SKUs", { exact: true })).toBeVisible();
  await page.locator("input[type=file]").setInputFiles({
    name: "skus.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("name;sku\nMountain;MOUNTAIN-500\nRoad;ROAD-550-W\nNone;NO-SUCH-SKU\n"),
  });
  await expect(skus).toHaveValue("MOUNTAIN-500\nROAD-550-W\nNO-SUCH-SKU");
  await page.getByRole("combobox", { name: "Placement" }).click();
  await page.getByRole("option", { name: "Cart", exact: true }).click();
  const [request] = await Promise.all([
    page.waitForRequest("**/v1/tests"),
    page.getByRole("button", { name: "Run the tests" }).click(),
  ]);
  expect(request.postDataJSON()).toMatchObject({
    sample: { by: "skus", skus: ["MOUNTAIN-500", "ROAD-550-W", "NO-SUCH-SKU"] },
    asks: [{ placement: "cart" }],
    draft: { rules: [{ code: "up", status: "paused" }] },
  });
  await expect(page.getByText("2 answers about 2 of 2 products")).toBeVisible();
  await expect(page.getByText("No product has this SKU: NO-SUCH-SKU")).toBeVisible();
  await page.getByRole("combobox", { name: "Channel" }).click();
  await page.getByRole("option").first().click();
  await expect(page.getByText("The choice was changed since this was run.")).toBeVisible();
});

test("a run is cancelled, and the request is closed", async ({ page }) => {
  let wasClosed = false;
  page.on("requestfailed", (request) => {
    if (request.url().endsWith("/v1/tests")) wasClosed = true;
  });
  // The answer is held back until the run is cancelled.
  let letGo = () => {};
  const held = new Promise<void>((done) => {
    letGo = done;
  });
  await page.route("**/v1/tests", async (route) => {
    await held;
    await route.abort().catch(() => {});
  });
  await page.goto("/tests");
  await page.getByText("Nothing was run yet").waitFor();
  await page.keyboard.press("r");
  await expect(page.getByText("Products are asked about…")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText("The run was cancelled; nothing came of it.")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await expect.poll(() => wasClosed).toBe(true);
  letGo();
  await page.unroute("**/v1/tests");
  await page.keyboard.press("r");
  await expect(page.getByRole("region", { name: "Checks" })).toBeVisible();
});

test("a run is saved as a suite, edited, required, and keeps a rule from being active", async ({ page }) => {
  await put(page, "/v1/rules/up", UPSELL);
  await page.goto("/tests?by=all&size=60");
  await page.getByRole("button", { name: "Run the tests" }).click();
  await page.getByRole("button", { name: "Save as a suite" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("No dearer things");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/tests\/suites\/no-dearer-things$/);
  const made = await read(page, "/v1/test-suites/no-dearer-things");
  expect(made).toMatchObject({ required: false, sample: { by: "all", size: 60 } });
  expect(made.checks.length).toBeGreaterThan(10);

  await page.getByRole("button", { name: "Remove broken rules" }).click();
  await page.getByRole("group", { name: "hit rate" }).getByLabel("Fails past").fill("1.5");
  await page.getByRole("button", { name: "Add a check" }).click();
  await page.getByRole("menuitem", { name: "Never shown" }).click();
  const forbid = page.getByRole("group", { name: "Never shown: never shown" });
  await forbid.getByRole("button", { name: "Add a question" }).click();
  await chooseField(forbid, "Field of question 1", "target.price");
  await forbid.getByLabel("Comparison of question 1").focus();
  await forbid.getByLabel("Comparison of question 1").selectOption(">");
  await forbid.getByLabel("What question 1 compares with").focus();
  await forbid.getByLabel("What question 1 compares with").selectOption("field");
  await expect(forbid.getByText(/price of the recommended product is more than/)).toBeVisible();
  await page.getByRole("switch", { name: "Required before something becomes active" }).check();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Everything is saved")).toBeVisible();
  const saved = await read(page, "/v1/test-suites/no-dearer-things");
  const named = (name: string) => saved.checks.find((check: { name: string }) => check.name === name);
  expect(saved.required).toBe(true);
  expect(named("hit rate")).toMatchObject({ fail: 0.015 });
  expect(named("broken rules")).toBeUndefined();
  expect(named("Never shown")).toMatchObject({ forbid: "target.price > source.price", severity: "fail" });
  await expect(page.getByRole("region", { name: "History" })).toContainText("Required");

  const refused = await page.request.patch("/v1/rules/up", { data: { status: "active" } });
  expect((await refused.json()).code).toBe("test-failed");

  // What the server refuses stands at its check; two may not have one name.
  await page.getByRole("group", { name: "coverage" }).first().getByLabel("Fails past").fill("150");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText(/a share is at most 1/)).toBeVisible();
  await page.getByRole("button", { name: "Discard changes" }).click();

  await page.getByRole("link", { name: "Saved suites" }).click();
  const row = page.getByRole("grid", { name: "Saved suites" }).getByRole("row", { name: /No dearer/ });
  await expect(row).toContainText("Required");
  await expect(row).toContainText("60 products from all over the shop");
  expect(await violations(page)).toEqual([]);
  await row.getByRole("link", { name: "Run No dearer things" }).click();
  await expect(page.getByRole("combobox", { name: "Suite" })).toHaveValue("No dearer things");
});

test("two people change the same suite", async ({ page }) => {
  await put(page, "/v1/test-suites/mine", { name: "Mine", checks: [{ check: "coverage", fail: 0.1 }] });
  await page.goto("/tests/suites/mine");
  await page.getByRole("textbox", { name: "Name" }).first().fill("Ours");
  await page.request.patch("/v1/test-suites/mine", { data: { required: true } });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Somebody changed this meanwhile" });
  await expect(dialog).toContainText("Required");
  await dialog.getByRole("button", { name: "Keep what is stored" }).click();
  await expect(page.getByRole("switch")).toBeChecked();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No suite is saved")).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("link", { name: "Mine", exact: true })).toBeVisible();
});

for (const [language, scheme, width] of [
  ["de", "dark", 1280],
  ["de", "light", 390],
  ["en", "dark", 390],
] as const) {
  test(`the bench in ${language}, ${scheme}, ${width} wide`, async ({ page }) => {
    await prefer(page, { language, scheme });
    await page.setViewportSize({ width, height: 800 });
    await put(page, "/v1/rules/up", UPSELL);
    await put(page, "/v1/test-suites/mine", {
      name: "Mine",
      asks: [{}, { placement: "cart" }],
      checks: [
        { name: "far too much", check: "brands", warn: 500 },
        { name: "nothing dearer", check: "forbid", forbid: "target.price > source.price" },
        { check: "hit_rate" },
      ],
    });
    for (const address of ["/tests?on=rules:up&suite=mine", "/tests/suites", "/tests/suites/mine"]) {
      await page.goto(address);
      await page.getByRole("heading", { level: 1 }).waitFor();
      if (address.startsWith("/tests?")) {
        await page.locator("form button[type=submit]").click();
        await check(page, "nothing dearer").getByRole("button").click();
      }
      await page.waitForFunction(
        () => document.querySelector("[aria-busy=true], .mantine-Skeleton-root") === null,
      );
      // Rows of a condition are laid out when they come near.
      if (address.endsWith("/mine")) await page.locator("[data-part=field]").scrollIntoViewIfNeeded();
      expect(await violations(page), address).toEqual([]);
      const cut = (await cutTexts(page)).filter(
        (text) => !text.startsWith("p: ") && !text.startsWith("select: "),
      );
      expect(cut, address).toEqual([]);
    }
  });
}
