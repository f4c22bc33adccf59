import { describe, expect, it } from 'vitest';
import type { IssuePage, IssueRow } from '../api/gen';
import { appendPage, countNew, inOldOrder, mergeHead, patchRow, sameOrder, stepped, successor } from './rows';

/** A row with this number, seen at this time. */
const row = (number: number, last_seen: number, events = 1): IssueRow => ({
  number,
  id: `SHOP-${number}`,
  project: 'shop',
  project_name: 'shop',
  project_hue: 1,
  state: 'unresolved',
  level: 'error',
  kind: 'Error',
  value: '',
  culprit: '',
  platform: 'python',
  first_seen: last_seen,
  last_seen,
  events,
  users: 0,
  is_new: false,
  regressed: false,
  unread: false,
  bookmarked: false,
  handled: null,
  has_replay: false,
  has_attachment: false,
  hours: [],
});
const page = (rows: IssueRow[], next: string | null): IssuePage => ({
  rows,
  next,
  total: 9,
  unread: 0,
  position: '1-1',
});
const numbers = (rows: readonly IssueRow[]): number[] => rows.map(({ number }) => number);

describe('mergeHead', () => {
  const old = [row(5, 50), row(4, 40), row(3, 30), row(2, 20)];

  it('a page that is all there is replaces everything', () =>
    expect(numbers(mergeHead(old, page([row(4, 60)], null), 'last_seen'))).toEqual([4]));

  it('an empty page too', () => expect(mergeHead(old, page([], null), 'last_seen')).toEqual([]));

  it('keeps what was loaded beyond it', () =>
    expect(numbers(mergeHead(old, page([row(6, 60), row(5, 50)], 'x'), 'last_seen'))).toEqual([
      6, 5, 4, 3, 2,
    ]));

  it('a row that moved up is there once', () =>
    expect(numbers(mergeHead(old, page([row(2, 60), row(5, 50)], 'x'), 'last_seen'))).toEqual([2, 5, 4, 3]));

  it('a row that should be on the page and is not, is gone', () =>
    expect(numbers(mergeHead(old, page([row(5, 50), row(3, 30)], 'x'), 'last_seen'))).toEqual([5, 3, 2]));

  it('equal keys go by number', () =>
    expect(
      numbers(mergeHead([row(3, 5), row(2, 5), row(1, 5)], page([row(3, 5)], 'x'), 'last_seen')),
    ).toEqual([3, 2, 1]));
});

it('appendPage adds nothing twice', () =>
  expect(numbers(appendPage([row(3, 3), row(2, 2)], page([row(2, 2), row(1, 1)], null)))).toEqual([3, 2, 1]));

it('patchRow changes one row, or nothing', () => {
  const rows = [row(2, 2), row(1, 1)];
  expect(patchRow(rows, row(1, 9, 7)).map(({ events }) => events)).toEqual([1, 7]);
  expect(patchRow(rows, row(9, 9))).toBe(rows);
});

it('while the pointer holds the list, contents change and places do not', () => {
  const shown = [row(2, 2), row(1, 1)];
  const fresh = [row(3, 9), row(1, 8, 5)];
  expect(inOldOrder(shown, fresh).map(({ number, events }) => [number, events])).toEqual([
    [2, 1],
    [1, 5],
  ]);
  expect(countNew(shown, fresh)).toBe(1);
  expect(sameOrder(shown, fresh)).toBe(false);
});

describe('successor', () => {
  const rows = [row(4, 4), row(3, 3), row(2, 2), row(1, 1)];
  it.each([
    [3, [3], 2],
    [3, [3, 2], 1],
    [1, [1], 2],
    [2, [1, 2], 3],
    [4, [1, 2, 3, 4], null],
    [9, [9], 4],
  ])('after %i, of %j', (current, gone, next) => expect(successor(rows, current, new Set(gone))).toBe(next));
});

describe('stepped', () => {
  it.each([
    ['from a row', 5, 2, 2, 1, 3],
    ['up from a row', 5, 2, 2, -1, 1],
    ['not beyond the end', 5, 4, 4, 10, 4],
    ['not before the start', 5, 0, 0, -1, 0],
    ['down from where one left', 5, -1, 2, 1, 2],
    ['up from where one left', 5, -1, 2, -1, 1],
    ['from the end, which left', 5, -1, 5, 1, 4],
    ['from none, the first', 5, -1, -1, 1, 0],
    ['in an empty list', 0, -1, 3, 1, 0],
  ])('%s', (_, length, at, stood, step, to) => expect(stepped(length, at, stood, step)).toBe(to));
});
