import type { Locator, Page } from "@playwright/test";
import { cutTexts, expect, prefer, test, violations } from "./test";

interface Edge {
  id: string;
  source: string;
  target: string;
  type: string;
}

interface Graph {
  nodes: { sku: string; name: string; out: number; in: number }[];
  edges: Edge[];
}

const START = "MOUNTAIN-500";

async function graph(page: Page, query: string): Promise<Graph> {
  return (await page.request.get(`/v1/graph?${query}`)).json();
}

/** The scene is there: its picture and its tables with so many products and relations. */
async function shows(page: Page, { nodes, edges }: Graph) {
  await expect(page.getByRole("tab", { name: `Products (${nodes.length})` })).toBeVisible();
  await expect(page.getByRole("tab", { name: `Relations (${edges.length})` })).toBeVisible();
  await expect(scene(page)).toBeVisible();
  await expect(scene(page).getByRole("button", { pressed: false }).first()).toBeVisible();
}

const scene = (page: Page) => page.getByRole("region", { name: /^Scene: products/ });
const card = (page: Page, sku: string) => scene(page).getByRole("button", { name: new RegExp(` ${sku} `) });
const selection = (page: Page) => page.getByRole("region", { name: "Selection" });
const row = (page: Page, text: string | RegExp) => page.getByRole("row", { name: text });

/** The middle of the left or right edge of a card, where relations are drawn from and to. */
async function edgeOf(locator: Locator, side: "left" | "right"): Promise<[number, number]> {
  const box = await locator.boundingBox();
  if (!box) throw new Error("the card is not on the screen");
  return [side === "left" ? box.x - 2 : box.x + box.width + 2, box.y + box.height / 2];
}

test("a scene starts with a product, is filtered, expanded and shared", async ({ page, context }) => {
  await page.goto("/graph");
  await expect(page.getByRole("heading", { name: "Where does the scene start?" })).toBeVisible();
  const best = await (
    await page.request.get("/v1/products?sort=-relations&include=relations&level=top&limit=1")
  ).json();
  const stored = Object.values(best.items[0].relations.stored as Record<string, number>);
  const out = stored.reduce((all, count) => all + count, 0);
  await expect(page.getByRole("link", { name: best.items[0].name }).first()).toContainText(
    `${out} out, ${best.items[0].relations.incoming} in`,
  );

  await page.getByRole("textbox", { name: "Product to start with" }).fill("mountain-500");
  await page.getByRole("option", { name: `Mountain-500 ${START} ·` }).click();
  await expect(page).toHaveURL(/product=MOUNTAIN-500/);
  const whole = await graph(page, `product=${START}`);
  await shows(page, whole);

  // The legend counts, and filters by the server.
  const accessories = whole.edges.filter(({ type }) => type === "accessory").length;
  const chip = page.getByRole("checkbox", { name: `Accessory ${accessories}` });
  await expect(chip).toBeChecked();
  await page.getByText(`Accessory${accessories}`).click();
  await expect(page).toHaveURL(/type=/);
  const types = new URL(page.url()).searchParams.getAll("type");
  expect(types).not.toContain("accessory");
  await shows(page, await graph(page, `product=${START}&${types.map((type) => `type=${type}`).join("&")}`));
  await page.getByRole("button", { name: "Show all types" }).click();
  await shows(page, whole);

  // Expanding merges the neighbourhood; the address holds it.
  await card(page, "SPORT-100").click();
  await expect(selection(page)).toContainText("Sport-100");
  await selection(page).getByRole("button", { name: "Expand" }).click();
  await expect(page).toHaveURL(/expand=SPORT-100/);
  const more = await graph(page, `product=${START}&product=SPORT-100&limit=100`);
  expect(more.nodes.length).toBeGreaterThan(whole.nodes.length);
  await shows(page, more);
  const other = await context.newPage();
  await other.goto(page.url());
  await shows(other, more);
  await other.close();
  await page.goBack();
  await shows(page, whole);

  // Direction, steps and lens.
  await page.getByRole("radiogroup", { name: "Direction" }).getByText("From it").click();
  await shows(page, await graph(page, `product=${START}&direction=out`));
  await page.getByRole("radiogroup", { name: "Lens" }).getByText("Price").click();
  await expect(page.getByRole("group", { name: "What the lens says" })).toContainText(
    "Dearer than the start",
  );
  await expect(page).toHaveURL(/lens=price/);
});

