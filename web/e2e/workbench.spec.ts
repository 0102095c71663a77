import type { Locator, Page } from "@playwright/test";
import { cutTexts, expect, prefer, test, violations } from "./test";

const CAP = "CA-1098";
const HELMET = "SPORT-100";
const PACK = "HY-1023-70";
const BOTTLE = "WB-H098";
const UPSELL = "A better one";

const lane = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const grid = (page: Page, name: string) => page.getByRole("grid", { name: `${name}, in served order` });
const rows = (page: Page, name: string) => grid(page, name).getByRole("row");
const open = (page: Page, sku: string, search = "") =>
  page.goto(`/products/${encodeURIComponent(sku)}${search}`);

/** The SKUs of a lane from top to bottom, as they are drawn. */
async function drawn(page: Page, name: string): Promise<string[]> {
  const paths = await rows(page, name)
    .getByRole("link")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  return paths.map((path) => decodeURIComponent(path.replace("/products/", "")));
}

/** The SKUs of a list as the API has them. */
async function stored(page: Page, sku: string, type: string): Promise<string[]> {
  const path = `/v1/products/${encodeURIComponent(sku)}/relations?type=${type}`;
  const { items } = await (await page.request.get(path)).json();
  return items.map(({ target }: { target: string }) => target);
}

/** Drags with the real mouse: a press, a way, a pause over the target, and where it was let go. */
async function drag(page: Page, from: Locator, to: Locator, edge: "top" | "bottom" | "middle" = "middle") {
  await from.scrollIntoViewIfNeeded();
  await to.scrollIntoViewIfNeeded();
  const start = await from.boundingBox();
  if (!start) throw new Error("nothing to drag");
  await page.mouse.move(start.x + 60, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + 70, start.y + start.height / 2 + 10, { steps: 3 });
  const box = await to.boundingBox();
  if (!box) throw new Error("nowhere to drop");
  const y = box.y + box.height * (edge === "top" ? 0.15 : edge === "bottom" ? 0.85 : 0.5);
  await page.mouse.move(box.x + box.width / 2, y, { steps: 8 });
  await page.mouse.move(box.x + box.width / 2 + 2, y, { steps: 3 });
}

async function dragAndDrop(
  page: Page,
  from: Locator,
  to: Locator,
  edge: "top" | "bottom" | "middle" = "middle",
) {
  await drag(page, from, to, edge);
  await page.mouse.up();
}

const pane = (page: Page) => page.getByRole("complementary", { name: "Add products" });

async function find(page: Page, words: string): Promise<Locator> {
  await pane(page).getByLabel("Find a product").fill(words);
  const found = pane(page)
    .getByRole("listitem")
    .filter({ hasText: `${words} · ` });
  await expect(found).toHaveCount(1);
  return found;
}

/** The products of one type in the API's answer. */
async function answered(page: Page, sku: string, type: string): Promise<string[]> {
  const path = `/v1/recommendations?product=${encodeURIComponent(sku)}&type=${type}&limit=50`;
  const { items } = await (await page.request.get(path)).json();
  return items.map((item: { sku: string }) => item.sku);
}

/** The order of a list everywhere: on the screen, in the API, for shoppers, on the command line. */
async function expectOrderEverywhere(
  page: Page,
  run: (...args: string[]) => string,
  sku: string,
  order: string[],
) {
  await expect.poll(() => drawn(page, UPSELL)).toEqual(order);
  await expect.poll(() => stored(page, sku, "upsell")).toEqual(order);
  await expect.poll(() => answered(page, sku, "upsell")).toEqual(order);
  const printed = JSON.parse(run("recommend", "--product", sku, "--type", "upsell", "--json"));
  expect(printed.items.map((item: { sku: string }) => item.sku)).toEqual(order);
}

