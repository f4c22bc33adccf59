// What a page of another origin can do in a real browser: send, never read.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { openBrowser, openPage, startProduct } from "./product.mjs";

let browser;
let product;
let stranger;
before(async () => {
  [browser, product] = await Promise.all([openBrowser(), startProduct()]);
  stranger = createServer((_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<title>Stranger</title>"));
  await new Promise((ready) => stranger.listen(0, "127.0.0.1", ready));
});
after(async () => {
  await browser.close();
  stranger.close();
  await product.stop();
});

test("a page of another origin can send, but not read", async () => {
  await product.crash();
  const page = await (await browser.newContext()).newPage();
  await page.goto(`http://127.0.0.1:${stranger.address().port}/`);
  const did = await page.evaluate(
    async ({ origin, token }) => {
      const ask = async (path, options) => {
        try {
          const answer = await fetch(origin + path, options);
          return { status: answer.status, type: answer.type, text: await answer.text() };
        } catch (error) {
          return { refused: error.name };
        }
      };
      const body = '{}\n{"type":"event"}\n{"message":"from a stranger"}\n';
      const bearer = { Authorization: `Bearer ${token}` };
      return {
        sent: await ask("/api/1/envelope/?sentry_key=shop", { method: "POST", body }),
        page: await ask("/", { headers: { Accept: "text/html" } }),
        blind: await ask("/rpc/sidebar", { method: "POST", body: "{}" }),
        withToken: await ask("/rpc/sidebar", { method: "POST", body: "{}", headers: bearer }),
        changes: await ask("/rpc/changes", { headers: bearer }),
        stream: await ask("/stream"),
        opaque: await ask("/rpc/sidebar", { method: "POST", body: "{}", mode: "no-cors" }),
      };
    },
    { origin: product.origin, token: product.token },
  );
  assert.equal(did.sent.status, 200, "browser SDKs must be able to send");
  for (const what of ["page", "blind", "withToken", "changes", "stream"]) {
    assert.deepEqual(did[what], { refused: "TypeError" }, `${what}: the browser hands nothing over`);
  }
  assert.deepEqual(did.opaque, { status: 0, type: "opaque", text: "" }, "an opaque answer has no content");
});

test("a page of another origin cannot frame or hold ours", async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`http://127.0.0.1:${stranger.address().port}/`);
  const framed = page.waitForResponse((response) => response.url().startsWith(product.origin));
  await page.evaluate((origin) => {
    const frame = document.createElement("iframe");
    frame.src = origin;
    document.body.append(frame);
  }, product.origin);
  assert.match((await framed).headers()["content-security-policy"], /frame-ancestors 'none'/);
  for (const frame of page.frames().slice(1)) {
    assert.equal(await frame.getByRole("navigation").count().catch(() => 0), 0, "nothing of ours is drawn");
  }
});

test("hostile text from an event is shown, never run", async () => {
  const hostile = `<img src=x onerror="window.run = true"><script>window.run = true</script>`;
  await product.crash({ type: "Hostile", value: hostile, breadcrumbs: { values: [{ message: hostile, category: hostile }] } });
  const page = await openPage(browser, product);
  await page.getByRole("option").filter({ hasText: "Hostile" }).click();
  await page.getByText("<img src=x onerror=").first().waitFor();
  assert.equal(await page.evaluate(() => window.run), undefined);
  assert.deepEqual(page.complaints, []);
});

test("without a session the page says how to get one, and a one-time code gives one, once", async () => {
  const address = (await product.cli("open")).match(/http:\S*code=\S+/)?.[0];
  assert.ok(address, "`crashtray open` prints an address where there is no display");
  const enter = async (url) => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(url);
    return page;
  };
  const without = await enter(product.origin);
  await without.getByText("crashtray open").first().waitFor();
  const first = await enter(address);
  await first.getByRole("navigation", { name: "Places" }).waitFor();
  assert.doesNotMatch(first.url(), /code=/, "the code does not stay in the address");
  await first.reload();
  await first.getByRole("navigation", { name: "Places" }).waitFor();
  const second = await enter(address);
  await second.getByText("crashtray open").first().waitFor();
});