test("what the limit cuts is shown in groups", async ({ page }) => {
  await page.goto(`/graph?product=${START}&depth=2&limit=30`);
  const cut = await (await page.request.get(`/v1/graph?product=${START}&depth=2&limit=30`)).json();
  const first = cut.left_out[0];
  await expect(page.getByText(`${first.category} · ${first.products}`)).toBeVisible();
  await page.getByRole("button", { name: "Show up to 60" }).click();
  await expect(page).not.toHaveURL(/limit=30/);
  await shows(page, await graph(page, `product=${START}&depth=2&limit=60`));
});

test("products are linked by selecting two and by dragging, a circle is refused, all is undone", async ({
  page,
}) => {
  const upsells = await (await page.request.get("/v1/relations?type=upsell&limit=1")).json();
  const { source, target } = upsells.items[0] as Edge;
  await page.goto(`/graph?product=${source}`);
  const before = await graph(page, `product=${source}`);
  await shows(page, before);
  const [from, to] = [source, target].map((sku) => before.nodes.find((node) => node.sku === sku)?.name ?? "");

  // The other way around would be a circle: it is shown as the way it takes, and nothing can be written.
  await row(page, new RegExp(`${target} · `))
    .getByRole("checkbox")
    .check();
  await row(page, new RegExp(`${source} · `))
    .getByRole("checkbox")
    .check();
  await selection(page).getByRole("button", { name: "Link the two" }).click();
  const dialog = page.getByRole("dialog", { name: "Link two products" });
  await dialog.getByLabel("As what").click();
  const upsell = await (await page.request.get("/v1/relation-types/upsell")).json();
  await page.getByRole("option", { name: upsell.label.en }).click();
  await expect(dialog.getByText("This relation cannot be made")).toBeVisible();
  await expect(dialog.getByRole("img", { name: `Path: ${to} → ${from} → ${to}` })).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Link", exact: true })).toBeDisabled();

  // Another type is fine.
  await dialog.getByLabel("As what").click();
  await page.getByRole("option", { name: "Newer model" }).click();
  await expect(dialog.getByText("This relation can be made.")).toBeVisible();
  await dialog.getByRole("button", { name: "Link", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(`${to} now shows ${from} as Newer model`).first()).toBeVisible();
  await shows(page, { ...before, edges: [...before.edges, ...before.edges.slice(0, 1)] });
  await page.keyboard.press("Control+z");
  await shows(page, before);
});

test("a relation is drawn from card to card", async ({ page }) => {
  const skus = ["CA-1098", "LONG-SLEEVE-LOGO-JERSEY"];
  await page.goto(`/graph?${skus.map((sku) => `mark=${sku}`).join("&")}`);
  const [a, b] = skus.map((sku) => card(page, sku));
  if (!a || !b) throw new Error("two products are needed");
  await expect(a).toBeVisible();
  await expect(b).toBeVisible();
  await page.waitForTimeout(600);
  await page.mouse.move(...(await edgeOf(a, "right")));
  await page.mouse.down();
  await page.mouse.move(...(await edgeOf(b, "left")), { steps: 12 });
  await page.mouse.up();
  const dialog = page.getByRole("dialog", { name: "Link two products" });
  await expect(dialog).toContainText("CA-1098");
  await dialog.getByLabel("As what").click();
  await page.getByRole("option", { name: "Accessory" }).click();
  await dialog.getByRole("switch", { name: "Both ways" }).click();
  await expect(dialog.getByText("This relation can be made.")).toBeVisible();
  await dialog.getByRole("button", { name: "Link", exact: true }).click();
  await expect(dialog).toBeHidden();
  for (const [source, target] of [skus, [...skus].reverse()]) {
    const found = await (
      await page.request.get(`/v1/relations?source=${source}&target=${target}&type=accessory`)
    ).json();
    expect(found.items).toHaveLength(1);
  }
});

test("a relation is removed from the table, and comes back with undo", async ({ page }) => {
  await page.goto(`/graph?product=${START}`);
  const before = await graph(page, `product=${START}`);
  await page.getByRole("tab", { name: `Relations (${before.edges.length})` }).click();
  await page
    .getByRole("button", { name: /^Remove / })
    .first()
    .click();
  await shows(page, { ...before, edges: before.edges.slice(1) });
  await expect(
    page
      .getByRole("row")
      .filter({ has: page.locator(":focus") })
      .or(page.locator("tr:focus")),
  ).toHaveCount(1);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await shows(page, before);
});

test("the way from one product to another is held up and told in words", async ({ page }) => {
  await page.goto(`/graph?product=${START}`);
  await page.getByRole("button", { name: "Find a way" }).click();
  const finder = page.getByRole("region", { name: "Way from one product to another" });
  await finder.getByRole("textbox", { name: "From" }).fill("BB-7421");
  await page.getByRole("option", { name: / BB-7421 / }).click();
  await finder.getByRole("textbox", { name: "To" }).fill("SPORT-100");
  await page
    .getByRole("option", { name: /Sport-100 SPORT-100 / })
    .first()
    .click();
  await expect(page).toHaveURL(/from=.*to=SPORT-100/);
  const { searchParams } = new URL(page.url());
  const found = await (
    await page.request.get(`/v1/graph/path?from=${searchParams.get("from")}&to=SPORT-100&direction=both`)
  ).json();
  const steps = found.path.length - 1;
  await expect(finder.getByText(`${steps} step${steps === 1 ? "" : "s"}`, { exact: true })).toBeVisible();
  await expect(finder.getByRole("listitem")).toHaveCount(steps);
  for (const sku of found.path) await expect(card(page, sku)).toBeVisible();
  await finder.getByRole("button", { name: "Close the way" }).click();
  await expect(finder).toBeHidden();
  await expect(page).not.toHaveURL(/from=/);
});

test("circles are listed with a verdict, shown in the scene and taken apart", async ({ page }) => {
  const circles = await (await page.request.get("/v1/graph/cycles?limit=200")).json();
  await page.goto("/graph");
  await page.getByRole("radiogroup", { name: "View" }).getByText("Circles").click();
  await expect(page.getByRole("heading", { name: `${circles.total} circles` })).toBeVisible();
  const first = circles.items[0];
  const path = first.names.join(" → ");
  const item = page
    .getByRole("listitem")
    .filter({ has: page.getByRole("img", { name: `Path: ${path}` }) })
    .first();
  await expect(item).toContainText(first.allowed ? "Allowed" : "Not allowed");
  await item.getByRole("button", { name: "Show in the scene" }).click();
  await expect(page.getByRole("tab", { name: `Products (${new Set(first.path).size})` })).toBeVisible();
  await expect(page).toHaveURL(/mark=/);
  await page.goBack();
  await item.getByRole("button", { name: "Take it apart" }).click();
  await item
    .getByRole("button", { name: /^Remove / })
    .first()
    .click();
  await expect(page.getByRole("button", { name: "Undo", exact: true })).toBeVisible();
  const after = await (await page.request.get("/v1/graph/cycles?limit=200")).json();
  await expect(page.getByRole("heading", { name: new RegExp(`^${after.total} circle`) })).toBeFocused();
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("heading", { name: `${circles.total} circles` })).toBeVisible();
});