async function expectShopperSees(page: Page, order: string[]) {
  await page.getByRole("tab", { name: "As shoppers see it" }).click();
  const tiles = page.getByTestId("tile").filter({ hasText: UPSELL });
  await expect(tiles).toHaveCount(order.length);
  const shown = await tiles.evaluateAll((all) => all.map((tile) => tile.getAttribute("data-sku")));
  expect(shown).toEqual(order);
}

test.describe("relations of a product", () => {
  // Lanes between which something is dragged have to be in view together.
  test.use({ viewport: { width: 1280, height: 1100 } });

  test("are linked, refused and put in order with the mouse, the same everywhere", async ({
    page,
    server,
  }) => {
    await prefer(page, {});
    await open(page, CAP, "?lane=upsell");
    await dragAndDrop(page, await find(page, HELMET), lane(page, UPSELL));
    await expect(rows(page, UPSELL)).toHaveCount(1);
    await expect(page.getByTestId("announcer")).toContainText("Sport-100 added to A better one");
    await dragAndDrop(page, await find(page, PACK), rows(page, UPSELL).first(), "top");
    await dragAndDrop(page, await find(page, BOTTLE), rows(page, UPSELL).last(), "bottom");
    await expectOrderEverywhere(page, server.run, CAP, [PACK, HELMET, BOTTLE]);

    // The way back would close a circle: the lane says so while hovering, and keeps saying so.
    await open(page, HELMET, "?lane=upsell");
    const candidate = await find(page, CAP);
    await drag(page, candidate, lane(page, UPSELL));
    await expect(lane(page, UPSELL).getByTestId("verdict")).toContainText("Cannot go here");
    const path = lane(page, UPSELL).getByRole("img", {
      name: "Path: Sport-100 → AWC Logo Cap → Sport-100",
    });
    await expect(path).toBeVisible();
    await page.mouse.up();
    await expect(lane(page, UPSELL).getByRole("alert")).toContainText("It would close a circle");
    await expect(path).toBeVisible();
    expect(await stored(page, HELMET, "upsell")).toEqual([]);

    await open(page, CAP);
    await expect(rows(page, UPSELL)).toHaveCount(3);
    await dragAndDrop(page, rows(page, UPSELL).nth(2), rows(page, UPSELL).first(), "top");
    await expectOrderEverywhere(page, server.run, CAP, [BOTTLE, PACK, HELMET]);
    await expectShopperSees(page, [BOTTLE, PACK, HELMET]);

    // Another lane takes the row by dragging, too.
    await page.getByRole("tab", { name: "Relations" }).click();
    await dragAndDrop(page, rows(page, UPSELL).first(), lane(page, "Accessory"));
    await expect(rows(page, "Accessory")).toHaveCount(1);
    expect(await stored(page, CAP, "accessory")).toEqual([BOTTLE]);
    expect(await stored(page, CAP, "upsell")).toEqual([PACK, HELMET]);
  });

  test("are linked, refused and put in order with the keyboard alone", async ({ page, server }) => {
    test.slow();
    await prefer(page, {});
    await open(page, CAP, "?lane=upsell");
    const search = page.getByLabel("Find a product");
    const tabTo = async (target: Locator, key: "Tab" | "Shift+Tab" = "Tab") => {
      for (let tries = 0; tries < 120; tries++) {
        if (await target.evaluate((element) => element === document.activeElement)) return;
        await page.keyboard.press(key);
      }
      await expect(target).toBeFocused();
    };
    await expect(lane(page, UPSELL)).toBeVisible();
    await tabTo(page.getByRole("button", { name: `Add to ${UPSELL}` }));
    await page.keyboard.press("Enter");
    for (const [sku, name] of [
      [HELMET, "Sport-100"],
      [PACK, "Hydration Pack - 70 oz."],
      [BOTTLE, "Water Bottle - 30 oz."],
    ] as const) {
      await expect(search).toBeFocused();
      await page.keyboard.press("Control+A");
      await page.keyboard.type(sku);
      const button = page.getByRole("button", { name: `Add ${name} to ${UPSELL}`, exact: true });
      await expect(button).toBeVisible();
      await tabTo(button);
      await page.keyboard.press("Enter");
      await expect(rows(page, UPSELL).filter({ hasText: sku })).toHaveCount(1);
    }
    await expect.poll(() => stored(page, CAP, "upsell")).toEqual([HELMET, PACK, BOTTLE]);

    // Back by Shift-Tab to the lane; arrows walk, M moves, every step is said.
    await tabTo(rows(page, UPSELL).first(), "Shift+Tab");
    await page.keyboard.press("End");
    await expect(rows(page, UPSELL).nth(2)).toBeFocused();
    await page.keyboard.press("m");
    await expect(page.getByTestId("announcer")).toContainText("Moving Water Bottle - 30 oz., position 3");
    await page.keyboard.press("ArrowUp");
    await expect(page.getByTestId("announcer")).toContainText("Position 2 of 3");
    await page.keyboard.press("Escape");
    await expect(page.getByTestId("announcer")).toContainText("Not moved");
    await expect(rows(page, UPSELL).nth(2)).toBeFocused();
    await page.keyboard.press("m");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    await expect(page.getByTestId("announcer")).toContainText("Position 1 of 3");
    await page.keyboard.press("Enter");
    await expectOrderEverywhere(page, server.run, CAP, [BOTTLE, HELMET, PACK]);
    await expect(rows(page, UPSELL).first()).toBeFocused();

    // Pin the last one first, unpin it by undoing.
    await page.keyboard.press("End");
    await page.keyboard.press("p");
    await expectOrderEverywhere(page, server.run, CAP, [PACK, BOTTLE, HELMET]);
    await page.keyboard.press("Control+z");
    await expectOrderEverywhere(page, server.run, CAP, [BOTTLE, HELMET, PACK]);

    // Why: the reason of the API.
    await page.keyboard.press("Home");
    await expect(rows(page, UPSELL).first()).toBeFocused();
    await page.keyboard.press("w");
    const why = page.getByRole("dialog");
    const path = `/v1/recommendations?product=${CAP}&type=upsell&explain=true`;
    const { items } = await (await page.request.get(path)).json();
    await expect(why).toContainText(items[0].reason.text);
    await page.keyboard.press("Escape");
    await expect(rows(page, UPSELL).first()).toBeFocused();

    // Right to another lane and back out, then remove.
    await page.keyboard.press("m");
    await page.keyboard.press("ArrowRight");
    await expect(page.getByTestId("announcer")).toContainText("Goes with it, position");
    await page.keyboard.press("Escape");
    await expect(rows(page, UPSELL).first()).toBeFocused();
    await page.keyboard.press("Delete");
    await expect.poll(() => stored(page, CAP, "upsell")).toEqual([HELMET, PACK]);
    await expect(rows(page, UPSELL).first()).toBeFocused();

    // The refused circle, found by focusing the candidate.
    await open(page, HELMET, "?lane=upsell");
    await expect(lane(page, UPSELL)).toBeVisible();
    await tabTo(search);
    await page.keyboard.type(CAP);
    const refused = page.getByRole("button", { name: `Add AWC Logo Cap to ${UPSELL}` });
    await expect(refused).toBeVisible();
    await tabTo(refused);
    await expect(
      pane(page).getByRole("img", { name: "Path: Sport-100 → AWC Logo Cap → Sport-100" }),
    ).toBeVisible();
    await page.keyboard.press("Enter");
    expect(await stored(page, HELMET, "upsell")).toEqual([]);
  });

  test("are changed by single presses: menu, weight, details, hiding", async ({ page }) => {
    await prefer(page, {});
    await open(page, "MOUNTAIN-500");
    const cross = "Goes with it";
    const before = await stored(page, "MOUNTAIN-500", "cross_sell");
    await expect(rows(page, cross)).toHaveCount(before.length);
    expect(await drawn(page, cross)).toEqual(before);
    const menu = (name: string) => page.getByRole("button", { name: `More for ${name}` });
    await menu("Racing Socks").click();
    await page.getByRole("menuitem", { name: "To the top" }).click();
    await expect
      .poll(() => stored(page, "MOUNTAIN-500", "cross_sell"))
      .toEqual(["RACING-SOCKS", ...before.slice(0, 4)]);
    await menu("Racing Socks").click();
    await page.getByRole("menuitem", { name: "To position …" }).click();
    await page.getByRole("dialog").getByLabel("Position").fill("3");
    await page.getByRole("button", { name: "Move", exact: true }).click();
    await expect
      .poll(async () => (await stored(page, "MOUNTAIN-500", "cross_sell")).indexOf("RACING-SOCKS"))
      .toBe(2);
    const socks = rows(page, cross).filter({ hasText: "RACING-SOCKS" });
    await expect(socks).toBeFocused();

    await socks.getByRole("button", { name: "Weight of Racing Socks" }).click();
    await socks.getByLabel("Weight of Racing Socks").fill("1.5");
    await page.keyboard.press("Enter");
    await expect(socks.getByRole("button", { name: "Weight of Racing Socks: 1.5" })).toBeVisible();

    await menu("Racing Socks").click();
    await page.getByRole("menuitem", { name: "Edit details …" }).click();
    const drawer = page.getByRole("dialog");
    await drawer.getByLabel("Shown from").fill("2031-01-01T00:00");
    await drawer.getByRole("button", { name: "Save" }).click();
    await expect(socks).toContainText("Scheduled");
    await expect(socks).toContainText("from 1 Jan 2031");

    await menu("Half-Finger Gloves").click();
    await page.getByRole("menuitem", { name: "Hide …" }).click();
    await page
      .getByRole("dialog")
      .getByLabel(/The whole family/)
      .check();
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    const gloves = rows(page, cross).filter({ hasText: "HALF-FINGER-GLOVES" });
    await expect(gloves).toContainText("Excluded");
    expect(await answered(page, "MOUNTAIN-500", "cross_sell")).not.toContain("HALF-FINGER-GLOVES");

    // All of it stands in the history, and is taken back from there.
    await page.getByRole("tab", { name: "History" }).click();
    await expect(page.getByText("Changed Racing Socks in Goes with it: start")).toBeVisible();
    await page.getByRole("button", { name: "Revert: Product Mountain-500 changed: what it hides" }).click();
    await expect.poll(() => answered(page, "MOUNTAIN-500", "cross_sell")).toContain("HALF-FINGER-GLOVES");
  });
});

