// Pictures of each screen, light and dark, in two sizes, into tests/shots/ for people to look at; nothing may hang over or complain.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPage, shoot, startProduct } from "./product.mjs";

const SIZES = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 },
];
const SCREENS = [
  { name: "inbox", path: "/", there: (page) => page.getByRole("option").filter({ hasText: "OrderError" }) },
  { name: "issue", path: "/#issue=1", there: (page) => page.getByText('raise OrderError("order 41').first() },
  { name: "settings", path: "/#settings", there: (page) => page.locator("textarea:enabled") },
  {
    name: "groups",
    path: "/#issue=4",
    act: (page) => page.locator('nav[aria-label="Panels"]').getByRole("button", { name: "Groups" }).click(),
    there: (page) => page.locator("#panel-groups .group").nth(2),
  },
  {
    name: "many",
    path: "/",
    act: async (page) => {
      for (const keys of ["j", "Shift+J", "Shift+J"]) await page.keyboard.press(keys);
    },
    there: (page) => page.getByRole("button", { name: /merge/i }),
  },
  { name: "setup", path: "/", button: /set-?up/i, there: (page) => page.getByText("http://shop@").first() },
];

let browser;
let product;
before(async () => {
  [browser, product] = await Promise.all([openBrowser(), startProduct()]);
  await product.crash();
  await product.crash({ type: "TimeoutError", value: "no answer within 30 s", key: "billing", level: "warning" });
  await product.crash({ type: "ZeroDivisionError", value: "division by zero", key: "worker", level: "fatal" });
  for (const type of ["ColdTea", "SpiltTea", "BitterTea", "ColdTea"]) await product.crash({ type, key: "tea", value: "在庫が不足しています".repeat(4) });
  await product.cli("merge", "4", "5", "6");
});
after(async () => {
  await browser.close();
  await product.stop();
});

for (const colorScheme of ["light", "dark"]) {
  for (const viewport of SIZES) {
    for (const screen of SCREENS) {
      const name = `${screen.name}-${colorScheme}-${viewport.width}`;
      test(name, async () => {
        const page = await openPage(browser, product, { path: screen.path, colorScheme, viewport });
        if (screen.button) await page.getByRole("button", { name: screen.button }).click();
        if (screen.act) {
          await page.getByRole("option").first().or(page.locator("#panel-groups")).first().waitFor();
          await screen.act(page);
        }
        await screen.there(page).waitFor();
        await shoot(page, name);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= viewport.width, `nothing hangs over at the side: ${width} > ${viewport.width}`);
        assert.deepEqual(page.complaints, []);
        await page.context().close();
      });
    }
  }
}

test("an empty inbox is the set-up", async () => {
  const empty = await startProduct();
  try {
    for (const colorScheme of ["light", "dark"]) {
      const page = await openPage(browser, empty, { colorScheme });
      await page.getByText(/http:\/\/\w+@localhost:\d+\/1/).first().waitFor();
      await shoot(page, `empty-${colorScheme}-1280`);
      assert.deepEqual(page.complaints, []);
    }
  } finally {
    await empty.stop();
  }
});
