/** The mock's inbox: rows in memory, and what commands do to them. Nothing is kept. */
import { HARD, NUMBERS, PROJECTS, SEEDS } from './seeds.mjs';

const UNIT = { s: 1e3, m: 6e4, h: 36e5, d: 864e5 };
const HOUR = UNIT.h;

/** `n` issues as if it were `now`. */
export function makeWorld(n, now) {
  const seeds = [...SEEDS, ...HARD];
  const issues = [];
  for (let i = 0; i < n; i++) {
    const seed = seeds[i % seeds.length];
    issues.push(
      i < seeds.length ? issueOf(seed, NUMBERS[i] ?? 100 + i, now, i) : issueOf(seed, 200 + i, now, i * 60e3),
    );
  }
  // Beside the inbox, as long as it is not empty: something kept, something quiet, something done.
  if (n > 3) {
    for (const i of [4, 5, 12]) issues[i] && (issues[i].bookmarked = true);
    for (const [i, state] of ['muted', 'resolved', 'resolved', 'resolved'].entries())
      issues.push({ ...issueOf(SEEDS[20 - i], 300 + i, now, 3 * UNIT.d), state, unread: false });
  }
  return { issues, undone: new Map(), arrivals: [], started: now, now: () => now + (Date.now() - realStart) };
}

const realStart = Date.now();

function issueOf(seed, number, now, older) {
  const [level, unread, kind, value, project, fn, place, badge, glyphs, last, first, events, users, hours] =
    seed;
  const [slug, hue, platform] = PROJECTS.find(([name]) => name === project);
  return {
    number,
    id: `${slug.toUpperCase()}-${number}`,
    project: slug,
    project_name: slug,
    project_hue: hue,
    state: 'unresolved',
    level,
    kind,
    value,
    culprit: [fn, place].filter(Boolean).join(' '),
    platform,
    first_seen: now - older - age(first),
    last_seen: now - older - age(last),
    events,
    users,
    is_new: badge === 'new' && older < 1000,
    regressed: badge === 'regressed' && older < 1000,
    unread: unread && older < 1000,
    bookmarked: false,
    handled: glyphs.includes('crack') ? false : null,
    has_replay: glyphs.includes('replay'),
    has_attachment: glyphs.includes('clip'),
    hours: hours.length ? [...hours] : Array.from({ length: 24 }, (_, i) => (i * 7) % 5),
  };
}

function age(text) {
  return Number(text.slice(0, -1)) * UNIT[text.at(-1)];
}

/** A new issue, or one more event of an old one; answers the row and why it changed. */
export function happen(world, number) {
  const now = world.now();
  let row = world.issues.find((issue) => issue.number === number);
  let cause = 'event';
  if (!row) {
    const seed = [...SEEDS[Math.floor(Math.random() * SEEDS.length)]];
    const next = Math.max(99, ...world.issues.map((issue) => issue.number)) + 1;
    row = {
      ...issueOf(seed, next, now, 0),
      first_seen: now,
      events: 0,
      users: 0,
      is_new: true,
      regressed: false,
      unread: true,
    };
    row.hours = Array(24).fill(0);
    world.issues.push(row);
    cause = 'new';
  } else if (row.state === 'resolved') {
    Object.assign(row, { state: 'unresolved', regressed: true });
    cause = 'regressed';
  }
  row.events += 1;
  row.hours[23] += 1;
  row.last_seen = now;
  row.unread = true;
  return { row, cause };
}

/** Words, `is:`, `project:`, `level:`, `type:`, each with `-` before it. Throws `{at, message}`. */
export function parseQuery(text) {
  const tests = [];
  for (const match of text.matchAll(/"[^"]*"?|\S+/g)) {
    let word = match[0];
    const not = word.startsWith('-');
    if (not) word = word.slice(1);
    const key = /^([a-z.-]+):(.*)$/s.exec(word);
    tests.push(not ? negate(one(word, key, match.index)) : one(word, key, match.index));
  }
  return (row) => tests.every((test) => test(row));
}