test("the product itself is edited, and a change of somebody else is not run over", async ({ page }) => {
  await prefer(page, {});
  await open(page, CAP);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByLabel("Brand").fill("Mine");
  const headers = { "content-type": "application/merge-patch+json" };
  await page.request.patch(`/v1/products/${CAP}`, { headers, data: { brand: "Theirs" } });
  await drawer.getByRole("button", { name: "Save" }).click();
  const conflict = page.getByRole("dialog", { name: "Somebody changed this meanwhile" });
  await expect(conflict.getByRole("row", { name: "Brand" })).toContainText("Theirs");
  await conflict.getByRole("button", { name: "Save mine over it" }).click();
  await expect
    .poll(async () => (await (await page.request.get(`/v1/products/${CAP}`)).json()).brand)
    .toBe("Mine");
});

test("a product of any SKU has a workbench, and links go both ways", async ({ page }) => {
  const sku = `A/B "ü" 50% #1 & <b>`;
  const name = "Odd one";
  const key = encodeURIComponent(sku);
  await page.request.put(`/v1/products/${key}`, { data: { sku, name, price: "5.00" } });
  await prefer(page, {});
  await open(page, sku);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await pane(page).getByRole("switch", { name: "Both ways" }).check({ force: true });
  await find(page, CAP);
  await page.getByRole("button", { name: `Add AWC Logo Cap to ${UPSELL}` }).hover();
  // An upsell never runs in a circle, so not both ways either.
  await expect(pane(page).getByText(`Cannot be added to ${UPSELL}`)).toBeVisible();
  await pane(page).getByLabel("To which lane").click();
  await page.getByRole("option", { name: "Related" }).click();
  await page.getByRole("button", { name: "Add AWC Logo Cap to Related" }).click();
  await expect(rows(page, "Related")).toHaveCount(1);
  expect(await stored(page, CAP, "related")).toEqual([sku]);
  await page.getByRole("tab", { name: /Points here/ }).click();
  await expect(page.getByRole("row", { name: /AWC Logo Cap/ })).toContainText("Both ways");
  await page.getByRole("link", { name: "AWC Logo Cap" }).click();
  await rows(page, "Related").getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
});