test("the whole story with the keyboard alone", async ({ page }) => {
  await page.goto("/graph");
  await page.getByRole("textbox", { name: "Product to start with" }).focus();
  await page.keyboard.type("mountain-500");
  await expect(page.getByRole("option", { name: `Mountain-500 ${START} ·` })).toBeVisible();
  await page.keyboard.press("Enter");
  const whole = await graph(page, `product=${START}`);
  await shows(page, whole);

  // Into the scene: one card is reached with Tab, arrows walk along relations.
  await page.waitForTimeout(400);
  for (let tabs = 0; tabs < 60; tabs++) {
    await page.keyboard.press("Tab");
    if (await card(page, START).evaluate((element) => element === document.activeElement)) break;
  }
  await expect(card(page, START)).toBeFocused();
  await page.keyboard.press("ArrowRight");
  const reached = scene(page).locator("button:focus");
  await expect(card(page, START)).not.toBeFocused();
  const sku = (await reached.getAttribute("data-sku")) ?? "";
  expect(whole.edges.some((edge) => edge.source === START && edge.target === sku)).toBe(true);

  // Enter expands, and once more collapses.
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`expand=${sku}`));
  await expect(card(page, sku)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).not.toHaveURL(/expand=/);

  // l starts a link, another l ends it.
  await page.keyboard.press("l");
  await expect(page.getByText("choose the second product").first()).toBeVisible();
  await page.keyboard.press("ArrowLeft");
  await expect(card(page, START)).toBeFocused();
  await page.keyboard.press("l");
  const dialog = page.getByRole("dialog", { name: "Link two products" });
  await expect(dialog.getByLabel("As what")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("Newer");
  const options = page.getByRole("option", { name: "Newer model" });
  await expect(options).toBeVisible();
  for (let moves = 0; moves < 10; moves++) {
    if ((await options.getAttribute("data-combobox-selected")) !== null) break;
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("This relation can be made.")).toBeVisible();
  for (let tabs = 0; tabs < 10; tabs++) {
    await page.keyboard.press("Tab");
    if (
      await dialog
        .getByRole("button", { name: "Link", exact: true })
        .evaluate((e) => e === document.activeElement)
    )
      break;
  }
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByText("now shows Mountain-500 as Newer model").first()).toBeVisible();
  await expect(card(page, START)).toBeFocused();
  await page.keyboard.press("Control+z");
  await expect(page.getByText("Undone:").first()).toBeVisible();
  const links = await (
    await page.request.get(`/v1/relations?source=${sku}&target=${START}&type=successor`)
  ).json();
  expect(links.items).toHaveLength(0);
});

