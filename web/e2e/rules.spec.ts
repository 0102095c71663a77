import type { Page } from "@playwright/test";
import { chooseField, cutTexts, expect, prefer, tabTo, test, violations } from "./test";

const read = async (page: Page, path: string) => (await page.request.get(path)).json();
const rate = async (page: Page, type: string): Promise<number> =>
  (await read(page, `/v1/coverage?type=${type}`)).rate;
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

test("a shop without rules is offered templates, and one becomes a draft", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Rules" }).click();
  const templates = page.getByRole("list", { name: "Templates" });
  const { items } = await read(page, "/v1/rules/templates");
  await expect(templates.getByRole("listitem")).toHaveCount(items.length);
  await templates.getByRole("link", { name: "Upsell, 10 to 60 % dearer" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Upsell, 10 to 60 % dearer");
  const preview = page.getByTestId("preview");
  await expect(preview.locator('[data-figure="pairs"]')).not.toHaveText("0");
  await expect(preview.getByText(/Coverage of this type/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Save as draft" }).click();
  await expect(page).toHaveURL(/\/rules\/upsell-by-price$/);
  expect(await read(page, "/v1/rules/upsell-by-price")).toMatchObject({ status: "draft", limit: 4 });

  await page.getByRole("link", { name: "Rules" }).first().click();
  const row = page.getByRole("grid", { name: "Rules" }).getByRole("row", { name: /Upsell, 10 to 60/ });
  await expect(row).toContainText("For each product where price of the product is more than 0");
  await expect(row).toContainText("Draft");
});

test("a rule is written, seen and activated by keyboard alone, and coverage rises", async ({ page }) => {
  await page.goto("/");
  const before = await rate(page, "accessory");
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await expect(page).toHaveURL(/\/rules$/);
  await expect(page.getByRole("list", { name: "Templates" })).toBeVisible();
  await page.keyboard.press("n");
  const name = page.getByLabel("Name", { exact: true });
  await expect(name).toBeVisible();
  await tabTo(page, name);
  await page.keyboard.type("Accessories of the same brand");
  await expect(page.getByLabel("Code")).toHaveValue("accessories-of-the-same-brand");
  await tabTo(page, page.getByRole("combobox", { name: "Relation type" }));
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  for (let step = 0; step < 12; step++) {
    const chosen = page.locator("[data-combobox-selected]");
    if ((await chosen.textContent())?.startsWith("Accessory")) break;
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Relation type" })).toHaveValue("Accessory");

  const match = page.getByRole("group", { name: "For products where" });
  await tabTo(page, match.getByRole("button", { name: "Add a question" }));
  await page.keyboard.press("Enter");
  const field = match.getByLabel("Field of question 1");
  await expect(field).toBeFocused();
  await page.keyboard.type("product price");
  await expect(page.getByRole("option", { name: /^price source\.price/ })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(field).toHaveValue("Product: price");
  await page.keyboard.type("is more");
  await expect(match.getByLabel("Comparison of question 1")).toHaveValue(">");
  await tabTo(page, match.getByLabel("Value of question 1"));
  await page.keyboard.type("50");
  await expect(match.getByText("price of the product is more than 50")).toBeVisible();

  const show = page.getByRole("group", { name: "Show products where" });
  await tabTo(page, show.getByRole("radio", { name: "Builder" }));
  await page.keyboard.press("ArrowRight");
  const text = show.getByRole("textbox", { name: "Show products where as text" });
  await tabTo(page, text);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("target.bran");
  await expect(page.getByRole("option", { name: /target\.brand/ })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(text).toHaveValue("target.brand");
  await expect(text).toBeFocused();
  await page.keyboard.type(" == source.brand && 'Components' in target.categories");
  const preview = page.getByTestId("preview");
  await expect(preview.locator('[data-figure="pairs"]')).not.toHaveText("0");
  await expect(preview).not.toHaveAttribute("data-stale");
  await expect(preview.getByText(/now, [\d.]+ ?% with the rule/)).toBeVisible();

  await tabTo(page, page.getByRole("button", { name: "Activate" }));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/rules\/accessories-of-the-same-brand$/);
  expect(await read(page, "/v1/rules/accessories-of-the-same-brand")).toMatchObject({
    status: "active",
    type: "accessory",
    match: "source.price > 50",
    show: "target.brand == source.brand && 'Components' in target.categories",
  });
  expect(await rate(page, "accessory")).toBeGreaterThan(before + 0.05);
});

test("a new rule asks nothing and complains of nothing before somebody asked something", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") asked.push(`${new URL(request.url()).pathname} ${request.postData()}`);
  });
  for (const noun of ["rules", "guidelines", "conditions"]) {
    await page.goto(`/${noun}/~new`);
    await page.getByRole("button", { name: "Add a question" }).first().waitFor();
    await page.getByLabel("Name", { exact: true }).fill("Something");
    await page.waitForTimeout(800);
    expect(asked, noun).toEqual([]);
    await expect(page.getByRole("alert")).toHaveCount(0);
    await expect(page.locator("[data-wrong]")).toHaveCount(0);
    await page.getByLabel("Name", { exact: true }).fill("");
  }
});

test("steps in the builder are taken back and made again before anything is saved", async ({ page }) => {
  await put(page, "/v1/rules/up", UPSELL);
  await page.goto("/rules/up");
  const match = page.getByRole("group", { name: "For products where" });
  await match.getByRole("button", { name: "Add a question" }).click();
  await chooseField(match, "Field of question 2", "source.brand");
  await match.getByLabel("Value of question 2").fill("Acme");
  await match.getByLabel("Value of question 2").blur();
  await match.getByRole("button", { name: "Remove Question 1" }).click();
  await expect(match.getByText("brand of the product is “Acme”")).toBeVisible();
  await expect(match.getByRole("group", { name: "Question 2" })).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(match.getByLabel("Value of question 2")).toHaveValue("Acme");
  await expect(match.getByLabel("Value of question 1")).toHaveValue("0");
  await page.keyboard.press("Control+Shift+Z");
  await expect(match.getByRole("group", { name: "Question 2" })).toHaveCount(0);
  const back = match.getByRole("button", { name: /^Take the last change/ });
  while (await back.isVisible()) await back.click();
  await expect(match.getByLabel("Value of question 1")).toHaveValue("0");
  await expect(page.getByText("Everything is saved")).toBeVisible();
  // Nothing that was saved before was touched by it.
  expect((await read(page, "/v1/rules/up")).name).toBe(UPSELL.name);
});

test("a field is found among thousands of attributes by name, code and value", async ({ page }) => {
  const names = Array.from({ length: 2_500 }, (_, index) => `attribute_${index}`);
  for (const [sku, part] of [
    ["WIDE-1", names.slice(0, 450)],
    ["WIDE-2", names.slice(450, 900)],
    ["WIDE-3", names.slice(900, 1_350)],
    ["WIDE-4", names.slice(1_350, 1_800)],
    ["WIDE-5", names.slice(1_800, 2_250)],
    ["WIDE-6", names.slice(2_250)],
  ] as const) {
    const attributes = Object.fromEntries(part.map((name) => [name, `value of ${name}`]));
    await put(page, `/v1/products/${sku}`, { sku, name: sku, attributes });
  }
  await page.goto("/rules/~new");
  const show = page.getByRole("group", { name: "Show products where" });
  await show.getByRole("button", { name: "Add a question" }).click();
  const field = show.getByLabel("Field of question 1");
  await field.click();
  const list = page.getByRole("listbox", { name: "Field of question 1" });
  await expect(list.getByRole("group", { name: "The recommended product", exact: true })).toBeVisible();
  await expect(page.getByText(/4,9\d\d more; type on/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const started = Date.now();
  await field.fill("recommended attribute_2047");
  await expect(list.getByRole("option")).toHaveCount(1);
  expect(Date.now() - started).toBeLessThan(1_000);
  await expect(list.getByRole("option")).toContainText("value of attribute_2047");
  await page.keyboard.press("Escape");
  await expect(list).toBeHidden();
  await field.fill("value of attribute_33");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(field).toHaveAttribute("data-path", "source.attributes.attribute_33");
  await expect(field).toBeFocused();
  await field.fill("nothing is called so");
  await expect(page.getByText("No field has this name, code or value")).toBeVisible();
});

test("a condition is the same as questions and as a text", async ({ page }) => {
  const show =
    "(target.brand == source.brand || !('new' in target.tags)) && size(target.tags) < 5 && target.price >= source.price * 1.1";
  await put(page, "/v1/rules/mixed", { ...UPSELL, show });
  await page.goto("/rules/mixed");
  const group = page.getByRole("group", { name: "Show products where" });
  await expect(group.getByRole("group", { name: "Group 1" })).toBeVisible();
  await expect(group.getByText("Text only")).toBeVisible();
  await expect(group.getByLabel("Text of question 2")).toHaveValue("size(target.tags) < 5");
  await expect(group.getByLabel("Factor of question 3")).toHaveValue("1.1");
  await group.getByText("Text", { exact: true }).click();
  const text = group.getByRole("textbox");
  await expect(text).toHaveValue(show);
  await expect(page.getByText("Everything is saved")).toBeVisible();

  // Moving, copying and removing in the builder, then the text of it.
  await group.getByText("Builder", { exact: true }).click();
  await group.getByRole("button", { name: "Copy Question 3" }).click();
  await group.getByLabel("Factor of question 4").fill("1.5");
  await group.getByLabel("Comparison of question 4").focus();
  await group.getByLabel("Comparison of question 4").selectOption("<=");
  await group.getByRole("button", { name: "Remove Question 2" }).click();
  await group.getByLabel("Field of question 3").focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(group.getByLabel("Field of question 2")).toBeFocused();
  await expect(group.getByLabel("Comparison of question 2")).toHaveValue("<=");
  await group.getByText("Text", { exact: true }).click();
  await expect(text).toHaveValue(
    "(target.brand == source.brand || !('new' in target.tags)) && target.price <= source.price * 1.5 && target.price >= source.price * 1.1",
  );

  // A text that cannot be read says where, and stays a text.
  await text.fill("target.prise >\n target.price &&");
  await expect(group.getByText(/Line 2/).first()).toBeVisible();
  await group.getByText("Builder", { exact: true }).click();
  await expect(group.getByText("The builder cannot show this text")).toBeVisible();
  await expect(text).toHaveValue("target.prise >\n target.price &&");
  await text.fill("target.prise > 5");
  await expect(group.getByText("did you mean price?")).toBeVisible();
  await group.getByRole("button", { name: "Go to the place" }).click();
  await page.keyboard.type("target.price");
  await expect(group.getByText("did you mean price?")).toBeHidden();
});

test("what is wrong keeps a rule from being active, and stands at its place", async ({ page }) => {
  await put(page, "/v1/rules/around", { ...UPSELL, show: "target.category == source.category" });
  await page.goto("/rules/around");
  const show = page.getByRole("group", { name: "Show products where" });
  await expect(show.getByTestId("path").first()).toBeVisible();
  await expect(page.getByTestId("preview").getByText("Would close circles")).toBeVisible();
  await page.getByRole("button", { name: "Activate" }).click();
  await expect(page.getByText("This could not be saved: mend what is marked above")).toBeVisible();
  expect((await read(page, "/v1/rules/around")).status).toBe("draft");

  // A question without its value is marked itself.
  await show.getByRole("button", { name: "Add a question" }).click();
  await chooseField(show, "Field of question 2", "target.price");
  await expect(show.getByRole("group", { name: "Question 2" })).toHaveAccessibleDescription(/number/);
  await show.getByLabel("Comparison of question 2").focus();
  await show.getByLabel("Comparison of question 2").selectOption(">");
  await show.getByLabel("What question 2 compares with").focus();
  await show.getByLabel("What question 2 compares with").selectOption("field");
  await expect(show.getByLabel("Value of question 2")).toHaveAttribute("data-path", "source.price");
  await expect(show.getByTestId("path")).toBeHidden();
  await page.getByRole("button", { name: "Activate" }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  expect((await read(page, "/v1/rules/around")).show).toBe(
    "target.category == source.category && target.price > source.price",
  );
});

test("rules of the list are found, copied, paused, archived, removed, and all of it undone", async ({
  page,
}) => {
  await put(page, "/v1/rules/up", { ...UPSELL, status: "active", valid_until: "2099-01-01T00:00:00Z" });
  await put(page, "/v1/rules/near", {
    ...UPSELL,
    name: "Near",
    status: "active",
    match: "'Bikes' in source.categories",
  });
  await put(page, "/v1/rules/wrong", { ...UPSELL, name: "Wrong", match: "source.prise > 1" });
  await page.goto("/rules");
  const table = page.getByRole("grid", { name: "Rules" });
  await expect(table.getByRole("row", { name: /A little dearer/ })).toContainText("until 1 Jan 2099");
  await expect(table.getByRole("row", { name: /Near/ })).toContainText("1 overlap");
  await expect(table.getByRole("row", { name: /Wrong/ })).toContainText("1 problem");
  expect(await violations(page)).toEqual([]);

  const row = table.getByRole("row", { name: /Near/ });
  await row.focus();
  await page.keyboard.press("p");
  await expect(row).toContainText("Paused");
  await page.keyboard.press("Control+z");
  await expect(row).toContainText("Active");
  await row.getByRole("button", { name: "Actions for Near" }).click();
  await page.getByRole("menuitem", { name: "Archive" }).click();
  await expect(row).toBeHidden();
  await page.getByRole("combobox", { name: "Status" }).click();
  await page.getByRole("option", { name: "Archived" }).click();
  await expect(page).toHaveURL(/status=archived/);
  await expect(row).toBeVisible();
  await row.focus();
  await page.keyboard.press("Delete");
  await expect(row).toBeHidden();
  await page.keyboard.press("Control+z");
  await expect(row).toBeVisible();
  await page.goto("/rules?q=prise");
  await expect(table.getByRole("row")).toHaveCount(2);
  await table.getByRole("row", { name: /Wrong/ }).getByRole("button", { name: "Actions for Wrong" }).click();
  await page.getByRole("menuitem", { name: "Activate" }).click();
  await expect(page.getByRole("alert").getByText("did you mean price?")).toBeVisible();
  await expect(page.getByRole("link", { name: "Open Wrong and mend it" })).toBeVisible();
  await table.getByRole("row", { name: /Wrong/ }).focus();
  await page.keyboard.press("d");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Copy of Wrong");
  await page.getByRole("button", { name: "Save as draft" }).click();
  await expect(page).toHaveURL(/\/rules\/wrong-copy$/);
});

test("two people change the same rule, and a change is taken back", async ({ page }) => {
  await put(page, "/v1/rules/up", UPSELL);
  await page.goto("/rules/up");
  await page.getByLabel("Name", { exact: true }).fill("Mine");
  await page.request.patch("/v1/rules/up", { data: { limit: 3 } });
  await page.getByRole("button", { name: "Save as draft" }).click();
  const dialog = page.getByRole("dialog", { name: "Somebody changed this meanwhile" });
  await expect(dialog).toContainText("Show at most");
  await dialog.getByRole("button", { name: "Keep what is stored" }).click();
  await expect(page.getByLabel("Show at most")).toHaveValue("3");
  const history = page.getByRole("region", { name: "History" });
  await expect(history.getByText("Changed: Show at most")).toBeVisible();
  await history.getByRole("button", { name: "Take this back" }).first().click();
  await expect(page.getByLabel("Show at most")).toHaveValue("10");
});

test("a rule rotates its products, and another takes some of them out", async ({ page }) => {
  await page.goto("/rules");
  await page.getByRole("link", { name: "New rule" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("Round");
  await page.getByRole("button", { name: "At random" }).click();
  await page.getByRole("combobox", { name: /Others come/ }).click();
  await page.getByRole("option", { name: "each week" }).click();
  await page.getByRole("textbox", { name: "Seed" }).fill("7");
  await page.getByRole("textbox", { name: "Show at least" }).fill("2");
  await expect(page.getByTestId("preview").locator('[data-figure="pairs"]')).not.toHaveText("0");
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Activate" }).click();
  await expect(page.getByText("Round was made").first()).toBeVisible();
  const rule = await read(page, "/v1/rules/round");
  expect(rule).toMatchObject({ minimum: 2, effect: "add" });
  expect(rule.order_by).toEqual([{ field: "random", direction: "asc", seed: 7, every: "week" }]);

  await page.goto("/rules");
  await page.getByRole("link", { name: "New rule" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("Never bikes");
  await page.getByRole("combobox", { name: "What it does" }).click();
  await page.getByRole("option", { name: "Removes these products" }).click();
  await expect(page.getByRole("textbox", { name: "Show at most" })).toBeHidden();
  await expect(page.getByTestId("preview").locator('[data-figure="without"]')).not.toHaveText("0");
  await page.getByRole("button", { name: "Save as draft" }).click();
  await expect(page).toHaveURL(/never-bikes$/);
  expect(await read(page, "/v1/rules/never-bikes")).toMatchObject({ effect: "remove", order_by: [] });
});

test("a guideline forbids what a rule would show", async ({ page }) => {
  await page.goto("/guidelines");
  await page.getByRole("link", { name: "New guideline" }).last().click();
  await page.getByLabel("Name", { exact: true }).fill("No helmets beside bikes");
  const forbid = page.getByRole("group", { name: "Never show" });
  const warning = forbid.getByText("this forbids every pair of products");
  await forbid.getByRole("button", { name: "Add a question" }).click();
  await forbid.getByRole("button", { name: "Remove Question 1" }).click();
  await expect(warning).toBeVisible();
  await forbid.getByRole("button", { name: "Add a question" }).click();
  await forbid.getByLabel("Value of question 1").fill("Bikes");
  await forbid.getByRole("button", { name: "Add a question" }).click();
  await chooseField(forbid, "Field of question 2", "target.categories");
  await forbid.getByLabel("Value of question 2").fill("Accessories/Helmets");
  await expect(
    forbid.getByText(/the recommended product is in category “?Accessories\/Helmets/),
  ).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Activate" }).click();
  await expect(page).toHaveURL(/\/guidelines\/no-helmets-beside-bikes$/);
  expect(await read(page, "/v1/guidelines/no-helmets-beside-bikes")).toMatchObject({
    status: "active",
    forbid: "'Bikes' in source.categories && 'Accessories/Helmets' in target.categories",
  });
  await page.getByRole("link", { name: "Guidelines" }).first().click();
  await expect(page.getByRole("grid", { name: "Guidelines" })).toContainText("No helmets beside bikes");
  expect(await violations(page)).toEqual([]);
});

for (const [language, scheme, width] of [
  ["de", "dark", 1280],
  ["de", "light", 390],
  ["en", "dark", 390],
] as const) {
  test(`the screens in ${language}, ${scheme}, ${width} wide`, async ({ page }) => {
    await prefer(page, { language, scheme });
    await page.setViewportSize({ width, height: 800 });
    await put(page, "/v1/rules/up", { ...UPSELL, status: "active" });
    await put(page, "/v1/guidelines/ban", {
      name: "Ban",
      forbid: "source.brand == 'A' && target.brand == 'B'",
    });
    for (const address of [
      "/rules",
      "/rules/up",
      "/rules/~new?template=seasonal-pairs",
      "/guidelines",
      "/guidelines/ban",
    ]) {
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
