import { describe, expect, it } from 'vitest';
import type { BreadcrumbView } from '../api/gen';
import { beforeCrash, crumbIcon, crumbLine, crumbPasses, crumbSummary, crumbType } from './crumbs';

const crumb = (over: Partial<BreadcrumbView> = {}): BreadcrumbView => ({
  timestamp: null,
  kind: 'default',
  category: null,
  level: 'info',
  message: null,
  data: [],
  ...over,
});
const data = (pairs: Record<string, string | number>): BreadcrumbView['data'] =>
  Object.entries(pairs).map(([key, value]) => ({ key, value }));

it.each([
  [-1200, '−1.20 s'],
  [0, '0.00 s'],
  [-4, '0.00 s'],
  [-59_990, '−59.99 s'],
  [-59_999, '−1 min 0 s'],
  [-125_000, '−2 min 5 s'],
  [-11_520_000, '−3 h 12 min'],
  [-864_000_000, '−10 d'],
  [250, '+0.25 s'],
])('beforeCrash(%d ms)', (off, expected) =>
  expect(beforeCrash(1_000_000_000 + off, 1_000_000_000)).toBe(expected),
);

it('says nothing without a time', () => expect(beforeCrash(null, 5)).toBe(''));

it.each([
  [[crumb({ timestamp: 95_200 }), crumb({ timestamp: 99_000 })], 100_000, '2, the last 4.8 s'],
  [[crumb({ timestamp: 0 })], 600_000, '1, the last 10 min'],
  [[crumb()], 1000, '1'],
  [[crumb({ timestamp: 2000 })], 1000, '1'],
])('crumbSummary', (crumbs, crash, expected) => expect(crumbSummary(crumbs, crash)).toBe(expected));

describe('crumbLine', () => {
  const line = (over: Partial<BreadcrumbView>): string => {
    const { icon, verb, text, code, outcome, aside, rest } = crumbLine(crumb(over), 0);
    return [
      icon,
      verb,
      text,
      code ? 'code' : 'prose',
      outcome,
      aside,
      rest.map((pair) => pair.key).join('+'),
    ].join('|');
  };
  it.each<[string, Partial<BreadcrumbView>, string]>([
    [
      'http',
      {
        kind: 'http',
        category: 'httplib',
        data: data({ method: 'post', url: 'http://x/y', status_code: 503, duration: 341, reason: 'x' }),
      },
      'http|POST|http://x/y|code|503|341 ms|reason',
    ],
    ['http without url', { kind: 'http', message: 'called' }, 'http||called|prose|||'],
    [
      'navigation',
      { kind: 'navigation', category: 'navigation', data: data({ from: '/cart', to: '/checkout' }) },
      'nav||/cart → /checkout|prose|||',
    ],
    [
      'query',
      { category: 'query', message: 'SELECT 1', data: data({ duration: 2.14, db: 'x' }) },
      'db||SELECT 1|code||2.1 ms|db',
    ],
    [
      'a log',
      { category: 'log.warning', message: 'careful', data: data({ a: 1 }) },
      'log||careful|prose|||a',
    ],
    ['only data', { data: data({ a: 1, b: 2 }) }, 'log||a: 1|prose|||b'],
    ['nothing', {}, 'log|||prose|||'],
  ])('%s', (_, over, expected) => expect(line(over)).toBe(expected));
});

it.each([
  ['ui.click', 'default', 'click'],
  ['cache.get', 'default', 'cache'],
  ['sentry.event', 'default', 'note'],
  [null, 'http', 'http'],
  ['strange', 'default', 'log'],
])('crumbIcon(%s, %s)', (category, kind, expected) =>
  expect(crumbIcon(crumb({ category, kind }))).toBe(expected),
);

it.each([
  ['ui.click', 'ui'],
  [null, 'default'],
  ['', 'default'],
])('crumbType(%s)', (category, expected) => expect(crumbType(crumb({ category }))).toBe(expected));

describe('crumbPasses', () => {
  const line = crumbLine(
    crumb({ category: 'ui.click', level: 'warning', message: 'Button', data: data({ target: '#Pay' }) }),
    0,
  );
  const pass = (types: string[], levels: string[], words: string): boolean =>
    crumbPasses(line, { types: new Set(types), levels: new Set(levels), words });
  it.each<[string, string[], string[], string, boolean]>([
    ['nothing asked', [], [], '', true],
    ['its type', ['ui', 'http'], [], '', true],
    ['another type', ['http'], [], '', false],
    ['its level', [], ['warning'], '', true],
    ['another level', [], ['error'], '', false],
    ['words in the text', [], [], 'butt', true],
    ['words in folded data', [], [], '#pay', true],
    ['other words', [], [], 'nope', false],
  ])('%s', (_, types, levels, words, expected) => expect(pass(types, levels, words)).toBe(expected));
});
