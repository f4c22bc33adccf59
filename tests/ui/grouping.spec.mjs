// Rules for grouping in the page: written, checked, previewed, saved, taken back; and a group that is explained.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPage, startProduct } from "./product.mjs";

let browser;
let product;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

/** A journey over a product and a page of its own, with two issues of one project; the page must not complain. */
function journey(name, steps, { path = "/" } = {}) {
  test(name, async () => {
    product = await startProduct();
    try {
      await product.crash();
      await product.crash({ type: "CartError", value: "the cart is empty" });
      const page = await openPage(browser, product, { path });
      await page.getByText("localhost:").first().waitFor();
      await steps(page);
      assert.deepEqual(page.complaints, [], "the page says nothing wrong");
      await page.context().close();
    } finally {
      await product.stop();
    }
  });
}

const editor = (page) => page.locator("textarea:enabled");
const radio = (page, name) => page.getByRole("radio", { name });

/** What the command line says is set: for all projects (null) or for one. */
async function set(kind, project = null) {
  const texts = JSON.parse(await product.cli("rules", "show", "--json"));
  return texts.find((text) => text.kind === kind && text.project === project)?.text ?? "";
}

journey("rules are written by keys, checked, previewed, saved, and taken back", async (page) => {
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await editor(page).waitFor();
  assert.match(page.url(), /#settings/, "the address names the settings");
  await page.keyboard.press("Enter");
  await page.keyboard.type("# mine\n  tipe:A -> a");
  await page.getByRole("button", { name: /Line 2, column 3: a matcher was expected/ }).waitFor();
  await page.locator('.mark:has-text("tipe")').waitFor();
  assert.equal(await editor(page).getAttribute("aria-invalid"), "true");
  await page.keyboard.press("Control+s");
  await page.getByRole("alert").filter({ hasText: "line 2, column 3 is wrong" }).waitFor();
  assert.equal(await editor(page).evaluate((area) => area.selectionStart), 9, "the caret is where it is wrong");
  assert.equal(await set("fingerprint"), "", "wrong rules are refused");

  await page.keyboard.press("Control+a");
  await page.keyboard.type('type:*Error -> any title="It broke"');
  await page.locator("#rules-wrong").getByText("1 rule, not saved").waitFor();
  await page.keyboard.press("Control+Enter");
  const preview = page.locator("#panel-preview");
  await preview.getByText("These would become one").waitFor();
  await preview.getByRole("link", { name: "SHOP-1" }).first().waitFor();
  await preview.getByRole("link", { name: "SHOP-2" }).first().waitFor();
  await preview.getByText("looked at 2 events of 2 issues, 1 would move").waitFor();
  assert.equal(await set("fingerprint"), "", "a preview changes nothing");

  await page.keyboard.press("Control+s");
  await page.getByText("Saved: 1 rule").waitFor();
  assert.equal(await set("fingerprint"), 'type:*Error -> any title="It broke"');
  await page.keyboard.press("Escape");
  await page.keyboard.press("z");
  await page.getByText("As before: no rules").waitFor();
  assert.equal(await set("fingerprint"), "");
  assert.equal(await editor(page).inputValue(), "");
  await page.keyboard.press("Escape");
  await page.getByRole("option").filter({ hasText: "OrderError" }).waitFor();
});

journey(
  "what is typed for a project waits while one looks elsewhere, and Tab leaves the editor",
  async (page) => {
    await page.getByRole("button", { name: "All projects" }).click();
    await page.getByRole("menuitemradio", { name: "shop" }).click();
    await radio(page, /Stack-trace rules/).click();
    await editor(page).fill("function:read_order -group");
    await editor(page).press("Tab");
    assert.equal(await page.locator("textarea:focus").count(), 0, "the focus moved on");
    await radio(page, /Fingerprint rules/).click();
    assert.equal(await editor(page).inputValue(), "");
    await page.keyboard.press("g");
    await page.keyboard.press("i");
    await page.getByRole("option").first().waitFor();
    await page.getByRole("button", { name: /^Settings/ }).click();
    await radio(page, /Stack-trace rules/).click();
    assert.equal(await editor(page).inputValue(), "function:read_order -group");
    await page.getByRole("button", { name: /^Save/ }).click();
    await page.getByText("Saved: 1 rule").waitFor();
    assert.equal(await set("stack", "shop"), "function:read_order -group");
    assert.equal(await set("stack"), "", "and those for all projects are as they were");
  },
  { path: "/#settings" },
);

journey("the group of an event is explained, and leads to the rule", async (page) => {
  await page.goto(`${product.origin}/#settings`);
  await radio(page, /Stack-trace rules/).click();
  await editor(page).fill("# mine\nfunction:main -group");
  await page.getByRole("button", { name: /^Save/ }).click();
  await page.getByText("Saved: 1 rule").waitFor();
  await page.getByRole("button", { name: /^Inbox/ }).click();
  await page.getByRole("option").filter({ hasText: "OrderError" }).click();
  const panel = page.locator("#panel-grouping");
  await panel.getByText("by stack trace").waitFor();
  assert.equal(await panel.locator(".value").count(), 0, "nothing is asked before one opens it");
  await page.keyboard.press("x");
  await panel.locator(".value").filter({ hasText: "function of frame 3" }).getByText("read_order").waitFor();
  await panel.locator(".value.out").filter({ hasText: "taken out by a rule" }).getByText("main").first().waitFor();
  await panel.getByText("This event came when other rules held").waitFor();
  const rule = panel.locator(".touch").filter({ hasText: "yours" });
  await rule.getByText("function:main -group").waitFor();
  await rule.getByText("frame 1 main").waitFor();
  await rule.getByRole("button", { name: "line 2, for all projects" }).click();
  await page.locator("textarea:focus").waitFor();
  const caret = await editor(page).evaluate((area) => area.value.slice(area.selectionStart));
  assert.equal(caret, "function:main -group", "the caret stands before the rule");
});

journey(
  "the examples of both languages are right",
  async (page) => {
    for (const kind of [/Fingerprint rules/, /Stack-trace rules/]) {
      await radio(page, kind).click();
      const examples = await page.locator("#panel-grammar .help > code").allInnerTexts();
      assert.equal(examples.length, 2);
      await editor(page).fill(examples.join("\n"));
      await page.locator("#rules-wrong").getByText("2 rules, not saved").waitFor();
      assert.equal(await page.locator("#rules-wrong button").count(), 0);
    }
  },
  { path: "/#settings" },
);

journey(
  "rules that are saved are applied to history on request, after it is said what would move",
  async (page) => {
    await editor(page).fill('type:*Error -> any title="It broke"');
    assert.ok(await page.getByRole("button", { name: "Apply to history…" }).isDisabled(), "first they are saved");
    await page.getByRole("button", { name: /^Save/ }).click();
    await page.getByRole("button", { name: "Apply to history…" }).click();
    await page.getByText("2 events read: 2 events would read otherwise, 1 would move to another issue.").waitFor();
    assert.equal(JSON.parse(await product.cli("issues", "--json")).length, 2, "nothing has moved");
    await page.getByRole("button", { name: "Apply to history" }).click();
    await page.getByText("2 events read: 2 events read otherwise now, 1 moved to another issue.").waitFor();
    const issues = JSON.parse(await product.cli("issues", "--json"));
    assert.deepEqual(issues.map(({ id, events }) => [id, events]), [["SHOP-1", 2]]);
  },
  { path: "/#settings" },
);
