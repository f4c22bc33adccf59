/**
 * Stands in for the resident, so that the page can be looked at without one: serves `dist`, answers every command from made-up data, and
 * keeps a change stream. `node mock/server.mjs --issues=25 --port=8970 --live=2000`, then open the address it prints.
 * `POST /mock/event` {"number": 41} makes something happen: without a number a new issue, else another event of that one.
 */
import { createHash, createHmac } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventId, eventOf, issueOf, placeOf } from './events.mjs';
import * as rules from './rules.mjs';
import { setup } from './setup.mjs';
import * as worlds from './world.mjs';

const options = Object.fromEntries(process.argv.slice(2).map((arg) => arg.replace(/^--/, '').split('=')));
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const token = options.token ?? 'mock';
const shown = options.address ?? 'localhost:8969';
let world = worlds.makeWorld(
  Number(options.issues ?? 25),
  options.now ? Date.parse(options.now) : Date.now(),
);

let n = 0;
const started = Date.now();
const position = () => `${started}-${n}`;
const past = [];
const streams = new Set();

function tell(change) {
  n += 1;
  const line = `${JSON.stringify({ position: position(), change })}\n`;
  past.push([n, line]);
  for (const stream of streams) stream.write(line);
}

function happen(number) {
  const { row, cause } = worlds.happen(world, number);
  tell({ type: 'issue', row, cause, event_id: eventId(row.number, row.events) });
  const arrival = {
    at: row.last_seen,
    path: '/api/1/envelope/',
    status: 200,
    what: 'event',
    refused: false,
    size: 6400,
    project: row.project,
  };
  world.arrivals.unshift(arrival);
  tell({ type: 'arrived', arrival });
  tell({ type: 'sidebar' });
  return row;
}

const missing = { status: 404, code: 'not_found', message: 'there is no such issue', hint: null };
const find = (number) => {
  const row = world.issues.find((issue) => issue.number === number);
  if (!row) throw missing;
  return row;
};

const commands = {
  list_issues(input) {
    try {
      return { ...worlds.listIssues(world, input), position: position() };
    } catch (wrong) {
      throw { status: 400, code: 'query', hint: null, ...wrong };
    }
  },
  get_issue({ number, read }) {
    const row = find(number);
    if (read && row.unread) {
      row.unread = false;
      tell({ type: 'issue', row, cause: 'state', event_id: null });
      tell({ type: 'sidebar' });
    }
    return { ...issueOf(row), position: position() };
  },
  get_event({ number, at }) {
    const row = find(number);
    const index = at.split(',').reduce((found, one) => found ?? placeOf(row, one), null);
    if (index === null) throw { ...missing, message: 'there is no such event' };
    return eventOf(row, index);
  },
  get_raw({ event_id }) {
    const row = find(Number.parseInt(event_id.slice(0, 8), 16));
    const json = JSON.stringify(eventOf(row, Number.parseInt(event_id.slice(8), 16)));
    return { json, size: json.length };
  },
  change_issues(input) {
    const { done, changes } = worlds.changeIssues(world, input);
    changes.forEach(tell);
    tell({ type: 'sidebar' });
    return { ...done, position: position() };
  },
  get_groups: ({ number }) => ({ groups: worlds.groupsOf(find(number)), position: position() }),
  merge_issues: (input) => regrouped(worlds.mergeIssues(world, input)),
  split_issue: (input) => regrouped(worlds.splitIssue(world, input)),
  undo(input) {
    const undone = worlds.undo(world, input);
    if (!undone) throw { status: 404, code: 'not_found', message: 'there is nothing to undo', hint: null };
    undone.changes.forEach(tell);
    tell({ type: 'sidebar' });
    return { ...undone.done, position: position() };
  },
  explain_event({ number, at }) {
    const row = find(number);
    const index = placeOf(row, at);
    if (index === null) throw { ...missing, message: 'there is no such event' };
    return rules.explanationOf(row, eventOf(row, index));
  },
  get_rules: (input) => rules.getRules(input),
  check_rules: (input) => rules.checkRules(input),
  preview_rules: (input) => rules.previewRules(world, input),
  set_rules: (input) => rules.setRules(input),
  reprocess: ({ dry_run }) => rules.history(world, dry_run),
  reprocess_state: () => rules.history(world, true),
  reprocess_stop: () => rules.history(world, true),
  sidebar: () => ({ ...worlds.sidebar(world, shown), position: position() }),
  setup: () => ({ ...setup(world, shown), position: position() }),
  send_test() {
    const row = happen();
    return { event_ids: [eventId(row.number, row.events)], issues: [row.number] };
  },
  pause({ minutes }) {
    world.pausedUntil = minutes === null ? 0 : world.now() + minutes * 60e3;
    tell({ type: 'sidebar' });
    return worlds.sidebar(world, shown).endpoint;
  },
  resume() {
    world.pausedUntil = null;
    tell({ type: 'sidebar' });
    return worlds.sidebar(world, shown).endpoint;
  },
};

