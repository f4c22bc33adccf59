// Serves the page of app.js on a free port of loopback, opens it in the system's Chromium and presses its button.
// Ends with 0 when an envelope with the error was answered 200. The DSN comes from the environment (SENTRY_DSN).
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { launch } from "../../ui/browser.mjs";

const script = await build({
  entryPoints: [fileURLToPath(new URL("app.js", import.meta.url))],
  bundle: true,
  format: "iife",
  write: false,
  logLevel: "error",
});
const page = `<!doctype html><title>Shop</title><button id="pay">Pay</button>
<script>window.DSN = ${JSON.stringify(process.env.SENTRY_DSN)};</script><script src="/app.js"></script>`;

const server = createServer((request, response) => {
  const isScript = request.url === "/app.js";
  response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html" });
  response.end(isScript ? script.outputFiles[0].contents : page);
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));

const browser = await launch();
try {
  const tab = await browser.newPage();
  const answered = tab.waitForResponse(
    (response) => (response.request().postData() ?? "").includes('"type":"event"'),
    { timeout: 20_000 },
  );
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  await tab.click("#pay");
  const answer = await answered;
  console.log(`the error was answered ${answer.status()}`);
  process.exitCode = answer.status() === 200 ? 0 : 1;
} finally {
  await browser.close();
  server.close();
}
