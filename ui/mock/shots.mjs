/**
 * Takes pictures of every screen over the mock, light and dark: `node mock/shots.mjs [folder] [name…]`. Needs a built `dist` and a Chromium
 * (`CHROMIUM`, else Debian's). `FONT_UI=Inter` shows what a desktop with that font would.
 */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const [folder = 'shots', ...only] = process.argv.slice(2);
const NOW = '2026-11-21T14:32:19';

/** A name, how many issues there are, the size of the window, and what is done before the picture. */
const SHOTS = [
  ['inbox', 25, [1280, 800], first],
  [
    'inbox-many',
    25,
    [1280, 800],
    async (page) => {
      await first(page);
      for (let n = 0; n < 3; n++) await page.keyboard.press('Shift+J');
    },
  ],
  ['inbox-900-list', 25, [900, 600], (page) => page.keyboard.press('j')],
  [
    'inbox-900-issue',
    25,
    [900, 600],
    async (page) => {
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
    },
  ],
  ['groups', 25, [1280, 800], groups],
  ['groups-900', 25, [900, 600], groups],
  ['inbox-1680', 25, [1680, 1000], first],
  ['list-wide', 50, [1680, 900], wideList],
  [
    'search-wrong',
    25,
    [1280, 800],
    async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('is:unresolved level:error is:ten');
      await page.waitForSelector('.errline');
    },
  ],
  ['sort', 25, [1280, 800], (page) => page.click('[title="Sort"]')],
  [
    'toast',
    25,
    [1280, 800],
    async (page) => {
      await first(page);
      await page.keyboard.press('e');
      await page.waitForSelector('.toast');
    },
  ],
  ['keys', 25, [1280, 800], (page) => page.keyboard.press('?')],
  [
    'palette',
    25,
    [1280, 800],
    async (page) => {
      await first(page);
      await page.keyboard.press('Control+k');
      await page.keyboard.type('res');
    },
  ],
  [
    'setup',
    1,
    [1280, 800],
    async (page) => {
      await page.keyboard.press('g');
      await page.keyboard.press('u');
    },
  ],
  [
    'setup-900',
    1,
    [900, 600],
    async (page) => {
      await page.keyboard.press('g');
      await page.keyboard.press('u');
    },
  ],
  ['settings', 25, [1280, 800], settings],
  ['settings-900', 25, [900, 600], settings],
  ['settings-wrong', 25, [1280, 800], wrongRules],
  ['settings-wrong-900', 25, [900, 600], wrongRules],
  ['settings-preview', 25, [1280, 800], preview],
  ['settings-preview-900', 25, [900, 600], preview],
  [
    'settings-saved',
    25,
    [1280, 800],
    async (page) => {
      await settings(page);
      await page.fill('textarea', '');
      await page.keyboard.press('Control+s');
      await page.fill('textarea', 'message:"connection to * refused" -> unreachable');
      await page.keyboard.press('Control+s');
      await page.waitForSelector('.toast');
    },
  ],
  [
    'settings-history',
    25,
    [1280, 800],
    async (page) => {
      await settings(page);
      await page.click('text=Apply to history…');
      await page.waitForSelector('text=would move');
    },
  ],
  [
    'settings-projects',
    25,
    [900, 600],
    async (page) => {
      await settings(page);
      await page.click('[title="For which projects"]');
    },
  ],
  [
    'settings-appearance',
    25,
    [1280, 800],
    async (page) => {
      await settings(page);
      await page.keyboard.press('2');
    },
  ],
  ['grouping', 25, [1280, 800], explained],
  ['grouping-end', 25, [1280, 800], explainedToTheEnd],
  ['grouping-message', 25, [1280, 800], explainedMessage],
  ['grouping-900', 25, [900, 600], explained],
  ['setup-empty', 0, [1280, 800], nothing],
  [
    'empty',
    25,
    [1280, 800],
    async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('nothing like this');
      await page.waitForSelector('.empty');
    },
  ],
  ['no-session', 25, [1280, 800], nothing, ''],
];

