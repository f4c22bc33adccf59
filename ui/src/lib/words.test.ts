import { describe, expect, it } from 'vitest';
import type { EndpointView } from '../api/gen';
import { dsnParts } from './dsn';
import { endpointWords } from './endpoint';
import { bytes, counted, short } from './numbers';
import { whereIs } from './places';
import { platformLetters } from './platform';
import { earliest, isLater } from './position';
import { wordPieces } from './words';

it.each([
  ['plain', 't<plain>'],
  ['No `release`: x', 't<No >c<release>t<: x>'],
  ['First from **Python 3.12**, sdk', 't<First from >s<Python 3.12>t<, sdk>'],
  ['a ` b', 't<a ` b>'],
  ['', ''],
])('%s has code and names in it', (text, pieces) =>
  expect(
    wordPieces(text)
      .map(({ kind, text: piece }) => `${kind[0] ?? ''}<${piece}>`)
      .join(''),
  ).toBe(pieces),
);

describe('numbers', () => {
  it.each([
    [0, '0'],
    [3204, '3,204'],
    [9999, '9,999'],
    [10_000, '10k'],
    [999_499, '999k'],
    [999_500, '1.0M'],
    [2_147_483_647, '2147M'],
  ])('%i in a narrow column', (n, text) => expect(short(n)).toBe(text));

  it.each([
    [0, '0 B'],
    [210, '0.2 kB'],
    [6400, '6.4 kB'],
    [150_000, '150 kB'],
    [1_300_000, '1.3 MB'],
  ])('%i bytes', (n, text) => expect(bytes(n)).toBe(text));

  it('counts', () => expect([counted(1, 'issue'), counted(2, 'issue')]).toEqual(['1 issue', '2 issues']));
});

it.each([
  ['is:unresolved', 'inbox', null],
  ['  is:unresolved ', 'inbox', null],
  ['', 'all', null],
  ['is:unresolved project:shop', undefined, 'shop'],
  ['is:unresolved x', undefined, null],
])('the query "%s" is a place', (query, place, project) => {
  const where = whereIs(query);
  expect([where.place?.id, where.project]).toEqual([place, project]);
});

describe('positions', () => {
  it.each([
    ['1-2', '1-1', true],
    ['1-10', '1-9', true],
    ['2-0', '1-9', true],
    ['1-1', '1-1', false],
  ])('%s is later than %s: %s', (a, b, later) => expect(isLater(a, b)).toBe(later));

  it('finds the earliest', () =>
    expect([earliest(['5-3', '5-2', '5-9']), earliest([])]).toEqual(['5-2', null]));
});

it.each([
  ['http://shop@localhost:8969/1', { scheme: 'http://', key: 'shop', host: 'localhost:8969', number: '1' }],
  ['https://a:b@h/12', { scheme: 'https://', key: 'a:b', host: 'h', number: '12' }],
  ['nonsense', null],
])('%s in its parts', (dsn, parts) => expect(dsnParts(dsn)).toEqual(parts));

it('a platform is two letters', () =>
  expect(['python', 'node', 'csharp', 'swift', ''].map(platformLetters)).toEqual([
    'py',
    'nd',
    'c#',
    'sw',
    '··',
  ]));

describe('the endpoint', () => {
  const now = new Date(2026, 10, 21, 14, 32, 19).getTime();
  const endpoint: EndpointView = {
    address: 'localhost:8969',
    since: now - 720_000,
    per_minute: 38,
    last_event: now - 2_000,
    paused_until: null,
    trouble: null,
  };
  it.each([
    ['listens', {}, true, 'listening', '38/min, 2 s ago'],
    ['heard one', { per_minute: 1 }, true, 'listening', '1 event, 2 s ago'],
    ['is idle', { per_minute: 0 }, true, 'listening', 'Last event 2 s ago'],
    ['heard nothing', { per_minute: 0, last_event: null }, true, 'listening', 'No events yet'],
    ['is paused', { paused_until: 0 }, true, 'paused', 'Paused'],
    ['is paused for a while', { paused_until: now + 3_600_000 }, true, 'paused', 'Paused until 15:32'],
    ['cannot write', { trouble: 'disk full' }, true, 'trouble', 'disk full'],
    ['is gone', {}, false, 'lost', 'Trying again'],
  ] as const)('%s', (_, over, live, state, text) =>
    expect(endpointWords({ ...endpoint, ...over }, live, now)).toMatchObject({ state, text }),
  );
});
