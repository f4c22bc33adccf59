// A product of one's own for a journey: own folder, own data file, free port, the real program (CRASHTRAY), and a page on it.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, mkdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { launch } from "./browser.mjs";

const PROGRAM = process.env.CRASHTRAY;
const LONGEST = 15_000;
const SHOTS = new URL("../shots/", import.meta.url).pathname;

/** Asks again and again until there is an answer that is not null. */
async function until(what, ask) {
  const end = Date.now() + LONGEST;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > end) throw new Error(`${what}: not within ${LONGEST / 1000} s`);
    await new Promise((later) => setTimeout(later, 10));
  }
}

/** The product, serving. `stop` ends it and removes what it kept. */
export async function startProduct() {
  if (!PROGRAM) throw new Error("CRASHTRAY must name the program: scripts/check journeys");
  const folder = await mkdtemp(join(tmpdir(), "crashtray-ui-"));
  const data = join(folder, "crashtray.db");
  const env = { PATH: process.env.PATH, HOME: folder, XDG_RUNTIME_DIR: folder, CRASHTRAY_DATA: data, NO_COLOR: "1" };
  const child = spawn(PROGRAM, ["serve", "--port", "0"], { env, cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  const resident = await until("`serve` listens", async () => {
    if (child.exitCode !== null) throw new Error(`\`serve\` ended with ${child.exitCode}`);
    const text = await readFile(`${data}-resident`, "utf8").catch(() => "{}");
    const file = JSON.parse(text || "{}");
    return file.pid === child.pid && file.addresses.some(isIpv4) ? file : null;
  });
  const host = resident.addresses.find(isIpv4);
  return {
    origin: `http://${host}`,
    token: resident.token,
    cli: async (...args) => (await promisify(execFile)(PROGRAM, args, { env, cwd: folder })).stdout,
    crash: (options) => crash(host, options),
    stop: async () => {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const isIpv4 = (address) => address.startsWith("127.");

/** Sends an error as an SDK would; it is in the inbox when this returns. */
async function crash(host, { key = "shop", type = "OrderError", value = "order 41 cannot be read", ...event } = {}) {
  const frames = [
    { function: "main", filename: "app.py", abs_path: "/srv/shop/app.py", lineno: 35, in_app: true, context_line: "    check_out(cart)" },
    { function: "loads", module: "json", filename: "json/__init__.py", lineno: 346, in_app: false },
    {
      function: "read_order",
      filename: "app.py",
      abs_path: "/srv/shop/app.py",
      lineno: 22,
      in_app: true,
      pre_context: ["    try:", "        return json.loads(text)"],
      context_line: `        raise ${type}("${value}")`,
      post_context: ["", "def check_out(cart):"],
      vars: { text: "'{\"items\": ['" },
    },
  ];
  const body = {
    event_id: crypto.randomUUID().replaceAll("-", ""),
    platform: "python",
    level: "error",
    timestamp: Date.now() / 1000,
    exception: { values: [{ type, value, mechanism: { type: "excepthook", handled: false }, stacktrace: { frames } }] },
    breadcrumbs: { values: [{ category: "cart", message: "2 items in the cart", timestamp: Date.now() / 1000 - 1.2 }] },
    request: { method: "POST", url: "http://localhost:5000/pay", headers: { "User-Agent": "curl/8" } },
    tags: { "checkout.step": "3" },
    user: { email: "jane@example.com" },
    contexts: { runtime: { name: "CPython", version: "3.12.1", type: "runtime" } },
    sdk: { name: "sentry.python", version: "2.75.0" },
    release: "shop@1.4.2",
    ...event,
  };
  const answer = await fetch(`http://${host}/api/1/envelope/?sentry_key=${key}`, {
    method: "POST",
    body: `${JSON.stringify({ event_id: body.event_id })}\n{"type":"event"}\n${JSON.stringify(body)}\n`,
  });
  if (answer.status !== 200) throw new Error(`the event was answered ${answer.status}: ${await answer.text()}`);
  return body.event_id;
}

/** A browser for the journeys of a file. */
export const openBrowser = launch;

/** A page on the product, with the token as the window gives it. What the page says wrong is in `complaints`. */
export async function openPage(browser, product, { path = "/", ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(LONGEST);
  await page.addInitScript((token) => {
    Object.defineProperty(window, "__CRASHTRAY_TOKEN__", { value: token });
  }, product.token);
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(`${error}`));
  page.on("console", (message) => {
    if (message.type() === "error") page.complaints.push(`${message.text()} ${message.location().url}`);
  });
  await page.goto(product.origin + path);
  return page;
}

/** A picture into tests/shots/, for people to look at. */
export async function shoot(page, name) {
  await mkdir(SHOTS, { recursive: true });
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}
