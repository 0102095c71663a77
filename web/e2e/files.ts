import type { Page } from "@playwright/test";
import { expect } from "./test";

const file = (name: string, lines: string[]) => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from(`${lines.join("\n")}\n`),
});

/** Products of a shop whose system calls the price "Preis netto". */
export const PRODUCTS = file("artikel.csv", [
  "Artikelnummer;Bezeichnung;Preis netto;Marke",
  "TS-1;Trail shoe;89.00;Acme",
  "RS-1;Road shoe;99.00;Acme",
  "SO-1;Socks;9.90;Cosy",
  "LA-1;Laces;4.50;Cosy",
]);

/** Relations of that shop; the type in line 4 is misspelt. */
export const RELATIONS = file("relations.csv", [
  "source,type,target",
  "TS-1,accessory,SO-1",
  "TS-1,accessory,LA-1",
  "RS-1,accesory,SO-1",
  "RS-1,cross_sell,LA-1",
]);

export const csv = file;

/** Brings files by the button of the drop zone, which has the focus or is clicked. */
export async function bring(page: Page, files: (typeof PRODUCTS)[], by: "mouse" | "keyboard" = "mouse") {
  const button = page.getByRole("button", { name: /Choose files|Dateien auswählen/ });
  const chooser = page.waitForEvent("filechooser");
  if (by === "mouse") await button.click();
  else {
    await tabTo(page, /^Choose files$/);
    await page.keyboard.press("Enter");
  }
  await (await chooser).setFiles(files);
}

/** What has the focus is called. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute("aria-label") ?? element?.textContent?.trim() ?? "";
  });
}

/** Presses Tab until something of this name has the focus. */
export async function tabTo(page: Page, name: RegExp, max = 80) {
  for (let presses = 0; presses < max; presses++) {
    if (name.test(await focused(page))) return;
    await page.keyboard.press("Tab");
  }
  expect(await focused(page)).toMatch(name);
}