async function first(page) {
  await page.keyboard.press('j');
}

async function settings(page) {
  await page.keyboard.press('Control+,');
  await page.waitForSelector('textarea:enabled');
}

async function wrongRules(page) {
  await settings(page);
  await page.click('[role="radio"]:has-text("Stack-trace")');
  await page.keyboard.press('Enter');
  await page.fill(
    'textarea',
    '# what was made by a program\npath:**/generated/** -app -group\nnonsense\n  fun:call ^-group\n',
  );
  await page.clock.runFor(400);
  await page.waitForSelector('.mark');
}

async function preview(page) {
  await settings(page);
  await page.fill(
    'textarea',
    'type:TypeError tags.currency:CHF -> rates title="No rate"\nmessage:"connection to * refused" -> unreachable\n',
  );
  await page.keyboard.press('Control+Enter');
  await page.waitForSelector('#panel-preview h3');
}

async function explained(page) {
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#panel-grouping');
  await page.keyboard.press('x');
  await page.waitForSelector('#panel-grouping .hash');
}

async function explainedToTheEnd(page) {
  await explained(page);
  await page.evaluate(() =>
    globalThis.document.querySelector('#panel-grouping .touch').scrollIntoView({ block: 'center' }),
  );
}

async function explainedMessage(page) {
  for (let n = 0; n < 6; n++) await page.keyboard.press('j');
  await page.waitForSelector('#panel-grouping');
  await page.keyboard.press('x');
  await page.waitForSelector('#panel-grouping .hash');
}

/** Issues of one project that are merged, and the panel that says which. */
async function groups(page) {
  await page.keyboard.press('/');
  await page.keyboard.type('project:shop');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  for (let n = 0; n < 3; n++) await page.keyboard.press('Shift+J');
  await page.keyboard.press('Shift+M');
  await page.waitForSelector('.toast');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#panel-groups');
  await page.click('nav[aria-label="Panels"] >> text=Groups');
}

async function wideList(page) {
  await page.evaluate(() => localStorage.setItem('crashtray.panes', '{"list":860}'));
  await page.reload();
  await page.waitForSelector('.row');
  await page.keyboard.press('j');
}

async function nothing() {}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
const servers = new Map();
let failures = 0;

for (const [name, issues, [width, height], act, hash = '#code=mock'] of SHOTS) {
  if (only.length > 0 && !only.includes(name)) continue;
  const address = await serverWith(issues);
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme });
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && complain(name, message.text()));
    page.on('pageerror', (error) => complain(name, error.stack));
    await page.clock.install({ time: new Date(NOW) });
    await page.goto(`${address}/${hash}`);
    await page.waitForSelector(hash === '' ? 'h1' : '.row, .steps, .empty');
    const font = process.env.FONT_UI;
    if (font)
      await page.evaluate(
        (name) => globalThis.document.documentElement.style.setProperty('--font-ui', name),
        font,
      );
    await act(page);
    await page.clock.runFor(400);
    await page.waitForTimeout(250);
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
    await context.close();
  }
}

await browser.close();
for (const server of servers.values()) (await server).process.kill();
process.exitCode = failures > 0 ? 1 : 0;

function complain(name, text) {
  failures += 1;
  console.error(`${name}: ${text}`);
}

async function serverWith(issues) {
  if (!servers.has(issues)) servers.set(issues, startServer(issues));
  return (await servers.get(issues)).address;
}

function startServer(issues) {
  const script = fileURLToPath(new URL('server.mjs', import.meta.url));
  const process_ = spawn(process.execPath, [script, '--port=0', `--issues=${issues}`, `--now=${NOW}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve) => {
    process_.stdout.once('data', (text) =>
      resolve({ process: process_, address: new URL(String(text)).origin }),
    );
  });
}