const negate = (test) => (row) => !test(row);

const IS = {
  unresolved: (row) => row.state === 'unresolved',
  resolved: (row) => row.state === 'resolved',
  muted: (row) => row.state === 'muted',
  bookmarked: (row) => row.bookmarked,
  unread: (row) => row.unread,
  new: (row) => row.is_new,
  regressed: (row) => row.regressed,
  unhandled: (row) => row.handled === false,
};

function one(word, key, at) {
  if (!key) {
    const needle = word.replaceAll('"', '').toLowerCase();
    return (row) => `${row.kind} ${row.value} ${row.culprit}`.toLowerCase().includes(needle);
  }
  const [, name, value] = key;
  if (name === 'is') {
    if (!IS[value]) throw { at: at + 3, message: `\`${value}\` is not something an issue can be` };
    return IS[value];
  }
  if (name === 'project') return (row) => row.project === value;
  if (name === 'level') return (row) => row.level === value;
  if (name === 'type') return (row) => row.kind === value;
  throw { at, message: `there is no key \`${name}\`` };
}

const SORTS = { last_seen: 'last_seen', first_seen: 'first_seen', events: 'events', users: 'users' };

export function listIssues(world, { query, sort, after, limit }) {
  const rows = world.issues
    .filter(parseQuery(query))
    .sort((a, b) => b[SORTS[sort]] - a[SORTS[sort]] || b.number - a.number);
  const from = after === null ? 0 : rows.findIndex((row) => String(row.number) === after) + 1;
  const page = rows.slice(from, from + Math.min(limit, 500));
  const more = from + page.length < rows.length;
  return {
    rows: page,
    next: more ? String(page.at(-1).number) : null,
    total: rows.length,
    unread: rows.filter((row) => row.unread).length,
  };
}

const EFFECTS = {
  bookmark: { bookmarked: true },
  unbookmark: { bookmarked: false },
  mute: { state: 'muted' },
  reopen: { state: 'unresolved' },
  resolve: { state: 'resolved', regressed: false },
  read: { unread: false },
  unread: { unread: true },
};

const SAID = {
  delete: 'deleted',
  mute: 'muted',
  reopen: 'reopened',
  resolve: 'resolved',
  read: 'read',
  unread: 'marked as unread',
};

/** Answers `Done` without its position, and the changes to tell. */
export function changeIssues(world, { numbers, action }) {
  const undo = `u${world.undone.size + 1}`;
  const rows = world.issues.filter((row) => numbers.includes(row.number));
  world.undone.set(undo, structuredClone(rows));
  const changes = rows.map((row) => {
    if (action === 'delete') return { type: 'gone', number: row.number };
    Object.assign(row, EFFECTS[action]);
    return { type: 'issue', row, cause: 'state', event_id: null };
  });
  if (action === 'delete') world.issues = world.issues.filter((row) => !numbers.includes(row.number));
  const text = `${rows.length} ${rows.length === 1 ? 'issue' : 'issues'} ${SAID[action] ?? `${action}ed`}`;
  return { done: { text, n: rows.length, undo }, changes };
}

/** The groups of an issue, the largest first: one, until others are merged into it. */
export function groupsOf(row) {
  return [...(row.groups ?? [groupOf(row)])].sort((a, b) => b.events - a.events);
}

function groupOf({ number, kind, value, culprit, events, first_seen, last_seen }) {
  const hash =
    number === 41 ? '0123456789abcdef0123456789abcdef' : (number * 0x9e3779b1).toString(16).padEnd(32, '7');
  return { hash, pinned: false, events, first_seen, last_seen, latest: '', kind, value, culprit };
}

