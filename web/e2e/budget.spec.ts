import { expect, test } from "./test";

/** Bytes of packed script that the frame of the app may take. */
const SHELL_BYTES_MAX = 200_000;

test("the shell loads at most 200 kB of packed script, from here alone, and is kept", async ({ page }) => {
  const scripts = new Map<string, number>();
  page.on("response", async (response) => {
    const { pathname } = new URL(response.url());
    if (!pathname.endsWith(".js")) return;
    const headers = await response.allHeaders();
    expect(headers["content-encoding"]).toMatch(/^(br|gzip)$/);
    expect(headers["cache-control"]).toContain("immutable");
    scripts.set(pathname, Number(headers["content-length"]));
  });
  // A page that does not exist is the frame with nothing in it.
  await page.goto("/no-such-page");
  await expect(
    page
      .getByRole("heading", { level: 1, name: "There is no such page" })
      .or(page.getByText("There is no such page")),
  ).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "Live" })).toBeVisible();
  const bytes = [...scripts.values()].reduce((sum, size) => sum + size, 0);
  expect(scripts.size).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(SHELL_BYTES_MAX);
});
