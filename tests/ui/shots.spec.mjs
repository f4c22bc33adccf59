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
  { name: "setup", path: "/", button: /set-?up/i, there: (page) => page.getByText("http://shop@").first() },
];

let browser;
let product;
before(async () => {
  [browser, product] = await Promise.all([openBrowser(), startProduct()]);
  await product.crash();
  await product.crash({ type: "TimeoutError", value: "no answer within 30 s", key: "billing", level: "warning" });
  await product.crash({ type: "ZeroDivisionError", value: "division by zero", key: "worker", level: "fatal" });
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