/** Answers `Done` without its position, and the changes to tell; or null: it takes two of a project. */
export function mergeIssues(world, { numbers }) {
  const rows = world.issues.filter((row) => numbers.includes(row.number)).sort((a, b) => a.number - b.number);
  if (rows.length < 2 || rows.some((row) => row.project !== rows[0].project)) return null;
  const undo = `u${world.undone.size + 1}`;
  world.undone.set(undo, structuredClone(rows));
  const [into, ...others] = rows;
  into.groups = rows.flatMap(groupsOf).map((group) => ({ ...group, pinned: true }));
  into.events = rows.reduce((sum, row) => sum + row.events, 0);
  world.issues = world.issues.filter((row) => !others.includes(row));
  const changes = [
    ...others.map(({ number }) => ({ type: 'gone', number })),
    { type: 'issue', row: into, cause: 'moved', event_id: null },
  ];
  const text = `${rows.length} issues merged into ${into.id}`;
  return { done: { text, n: rows.length, undo, issue: into.number, missing: [] }, changes };
}

/** As `mergeIssues`; null: there is no such group, or nothing would be left. */
export function splitIssue(world, { number, hashes }) {
  const whole = world.issues.find((row) => row.number === number);
  const groups = whole ? groupsOf(whole) : [];
  const off = groups.filter((group) => hashes.includes(group.hash));
  if (off.length === 0 || off.length === groups.length) return null;
  const undo = `u${world.undone.size + 1}`;
  world.undone.set(undo, [structuredClone(whole)]);
  whole.groups = groups.filter((group) => !off.includes(group));
  const next = Math.max(...world.issues.map((row) => row.number)) + 1;
  const events = off.reduce((sum, group) => sum + group.events, 0);
  const { kind, value, culprit } = off[0];
  const id = whole.id.replace(/\d+$/, String(next));
  const part = { ...structuredClone(whole), number: next, id, kind, value, culprit, events, groups: off };
  whole.events -= events;
  world.issues.push(part);
  const changes = [whole, part].map((row) => ({ type: 'issue', row, cause: 'moved', event_id: null }));
  const text = `${off.length === 1 ? '1 group' : `${off.length} groups`} split off ${whole.id} as ${id}`;
  return { done: { text, n: 1, undo, issue: next, missing: [] }, changes };
}

export function undo(world, { id }) {
  const name = id ?? [...world.undone.keys()].at(-1);
  const before = world.undone.get(name);
  if (!before) return null;
  world.undone.delete(name);
  const numbers = before.map((row) => row.number);
  world.issues = [...world.issues.filter((row) => !numbers.includes(row.number)), ...before];
  return {
    done: {
      text: `${before.length} ${before.length === 1 ? 'issue is' : 'issues are'} as before`,
      n: before.length,
      undo: null,
    },
    changes: before.map((row) => ({ type: 'issue', row, cause: 'state', event_id: null })),
  };
}

export function sidebar(world, address) {
  const count = (test) => world.issues.filter(test).length;
  const last = Math.max(0, ...world.issues.map((row) => row.last_seen));
  const known = new Set(world.issues.map((row) => row.project));
  return {
    unread: count((row) => row.state === 'unresolved' && row.unread),
    unresolved: count(IS.unresolved),
    bookmarked: count(IS.bookmarked),
    muted: count(IS.muted),
    resolved: count(IS.resolved),
    all: world.issues.length,
    projects: PROJECTS.filter(([slug]) => known.has(slug)).map(([slug, hue, platform, hour]) => ({
      slug,
      name: slug,
      hue,
      platform,
      hour: Array.from({ length: 17 }, (_, i) => Math.round((hour[i] ?? 0) * 10)),
      unread: count((row) => row.project === slug && row.unread && row.state === 'unresolved'),
      dsn: `http://${slug}@${address}/1`,
    })),
    endpoint: {
      address,
      since: world.started - 12 * 60e3,
      per_minute: world.issues.length > 1 ? 38 : world.issues.length,
      last_event: last || null,
      paused_until: world.pausedUntil ?? null,
      trouble: null,
    },
  };
}

export { HOUR };
