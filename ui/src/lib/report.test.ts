import { describe, expect, it } from 'vitest';
import type { EventView, FrameView, IssueView } from '../api/gen';
import { glance, pairsText, pairsWith, tables } from './contexts';
import { code, fence, markdownReport } from './report';

const frame = (over: Partial<FrameView>): FrameView => ({
  function: null,
  module: null,
  filename: null,
  abs_path: null,
  lineno: null,
  colno: null,
  in_app: false,
  crashed: false,
  library: '',
  language: null,
  pre_context: [],
  context_line: null,
  post_context: [],
  source: null,
  stale: false,
  vars: [],
  instruction_addr: null,
  ...over,
});

const event = (over: Partial<EventView> = {}): EventView => ({
  event_id: 'ea22e9a996954c4497630a5182a605a4',
  issue: 41,
  received: 1_782_916_327_214,
  timestamp: 1_782_916_327_214,
  platform: 'python',
  level: 'error',
  message: null,
  exceptions: [],
  threads: [],
  newest_first: true,
  breadcrumbs: [],
  request: null,
  user: [],
  user_label: null,
  tags: [],
  contexts: [],
  extra: [],
  modules: [],
  release: '1.4.1-dev',
  dist: null,
  environment: 'dev',
  transaction: null,
  logger: null,
  server_name: null,
  trace_id: null,
  sdk_name: 'sentry.python',
  sdk_version: '2.75.0',
  attachments: [],
  notes: [],
  grouping: { method: 'exception', values: [], hashes: [] },
  place: { index: 1, kept: 1, total: 1, first: null, previous: null, next: null, latest: null },
  ...over,
});

const issue = (over: Partial<IssueView['row']> = {}, value = 'no rate'): IssueView => ({
  row: {
    number: 41,
    id: 'SHOP-41',
    project: 'shop',
    project_name: 'shop',
    project_hue: 1,
    state: 'unresolved',
    level: 'error',
    kind: 'TypeError',
    value,
    culprit: 'total_in shop/pricing.py:117',
    platform: 'python',
    first_seen: 0,
    last_seen: 0,
    events: 214,
    users: 6,
    is_new: false,
    regressed: false,
    unread: false,
    bookmarked: false,
    handled: false,
    has_replay: false,
    has_attachment: false,
    hours: [],
    ...over,
  },
  full_value: value,
  days: [],
  resolved_at: null,
  resolved_in: null,
  tags: [],
  kept: 1,
  groups: 1,
  position: '',
});

it.each([
  ['plain', '```\nplain\n```'],
  ['a ``` b', '````\na ``` b\n````'],
  ['`````\n', '``````\n`````\n``````'],
])('fence(%j)', (text, expected) => expect(fence(text)).toBe(expected));

it.each([
  ['plain', '`plain`'],
  ['a `b` c', '``a `b` c``'],
  ['`b`', '`` `b` ``'],
  ['two\nlines', '`two lines`'],
  ['', ''],
])('code(%j)', (text, expected) => expect(code(text)).toBe(expected));

describe('markdownReport', () => {
  const crash = event({
    exceptions: [
      {
        kind: 'TypeError',
        value: 'no rate',
        module: null,
        mechanism: null,
        handled: false,
        exception_id: null,
        parent_id: null,
        source: null,
        frames: [
          frame({ function: 'dispatch', library: 'django' }),
          frame({
            function: 'total_in',
            filename: 'shop/pricing.py',
            lineno: 117,
            in_app: true,
            crashed: true,
            pre_context: ['rate = None'],
            context_line: 'return net * rate',
            vars: [{ name: 'rate', value: 'None', on_line: true }],
          }),
        ],
      },
    ],
    breadcrumbs: [
      {
        timestamp: 1_782_916_326_014,
        kind: 'default',
        category: 'log',
        level: 'info',
        message: 'charging',
        data: [],
      },
    ],
    tags: [{ key: 'currency', value: 'CHF' }],
    contexts: [{ name: 'runtime', kind: 'runtime', summary: 'CPython 3.12.1', fields: [] }],
  });

  it('says what, where, and what led to it', () => {
    expect(markdownReport(issue(), crash)).toMatchInlineSnapshot(`
      "# \`TypeError: no rate\`

      - Issue: \`SHOP-41\`, error, unhandled, unresolved; 214 events, 6 users
      - Event: \`ea22e9a996954c4497630a5182a605a4\`, 2026-07-01T14:32:07.214Z
      - Where: \`total_in shop/pricing.py:117\`
      - Release: \`1.4.1-dev\`
      - Environment: \`dev\`
      - Platform: \`python\`
      - SDK: \`sentry.python 2.75.0\`

      ## Stack trace

      \`\`\`
      TypeError: no rate

      shop/pricing.py:117 in total_in
          116  rate = None
        > 117  return net * rate
            rate = None
      … 1 frame of django
      \`\`\`

      ## Breadcrumbs

      \`\`\`
        −1.20 s  log  charging
      \`\`\`

      ## Tags

      \`\`\`
      currency: CHF
      \`\`\`

      ## Contexts

      \`\`\`
      runtime: CPython 3.12.1
      \`\`\`
      "
    `);
  });

  it('lets nothing from an event out of its code', () => {
    const hostile = '```\n# owned ![x](http://evil/) @team <img src=x>';
    const text = markdownReport(
      issue({ kind: hostile, culprit: hostile }, hostile),
      event({ message: hostile, tags: [{ key: hostile, value: hostile }] }),
    );
    let fenced = '';
    for (const line of text.split('\n')) {
      const marks = /^`{3,}$/.exec(line)?.[0] ?? '';
      if (fenced === '' && marks !== '') fenced = marks;
      else if (marks !== '' && marks === fenced) fenced = '';
      else if (fenced === '')
        expect(line.replace(/(`+)(?!`).*?[^`]\1(?!`)/g, '')).not.toMatch(/!\[|@team|<img/);
    }
    expect(fenced).toBe('');
  });
});

describe('contexts', () => {
  const one = event({
    user: [{ key: 'id', value: '42' }],
    contexts: [
      {
        name: 'runtime',
        kind: 'runtime',
        summary: 'CPython 3.12.1',
        fields: [{ key: 'name', value: 'CPython' }],
      },
      {
        name: 'cart',
        kind: 'cart',
        summary: '',
        fields: [
          { key: 'total', value: 184.5 },
          { key: 'gone', value: null },
        ],
      },
      { name: 'trace', kind: 'trace', summary: '', fields: [{ key: 'span_id', value: 'b' }] },
    ],
  });
  it('are short for a glance', () => {
    expect(pairsText(glance(one))).toBe(
      'user.id: 42\nruntime: CPython 3.12.1\ncart.total: 184.5\nsdk: sentry.python 2.75.0',
    );
  });
  it('are whole in tables', () => {
    expect(tables(one).map((table) => `${table.name} ${table.pairs.length}`)).toEqual([
      'user 1',
      'runtime 1',
      'cart 2',
      'trace 1',
      'where it ran 5',
    ]);
  });
  it('are found by key and value', () => {
    expect(pairsWith(glance(one), 'CPY').map((pair) => pair.key)).toEqual(['runtime']);
    expect(pairsWith(glance(one), ' ').length).toBe(4);
  });
});

it('one is one event, and one user', () =>
  expect(markdownReport(issue({ events: 1, users: 1 }), event())).toContain('; 1 event, 1 user\n'));
