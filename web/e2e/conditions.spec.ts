import type { Page } from "@playwright/test";
import { chooseField, cutTexts, expect, prefer, tabTo, test, violations } from "./test";

const read = async (page: Page, path: string) => (await page.request.get(path)).json();
const put = async (page: Page, path: string, data: object) => {
  const saved = await page.request.put(path, { data });
  expect(saved.ok(), await saved.text()).toBe(true);
};

test("a condition is written by keyboard, counted, and asked by a rule", async ({ page }) => {
  await page.goto("/rules");
  await page.getByRole("tab", { name: "Conditions" }).click();
  await expect(page).toHaveURL(/\/conditions$/);
  await expect(page.getByText("No condition has a name yet")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("n");
  const name = page.getByLabel("Name", { exact: true });
  await expect(name).toBeVisible();
  await tabTo(page, name);
  await page.keyboard.type("Premium");
  await expect(page.getByLabel("Code")).toHaveValue("premium");
  const group = page.getByRole("group", { name: "Holds for products where" });
  await tabTo(page, group.getByRole("button", { name: "Add a question" }));
  await page.keyboard.press("Enter");
  await expect(group.getByLabel("Field of question 1")).toBeFocused();
  await page.keyboard.type("price");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type("is more");
  await tabTo(page, group.getByLabel("Value of question 1"));
  await page.keyboard.type("500");
  const holds = page.getByTestId("holds");
  // The match of a rule takes in as many.
  const rule = { type: "related", match: "source.price > 500", show: "true" };
  const preview = await page.request.post("/v1/rules/preview", { data: { rule, sample: 1 } });
  const { sources } = await preview.json();
  expect(sources).toBeGreaterThan(0);
  await expect(holds.getByRole("status")).toContainText(`${sources} of `);
  await expect(holds.getByRole("link").first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/conditions\/premium$/);
  expect(await read(page, "/v1/conditions/premium")).toMatchObject({
    name: "Premium",
    condition: "source.price > 500",
  });

  // A rule asks it by its code.
  await page.goto("/rules/~new");
  const match = page.getByRole("group", { name: "For products where" });
  await match.getByRole("button", { name: "Add a question" }).click();
  await chooseField(match, "Field of question 1", "source.is");
  await match.getByLabel("Value of question 1").fill("premium");
  await expect(match.getByText(/premium/).last()).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("With premium");
  await page.getByRole("button", { name: "Save as draft" }).click();
  await expect(page).toHaveURL(/\/rules\/with-premium$/);
  expect((await read(page, "/v1/rules/with-premium")).match).toBe("source.is('premium')");
});

test("a condition that is read says by whom, and cannot be deleted", async ({ page }) => {
  await put(page, "/v1/conditions/premium", { name: "Premium", condition: "source.price > 500" });
  await put(page, "/v1/conditions/spare", { name: "Nobody needs it", condition: "source.price > 1" });
  const rule = { type: "related", match: "source.is('premium')", show: "true" };
  for (const code of ["a", "b", "c", "d"])
    await put(page, `/v1/rules/${code}`, { ...rule, name: `Rule ${code}` });
  await page.goto("/conditions");
  const table = page.getByRole("grid", { name: "Conditions" });
  const row = table.getByRole("row", { name: /Premium/ });
  await expect(row).toContainText("price of the product is more than 500");
  await expect(row.getByRole("link", { name: "Rule a" })).toBeVisible();
  await expect(row).toContainText("1 more");
  await expect(table.getByRole("row", { name: /Nobody needs it/ })).toContainText("nobody yet");
  expect(await violations(page)).toEqual([]);
  await row.focus();
  await page.keyboard.press("Delete");
  await expect(
    page.getByRole("alert").getByText("the rule a, the rule b, the rule c, the rule d read it"),
  ).toBeVisible();
  const spare = table.getByRole("row", { name: /Nobody needs it/ });
  await spare.focus();
  await page.keyboard.press("Delete");
  await expect(spare).toBeHidden();
  await page.keyboard.press("Control+z");
  await expect(spare).toBeVisible();

  await row.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/conditions\/premium$/);
  await expect(page.getByText("by its code: source.is('premium').")).toBeVisible();
  const readers = page.getByRole("region", { name: "Read by" });
  await expect(readers.getByRole("link")).toHaveText(["Rule a", "Rule b", "Rule c", "Rule d"]);
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(dialog.getByText("This speaks against deleting it")).toBeVisible();
  await expect(dialog).toContainText("take its name out there first");
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Keep it" }).click();

  // What would break a reader is told while it is written.
  const group = page.getByRole("group", { name: "Holds for products where" });
  await group.getByText("Text", { exact: true }).click();
  await group.getByRole("textbox").fill("target.price > 500");
  await expect(group.getByRole("alert")).toBeVisible();
  await expect(page.getByTestId("holds")).toContainText("Mend the condition");
  await group.getByRole("textbox").fill("source.price > 600");
  await expect(page.getByTestId("holds").getByRole("status")).toBeVisible();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const history = page.getByRole("region", { name: "History" });
  await expect(history.getByText("Changed: Condition")).toBeVisible();
  await history.getByRole("button", { name: "Take this back" }).first().click();
  await expect(group.getByRole("textbox")).toHaveValue("source.price > 500");
});

test("the palette leads to conditions", async ({ page }) => {
  await page.goto("/");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("textbox", { name: "Find products, screens, actions" })).toBeFocused();
  await page.keyboard.type("New condition");
  await expect(page.getByRole("dialog").locator("[data-selected]")).toContainText("New condition");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/conditions\/~new$/);
  await expect(page.getByRole("heading", { name: "New condition" })).toBeVisible();
});

test("a condition near its limits says so before it is past them", async ({ page }) => {
  const text = Array.from({ length: 190 }, (_, index) => `source.cost > ${100 + index}`).join(" || ");
  await put(page, "/v1/conditions/long", { name: "Long", condition: text });
  await page.goto("/conditions/long");
  await expect(page.getByTestId("size")).toContainText("of 4,096 characters");
  const group = page.getByRole("group", { name: "Holds for products where" });
  await group.getByText("Text", { exact: true }).click();
  await group.getByRole("textbox").fill(`${text} || ${text}`);
  await expect(group.getByText(/characters outside its lists, more than 4096/)).toBeVisible();
  await group.getByRole("textbox").fill("source.cost > 1");
  await expect(page.getByTestId("size")).toBeHidden();
});

for (const [language, scheme, width] of [
  ["de", "dark", 1280],
  ["de", "light", 390],
  ["en", "light", 1280],
] as const) {
  test(`the screens in ${language}, ${scheme}, ${width} wide`, async ({ page }) => {
    await prefer(page, { language, scheme });
    await page.setViewportSize({ width, height: 800 });
    await put(page, "/v1/conditions/premium", { name: "Premium", condition: "source.price > 500" });
    await put(page, "/v1/rules/up", { type: "related", match: "source.is('premium')", show: "true" });
    for (const address of ["/conditions", "/conditions/premium", "/conditions/~new"]) {
      await page.goto(address);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForFunction(
        () => document.querySelector("[aria-busy=true], .mantine-Skeleton-root") === null,
      );
      expect(await violations(page), address).toEqual([]);
      const cut = (await cutTexts(page)).filter(
        (text) => !text.startsWith("p: ") && !text.startsWith("select: "),
      );
      expect(cut, address).toEqual([]);
    }
  });
}
