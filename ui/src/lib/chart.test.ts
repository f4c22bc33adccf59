import { expect, it } from 'vitest';
import { barHeights, barPath, placeOnAxis } from './chart';
import { splitCulprit } from './culprit';
import { clockDrift, eventClock, span } from './moment';

it('draws counts on a square-root scale', () => {
  expect(barHeights([0, 1, 25, 100], 40)).toEqual([0, 4, 20, 40]);
  expect(barHeights([1, 1_000_000], 40)).toEqual([3, 40]);
  expect(barHeights([0, 0], 40)).toEqual([0, 0]);
});

it('gives an empty bucket a line', () =>
  expect(barPath([0, 5], 3.5, 2.5, 44)).toBe('M0 44v-1h2.5v1zM3.5 44v-5h2.5v5z'));

const DAY = 86_400_000;
it.each([
  [0, 100],
  [7 * DAY, 50],
  [14 * DAY, 0],
  [15 * DAY, null],
  [-DAY, null],
])('placeOnAxis: %d ms ago', (ago, expected) =>
  expect(placeOnAxis(100 * DAY - ago, 100 * DAY, 14)).toBe(expected),
);

it.each([
  ['total_in shop/pricing.py:117', 'total_in', 'shop/pricing.py:117'],
  ['GET /orders django/db/base.py:289', 'GET /orders', 'django/db/base.py:289'],
  ['render src/a.tsx:48:26', 'render', 'src/a.tsx:48:26'],
  ['GET /orders', 'GET /orders', ''],
  ['GET /favicon.ico', 'GET /favicon.ico', ''],
  ['orders.list', 'orders.list', ''],
  ['', '', ''],
])('splitCulprit(%s)', (culprit, name, place) => expect(splitCulprit(culprit)).toEqual({ name, place }));

const noon = new Date(2026, 6, 1, 12, 0, 0).getTime();
it.each([
  [noon - 1_786, '11:59:58.214'],
  [noon - 2 * DAY, '29 Jun 12:00:00.000'],
  [new Date(2024, 1, 3, 4, 5, 6, 7).getTime(), '3 Feb 2024 04:05:06.007'],
  [Number.NaN, 'unknown time'],
])('eventClock', (at, expected) => expect(eventClock(at, noon)).toBe(expected));

it.each([
  [null, ''],
  [1_000_000, ''],
  [1_000_000 - 7_200_000, '2 h before it was received'],
  [1_000_000 + 120_000, '2 min after it was received'],
])('clockDrift(%s)', (timestamp, expected) => expect(clockDrift(timestamp, 1_000_000)).toBe(expected));

it('says a length of time in one unit', () => expect(span(6 * DAY)).toBe('6 d'));
