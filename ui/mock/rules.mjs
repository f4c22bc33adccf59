/** The mock's rules for grouping: kept as text, read in the roughest way; what they would change is made up. */

const MATCHER =
  /^!?(\[ )?(type|value|mechanism|function|module|package|path|family|app|category|message|logger|level|tags\.\w+|sdk|release):\S/;
const texts = new Map();
const keyOf = ({ project, kind }) => `${project ?? ''} ${kind}`;

export function getRules({ project }) {
  const of = (kind) => {
    const text = texts.get(keyOf({ project, kind })) ?? '';
    return { text, ...checkRules({ kind, text }) };
  };
  const projects = [...texts.keys()].map((key) => key.split(' ')[0]).filter(Boolean);
  return { project, fingerprint: of('fingerprint'), stack: of('stack'), projects: [...new Set(projects)] };
}

export function setRules({ project, kind, text }) {
  const { n, errors } = checkRules({ kind, text });
  const [first] = errors;
  if (first) {
    const message = `a rule cannot be read: line ${first.line}, column ${first.column}: ${first.expected}`;
    throw { status: 400, code: 'bad_input', message, at: first.at };
  }
  const before = texts.get(keyOf({ project, kind })) ?? '';
  if (text === '') texts.delete(keyOf({ project, kind }));
  else texts.set(keyOf({ project, kind }), text);
  return { n, before };
}

export function checkRules({ kind, text }) {
  const errors = [];
  let n = 0;
  let at = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const rule = line.trim();
    const column = line.length - line.trimStart().length + 1;
    const wrong = (expected) => errors.push({ line: index + 1, column, at: at + column - 1, expected });
    if (rule !== '' && !rule.startsWith('#')) {
      if (MATCHER.test(rule)) n += 1;
      else if (/^\w+:/.test(rule))
        wrong(
          `a matcher was expected (app, category, family, function, mechanism, module, package, path, type, value), and \`${rule.split(':')[0]}:\` is none`,
        );
      else if (kind === 'stack')
        wrong('a matcher like `function:name` or an action like `-app` was expected');
      else wrong('a matcher like `type:KeyError` was expected');
    }
    at += line.length + 1;
  }
  return { n, errors };
}

export function previewRules(world, { project, kind, text }) {
  const { n, errors } = checkRules({ kind, text: text ?? '' });
  const none = { errors, issues: 0, events: 0, moved: 0, merges: [], splits: [], renamed: [] };
  if (errors.length > 0) return none;
  const rows = world.issues.filter((row) => project === null || row.project === project);
  const seen = { ...none, issues: rows.length, events: rows.reduce((sum, row) => sum + row.events, 0) };
  if (n === 0 || rows.length < 4) return seen;
  const ref = (row, events = row.events) => ({
    number: row.number,
    id: row.id,
    title: `${row.kind}: ${row.value}`,
    events,
  });
  const [first, second, third, fourth] = rows;
  const parts = [
    { into: third.number, title: ref(third).title, events: third.events },
    { into: first.number, title: 'No rate', events: 3 },
    { into: null, title: 'No rate in /checkout', events: 1 },
  ];
  return {
    ...seen,
    moved: second.events + 4,
    merges: [{ into: ref(first), title: 'No rate', issues: [ref(first), ref(second), ref(third, 3)] }],
    splits: [{ issue: ref(third, third.events + 4), parts }],
    renamed: [{ issue: ref(fourth), title: 'No rate' }],
  };
}

/** Read anew at once. */
export function history(world, dry_run) {
  const events = world.issues.reduce((sum, row) => sum + row.events, 0);
  const [first, second, third] = world.issues;
  const moves = first
    ? [
        { from: second.id, to: first.id, events: second.events, title: 'No rate' },
        { from: third.id, to: null, events: 1, title: 'No rate in /checkout' },
      ]
    : [];
  const n = moves.reduce((sum, move) => sum + move.events, 0);
  return {
    revision: 1,
    stage: 'done',
    dry_run,
    read: events,
    events,
    differ: n,
    written: dry_run ? 0 : n,
    moved: dry_run ? 0 : n,
    moves,
    more_moves: 0,
    failed: null,
  };
}

const RULE = {
  kind: 'stack',
  own: true,
  line: 2,
  text: 'function:charge -group',
};
const DJANGO = 'built in: path:**/dist-packages|node_modules|site-packages|vendor/**';

export function explanationOf(row, event) {
  const traces = event.exceptions.map((exception, at) => ({
    of: `exception ${at + 1}`,
    exception: at,
    frames: exception.frames.map(marksOf),
  }));
  const own = { variant: 'app', hash: event.grouping.hashes[0], values: valuesOf(event, traces, true) };
  const all = {
    variant: 'system',
    hash: own.hash.split('').reverse().join(''),
    values: valuesOf(event, traces, false),
  };
  return {
    event_id: event.event_id,
    method: event.grouping.method,
    fingerprint: null,
    fingerprint_rule: null,
    title_rule: null,
    hashes: traces.some(({ frames }) => frames.length > 0) ? [own, all] : [own],
    traces,
    is_current: row.number % 2 === 0,
  };
}

function marksOf(frame) {
  const touches = [];
  if (frame.library) touches.push({ by: DJANGO, rule: null, actions: '-app' });
  if (frame.function === 'charge')
    touches.push({ by: `rule of the project, line 2: ${RULE.text}`, rule: RULE, actions: '-group' });
  return {
    function: frame.function,
    place: frame.module ?? frame.filename ?? '',
    said: frame.in_app,
    in_app: frame.in_app,
    grouped: frame.function !== 'charge',
    category: null,
    touches,
  };
}

function valuesOf(event, traces, own) {
  const value = (origin, exception, frame, text, over = {}) => ({
    origin,
    exception,
    frame,
    text,
    came_as: null,
    left_out: null,
    ...over,
  });
  if (event.exceptions.length === 0)
    return [value('message', null, null, event.message ?? event.grouping.values[0] ?? '')];
  return event.exceptions.flatMap((exception, at) => [
    value(`type of exception ${at + 1}`, at, null, exception.kind ?? ''),
    value(`value of exception ${at + 1}`, at, null, exception.value ?? '', {
      left_out: exception.frames.length > 0 ? 'the frames say more' : null,
    }),
    ...exception.frames.flatMap((frame, n) => {
      const marks = traces[at].frames[n];
      const of = `frame ${n + 1} of exception ${at + 1}`;
      const out = (left_out) => [value(of, at, n, frame.function ?? marks.place, { left_out })];
      if (!marks.grouped) return out('taken out by a rule');
      if (own && !marks.in_app) return out('not your code');
      return [
        value(`module of ${of}`, at, n, marks.place),
        value(`function of ${of}`, at, n, frame.function ?? ''),
      ];
    }),
  ]);
}