test("selection goes both ways between picture and tables", async ({ page }) => {
  await page.goto(`/graph?product=${START}`);
  await card(page, "SPORT-100").click();
  await expect(row(page, /SPORT-100 · /)).toHaveAttribute("aria-selected", "true");
  await row(page, new RegExp(`${START} · `))
    .getByRole("checkbox")
    .check();
  await expect(card(page, START)).toHaveAttribute("aria-pressed", "true");
  await expect(page).toHaveURL(/selected=SPORT-100&selected=MOUNTAIN-500/);
  await page.reload();
  await expect(card(page, "SPORT-100")).toHaveAttribute("aria-pressed", "true");
});

test("an unknown product is said, not an empty picture", async ({ page }) => {
  await page.goto("/graph?product=NO-SUCH");
  await expect(page.getByText("There is no product with this SKU")).toBeVisible();
});

for (const scheme of ["light", "dark"]) {
  test(`no barriers in ${scheme}`, async ({ page }) => {
    await prefer(page, { scheme });
    await page.goto("/graph");
    await expect(page.getByRole("link", { name: /out, / }).first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.goto(
      `/graph?product=${START}&lens=stock&selected=${START}&selected=SPORT-100&from=${START}&to=SPORT-100`,
    );
    await expect(card(page, START)).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await selection(page).getByRole("button", { name: "Link the two" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.goto("/graph?view=cycles");
    await page.getByRole("button", { name: "Take it apart" }).first().click();
    await expect(page.getByText("Remove one of these").first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

test("nothing is cut in German on a small screen", async ({ page }) => {
  await prefer(page, { language: "de" });
  await page.setViewportSize({ width: 320, height: 700 });
  for (const address of [
    "/graph",
    `/graph?product=${START}&lens=price&selected=${START}`,
    "/graph?view=cycles",
  ]) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle");
    await page.waitForTimeout(500);
    expect(await cutTexts(page)).toEqual([]);
  }
});
