// Serves the page of page.js with versions of the browser SDK, opens each in Chromium and uses it:
//
//   node page.mjs PACKAGE,… crash|everything
//
// The pages stay open until its input is closed: who started it sees what has come. Ends with 0 when all that the pages sent was
// answered 200. The DSN comes from the environment (SENTRY_DSN).
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { launch } from "../../ui/browser.mjs";

const [packages, wish] = process.argv.slice(2);
const page = `<!doctype html><title>Shop</title><button id="pay">Pay</button>
<script>window.DSN = ${JSON.stringify(process.env.SENTRY_DSN)}; window.EVERYTHING = ${wish === "everything"};</script>
<script src="/app.js"></script>`;

let script = "";
const server = createServer((request, response) => {
  const isScript = request.url === "/app.js";
  response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html" });
  response.end(isScript ? script : page);
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));

const answers = [];
const browser = await launch();
try {
  for (const name of packages.split(",")) await use(name);
  for await (const _ of process.stdin);
} finally {
  await browser.close();
  server.close();
}
console.log(`answered: ${answers.join(" ")}`);
process.exitCode = answers.length > 0 && answers.every((answer) => answer === 200) ? 0 : 1;

async function use(name) {
  const built = await build({
    entryPoints: [fileURLToPath(new URL("page.js", import.meta.url))],
    alias: { sdk: name },
    bundle: true,
    format: "iife",
    write: false,
    logLevel: "error",
  });
  script = built.outputFiles[0].text;
  const tab = await browser.newPage();
  const endpoint = new URL(process.env.SENTRY_DSN).host;
  tab.on("response", (answer) => {
    if (new URL(answer.url()).host === endpoint) answers.push(answer.status());
  });
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  if (wish === "crash") await tab.click("#pay");
  else await tab.evaluate(() => window.everything());
}
