import type { Page } from "@playwright/test";
import { expect, test } from "./test";

/** A shop of 300 products around one: ten arms with 28 or 29 products each, and links from arm to arm. */
async function makeStar(page: Page) {
  const skus = Array.from({ length: 300 }, (_, index) => `STAR-${index}`);
  const links = skus.slice(1).map((sku, index) => [index < 10 ? skus[0] : skus[1 + (index % 10)], sku]);
  links.push(...skus.slice(20, 270).map((sku, index) => [sku, skus[index + 25]]));
  const lines = (documents: object[]) => documents.map((one) => JSON.stringify(one)).join("\n");
  const headers = { "content-type": "application/x-ndjson" };
  const products = skus.map((sku) => ({ sku, name: `Star ${sku}`, price: "10.00" }));
  await page.request.post("/v1/products:bulk", { headers, data: lines(products) });
  const relations = links.map(([source, target]) => ({ source, type: "related", target }));
  await page.request.post("/v1/relations:bulk", { headers, data: lines(relations) });
}

test("three hundred products stay fluid", async ({ page }) => {
  await makeStar(page);
  await page.goto("/graph?product=STAR-0&depth=2&limit=300");
  const whole = await (await page.request.get("/v1/graph?product=STAR-0&depth=2&limit=300")).json();
  expect(whole.nodes).toHaveLength(300);
  expect(whole.edges.length).toBeGreaterThan(500);
  await expect(page.getByRole("tab", { name: "Products (300)" })).toBeVisible();
  const scene = page.getByRole("region", { name: /^Scene: products/ });
  await expect(scene.getByRole("button", { name: /STAR-299 / })).toBeVisible();
  const box = await scene.boundingBox();
  if (!box) throw new Error("there is no picture");
  const frames = page.evaluate(
    () =>
      new Promise<number>((done) => {
        let [last, worst, left] = [performance.now(), 0, 40];
        const frame = (now: number) => {
          worst = Math.max(worst, now - last);
          last = now;
          left -= 1;
          if (left > 0) requestAnimationFrame(frame);
          else done(worst);
        };
        requestAnimationFrame(frame);
      }),
  );
  await page.mouse.move(box.x + box.width / 2, box.y + 20);
  await page.mouse.down();
  for (let step = 0; step < 20; step++)
    await page.mouse.move(box.x + box.width / 2 + step * 6, box.y + 20 + step * 4);
  await page.mouse.up();
  expect(await frames).toBeLessThan(700);
});
