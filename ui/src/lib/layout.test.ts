import { describe, expect, it } from 'vitest';
import { itemAt, scrollToShow, topsOf, visibleRange } from './heights';
import { fitPanes, readWish } from './panes';
import { itemHeight, itemKey, withDays } from './sections';
import { HOUR_SPARK, ROW_SPARK, sparkPaths } from './spark';

describe('panes', () => {
  it.each([
    [{}, 1280, { side: 196, list: 404 }],
    [{}, 1600, { side: 196, list: 460 }],
    [{ list: 860 }, 1280, { side: 196, list: 644 }],
    [{ side: 10, list: 10 }, 1280, { side: 160, list: 300 }],
    [{ side: 999, list: 999 }, 2560, { side: 300, list: 900 }],
    [{ list: 404 }, 700, { side: 196, list: 300 }],
  ])('of %j in %i px', (wish, window, widths) => expect(fitPanes(wish, window)).toEqual(widths));

  it.each([
    [null, {}],
    ['nonsense', {}],
    ['{"list":500,"side":"x"}', { list: 500 }],
    ['[]', {}],
    ['{"list":null}', {}],
  ])('remembered as %s', (text, wish) => expect(readWish(text)).toEqual(wish));
});

describe('heights', () => {
  const tops = topsOf([21, 48, 48, 25, 48]);

  it('adds up', () => expect(tops).toEqual([0, 21, 69, 117, 142, 190]));

  it.each([
    [-5, 0],
    [0, 0],
    [20, 0],
    [21, 1],
    [116.9, 2],
    [150, 4],
    [9999, 4],
  ])('at %f px is item %i', (y, index) => expect(itemAt(tops, y)).toBe(index));

  it.each([
    [0, 60, 0, [0, 2]],
    [70, 40, 0, [2, 3]],
    [70, 40, 1, [1, 4]],
    [0, 999, 9, [0, 5]],
  ])('from %i, %i high, %i beyond', (scroll, viewport, beyond, range) =>
    expect(visibleRange(tops, scroll, viewport, beyond)).toEqual(range),
  );

  it('nothing is visible of nothing', () => expect(visibleRange([0], 0, 100, 3)).toEqual([0, 0]));

  it.each([
    ['seen already', 1, 0, 100, 0],
    ['below', 4, 0, 100, 90],
    ['above', 1, 90, 100, 21],
    ['above with a margin', 1, 90, 100, 0, 25],
  ])('%s: as little as possible', (_, index, scroll, viewport, expected, margin = 0) =>
    expect(scrollToShow(tops, index, scroll, viewport, margin)).toBe(expected),
  );

  it('is fast enough for a hundred thousand', () => {
    const many = topsOf(Array<number>(100_000).fill(48));
    expect(visibleRange(many, 2_400_000, 700, 8)).toEqual([49_992, 50_023]);
  });
});

describe('days', () => {
  const now = new Date(2026, 10, 21, 12).getTime();
  const rows = [1, 2, 20, 30].map((hours, number) => ({
    number,
    last_seen: now - hours * 3_600_000,
  })) as never[];

  it('stand before their first issue', () =>
    expect(withDays(rows, 'last_seen', now).map(itemKey)).toEqual(['Today', 0, 1, 'Yesterday', 2, 3]));

  it('are not named where time is not the order', () =>
    expect(withDays(rows, 'events', now).map(itemKey)).toEqual([0, 1, 2, 3]));

  it('come once, though a row is newer than those above it', () => {
    const late = [...rows, { number: 4, last_seen: now }] as never[];
    expect(withDays(late, 'last_seen', now).map(itemKey)).toEqual(['Today', 0, 1, 'Yesterday', 2, 3, 4]);
  });

  it('the first is lower than the others', () =>
    expect(withDays(rows, 'last_seen', now).map((item) => itemHeight(item, false))).toEqual([
      21, 48, 48, 25, 48, 48,
    ]));
});

describe('sparkPaths', () => {
  it('is a square-root scale over a baseline', () =>
    expect(sparkPaths([0, 1, 4, 16], ROW_SPARK)).toEqual({
      past: 'M0 14v-0.75h1.5v0.75zM2 14v-3.5h1.5v3.5zM4 14v-7h1.5v7z',
      now: 'M6 14v-14h1.5v14z',
    }));

  it('of nothing is the baseline, or nothing', () => {
    expect(sparkPaths([0, 0], ROW_SPARK).past).toBe('M0 14v-0.75h1.5v0.75z');
    expect(sparkPaths([0, 0], HOUR_SPARK)).toEqual({ past: '', now: '' });
    expect(sparkPaths([], ROW_SPARK)).toEqual({ past: '', now: '' });
  });

  it('one among many is still seen', () =>
    expect(sparkPaths([1, 1_000_000], ROW_SPARK).past).toContain('v-1.5h'));
});
