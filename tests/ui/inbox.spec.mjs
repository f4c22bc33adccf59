// What a developer does in the page: sees a crash come, reads it, resolves it, meets it again, takes a deletion back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPage, startProduct } from "./product.mjs";

let browser;
let product;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

/** A journey over a product and a page of its own, with something in the inbox already; the page must not complain. */
function journey(name, steps, { empty = false } = {}) {
  test(name, async () => {
    product = await startProduct();
    try {
      if (!empty) await product.crash({ key: "other", type: "OldError", value: "from before" });
      const page = await openPage(browser, product);
      await steps(page);
      assert.deepEqual(page.complaints, [], "the page says nothing wrong");
      await page.context().close();
    } finally {
      await product.stop();
    }
  });
}

const row = (page, text) => page.getByRole("option").filter({ hasText: text });

journey("a crash appears in an open page within a second", async (page) => {
  await row(page, "OldError").waitFor();
  await product.crash();
  const begin = Date.now();
  await row(page, "OrderError").waitFor();
  assert.ok(Date.now() - begin < 1000, `it took ${Date.now() - begin} ms`);
});

journey(
  "the first crash of all is opened from the set-up",
  async (page) => {
    await page.getByText("http://shop@").first().waitFor();
    await product.crash();
    await page.getByRole("button", { name: /open it/i }).or(page.getByRole("link", { name: /open it/i })).click();
    await page.getByText('raise OrderError("order 41 cannot be read")').first().waitFor();
  },
  { empty: true },
);

journey("an issue is opened and read", async (page) => {
  await product.crash();
  await row(page, "OrderError").click();
  await page.getByText('raise OrderError("order 41 cannot be read")').first().waitFor();
  await page.getByText("2 items in the cart").first().waitFor();
  await page.getByText("jane@example.com").first().waitFor();
  assert.match(page.url(), /issue=2\b/, "the address names the issue");
});

journey("resolved, it leaves the inbox, and comes back as regressed", async (page) => {
  await product.crash();
  await row(page, "OrderError").click();
  await page.keyboard.press("e");
  await row(page, "OrderError").waitFor({ state: "detached" });
  assert.equal(JSON.parse(await product.cli("show", "2", "--json")).issue.state, "resolved");
  await product.crash();
  await row(page, "OrderError").filter({ hasText: /regressed/i }).waitFor();
});

journey("a deletion is taken back from its toast", async (page) => {
  await product.crash();
  await row(page, "OrderError").click();
  await page.getByText('raise OrderError("order 41 cannot be read")').first().waitFor();
  await page.keyboard.press("#");
  await row(page, "OrderError").waitFor({ state: "detached" });
  await page.getByRole("button", { name: /undo/i }).click();
  await row(page, "OrderError").waitFor();
  assert.equal(JSON.parse(await product.cli("issues", "--json"))[0].id, "SHOP-2");
});

journey("the keys move through the list", async (page) => {
  for (const type of ["FirstError", "SecondError", "ThirdError"]) await product.crash({ type });
  for (const type of ["FirstError", "SecondError", "ThirdError"]) await row(page, type).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.locator('[role="option"][aria-selected="true"]').filter({ hasText: "SecondError" }).waitFor();
  await page.keyboard.press("k");
  await page.locator('[role="option"][aria-selected="true"]').filter({ hasText: "ThirdError" }).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("FirstError");
  await row(page, "ThirdError").waitFor({ state: "detached" });
  await row(page, "FirstError").waitFor();
});

/** Three errors of one project, the first with two events; the list shows them. */
async function three(page) {
  for (const type of ["ColdTea", "SpiltTea", "BitterTea", "ColdTea"]) await product.crash({ type });
  for (const type of ["ColdTea", "SpiltTea", "BitterTea"]) await row(page, type).waitFor();
}

const titles = async () =>
  JSON.parse(await product.cli("issues", "--json"))
    .filter(({ project }) => project === "shop")
    .map(({ id, type, events }) => `${id} ${type} ${events}`)
    .sort();

journey("issues are merged by a key, and the toast takes it back", async (page) => {
  await three(page);
  await row(page, "BitterTea").click();
  await row(page, "SpiltTea").click({ modifiers: ["Control"] });
  await page.getByRole("heading", { name: "2 selected" }).waitFor();
  await page.keyboard.press("Shift+M");
  await page.getByText("2 issues merged into SHOP-3").waitFor();
  await row(page, "SpiltTea").waitFor({ state: "detached" });
  await page.locator('[role="option"][aria-selected="true"]').filter({ hasText: "BitterTea" }).waitFor();
  assert.deepEqual(await titles(), ["SHOP-2 ColdTea 2", "SHOP-3 BitterTea 2"]);
  await page.getByRole("button", { name: /undo/i }).click();
  await row(page, "SpiltTea").waitFor();
  assert.deepEqual(await titles(), ["SHOP-2 ColdTea 2", "SHOP-3 SpiltTea 1", "SHOP-4 BitterTea 1"]);
});

journey("a group is split off where the issue lists its groups", async (page) => {
  await three(page);
  await page.keyboard.press("j");
  await page.keyboard.press("Control+a");
  await row(page, "OldError").click({ modifiers: ["Control"] });
  await page.getByRole("heading", { name: "3 selected" }).waitFor();
  await page.getByRole("button", { name: /merge into one issue/i }).click();
  await page.getByText("3 issues merged into SHOP-2").waitFor();
  const groups = page.locator("#panel-groups");
  await groups.getByText("3, over 4 events, put together by hand").waitFor();
  const group = (type) => groups.locator(".group").filter({ hasText: type });
  await group("SpiltTea").getByRole("button", { name: /split off/i }).click();
  await page.getByText("1 group split off SHOP-2 as SHOP-5").waitFor();
  await row(page, "SpiltTea").waitFor();
  await group("SpiltTea").waitFor({ state: "detached" });
  assert.deepEqual(await titles(), ["SHOP-2 ColdTea 3", "SHOP-5 SpiltTea 1"]);

  // The group of the event that is shown has a key; what is shown then is the latest of those that stay.
  await page.getByText('raise ColdTea("order 41').first().waitFor();
  await page.keyboard.press("Shift+S");
  await page.getByText("1 group split off SHOP-2 as SHOP-6").waitFor();
  await page.getByText('raise BitterTea("order 41').first().waitFor();
  await groups.waitFor({ state: "detached" });
  assert.deepEqual(await titles(), ["SHOP-2 BitterTea 1", "SHOP-5 SpiltTea 1", "SHOP-6 ColdTea 2"]);
  await page.keyboard.press("z");
  await groups.waitFor();
  assert.deepEqual(await titles(), ["SHOP-2 ColdTea 3", "SHOP-5 SpiltTea 1"]);
});

journey("issues of different projects are not merged, and it says why", async (page) => {
  await three(page);
  await row(page, "OldError").click();
  await row(page, "ColdTea").click({ modifiers: ["Control"] });
  await page.keyboard.press("Shift+M");
  await page.getByText("these issues are of different projects: other, shop").waitFor();
  page.complaints.splice(0, page.complaints.length, ...page.complaints.filter((text) => !/400 .*merge_issues/.test(text)));
});