test("the shopper's view is a question in the address, and its numbers are the API's", async ({ page }) => {
  await prefer(page, {});
  const at = "2027-01-01T00:00:00Z";
  const question = `placement=cart&at=${encodeURIComponent(at)}&segment=vip`;
  await open(page, "MOUNTAIN-500", `?tab=shopper&${question}`);
  const answer = await (
    await page.request.get(`/v1/recommendations?product=MOUNTAIN-500&${question}&explain=true`)
  ).json();
  const tiles = page.getByTestId("tile");
  await expect(tiles).toHaveCount(answer.items.length);
  const shown = await tiles.evaluateAll((all) => all.map((tile) => tile.getAttribute("data-sku")));
  expect(shown).toEqual(answer.items.map(({ sku }: { sku: string }) => sku));
  await expect(page.getByText(`of ${answer.considered} candidates`)).toBeVisible();
  await page.getByRole("button", { name: `Why ${answer.items[0].name}?` }).click();
  await expect(page.getByRole("dialog")).toContainText(answer.items[0].reason.text);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "As it is now, for everyone" }).click();
  await expect(page).toHaveURL(/\?tab=shopper$/);
  await page.goBack();
  await expect(page.getByRole("combobox", { name: "Place" })).toHaveValue("Cart");
});

const TABS = ["", "?tab=incoming", "?tab=shopper", "?tab=history"];