function regrouped(made) {
  if (!made) throw { status: 400, code: 'bad_input', message: 'that cannot be done', hint: null };
  made.changes.forEach(tell);
  tell({ type: 'sidebar' });
  return { ...made.done, position: position() };
}

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob: data:; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://mock');
  try {
    if (url.pathname === '/health') return health(url, response);
    if (url.pathname === '/rpc/session') return json(response, 200, { id: 's1', token });
    if (url.pathname === '/mock/event') return json(response, 200, happen((await body(request)).number));
    if (!url.pathname.startsWith('/rpc/')) return file(url.pathname, response);
    if (![`Bearer ${token}`, `Bearer s1.${token}`].includes(request.headers.authorization))
      throw { status: 401, code: 'unauthorized', message: 'the token is not known', hint: null };
    if (url.pathname === '/rpc/changes') return stream(url, response);
    const command = commands[url.pathname.slice('/rpc/'.length)];
    if (!command) throw { status: 404, code: 'not_found', message: 'there is no such command', hint: null };
    const input = await body(request);
    if (options.slow) await new Promise((resolve) => setTimeout(resolve, Number(options.slow)));
    json(response, 200, command(input));
  } catch (wrong) {
    if (wrong instanceof Error) console.error(wrong);
    const { status = 500, code = 'internal', message = String(wrong), hint = null, at } = wrong;
    json(response, status, { code, message, hint, at });
  }
});

function health(url, response) {
  const key = createHash('sha256').update(token).digest();
  const address = `127.0.0.1:${server.address().port}`;
  const proof = createHmac('sha256', key)
    .update(`${url.searchParams.get('nonce')}${address}`)
    .digest('hex');
  response.writeHead(200, { 'X-Crashtray-Proof': proof }).end('OK');
}

function stream(url, response) {
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
  const [start, since] = (url.searchParams.get('since') ?? position()).split('-').map(Number);
  if (start !== started)
    response.write(`${JSON.stringify({ position: position(), change: { type: 'resync' } })}\n`);
  else for (const [at, line] of past) if (at > since) response.write(line);
  response.flushHeaders();
  streams.add(response);
  const beat = setInterval(
    () => response.write(`${JSON.stringify({ position: position(), change: { type: 'heartbeat' } })}\n`),
    15e3,
  );
  response.on('close', () => {
    clearInterval(beat);
    streams.delete(response);
  });
}

function file(path, response) {
  const name = join(dist, normalize(path === '/' ? '/index.html' : path));
  if (!name.startsWith(dist) || !existsSync(name)) return response.writeHead(404).end();
  response.writeHead(200, {
    'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream',
    'Content-Security-Policy': CSP,
  });
  createReadStream(name).pipe(response);
}

async function body(request) {
  let text = '';
  for await (const piece of request) text += piece;
  return JSON.parse(text || '{}');
}

function json(response, status, value) {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

server.listen(Number(options.port ?? 8970), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/#code=mock`);
});

if (options.live)
  setInterval(() => {
    const old = world.issues[Math.floor(Math.random() * Math.min(world.issues.length, 25))];
    happen(Math.random() < 0.3 || !old ? undefined : old.number);
  }, Number(options.live));