for (const scheme of ["light", "dark"]) {
  test(`nothing keeps anybody out, ${scheme}`, async ({ page }) => {
    await prefer(page, { scheme });
    for (const tab of TABS) {
      await open(page, "MOUNTAIN-500", tab);
      await expect(page.getByRole("tabpanel")).toBeVisible();
      await page.waitForLoadState("networkidle");
      expect(await violations(page), tab).toEqual([]);
    }
    await open(page, "MOUNTAIN-500");
    for (const item of ["Why is it here?", "Edit details …", "To another lane …", "Hide …"]) {
      await page.getByRole("button", { name: "More for Mountain-400-W" }).click();
      await page.getByRole("menuitem", { name: item }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await page.waitForLoadState("networkidle");
      expect(await violations(page), item).toEqual([]);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
    }
  });
}

test.describe("narrow and in German", () => {
  test.use({ viewport: { width: 320, height: 800 } });
  test("nothing is cut", async ({ page }) => {
    await prefer(page, { language: "de" });
    for (const tab of TABS) {
      await open(page, "MOUNTAIN-500", tab);
      await expect(page.getByRole("tabpanel")).toBeVisible();
      await page.waitForLoadState("networkidle");
      expect(await cutTexts(page), tab).toEqual([]);
    }
    await open(page, "MOUNTAIN-500");
    await page.getByRole("button", { name: "Zu Ähnlich hinzufügen" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.waitForLoadState("networkidle");
    expect(await cutTexts(page)).toEqual([]);
  });
});
