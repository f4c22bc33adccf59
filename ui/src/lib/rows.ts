/** What happens to the rows of the list. Pure: rows in, rows out. */
import type { IssuePage, IssueRow, Sort } from '../api/gen';

/** Puts a fresh first page before what was loaded beyond it. */
export function mergeHead(old: readonly IssueRow[], page: IssuePage, sort: Sort): IssueRow[] {
  const last = page.rows.at(-1);
  if (page.next === null || !last) return page.rows;
  const head = new Set(page.rows.map((row) => row.number));
  return [...page.rows, ...old.filter((row) => !head.has(row.number) && inOrder(last, row, sort))];
}

/** Appends the next page; rows that are there already keep their place. */
export function appendPage(old: readonly IssueRow[], page: IssuePage): IssueRow[] {
  const known = new Set(old.map((row) => row.number));
  return [...old, ...page.rows.filter((row) => !known.has(row.number))];
}

/** The row as it is now, where it stands. The same array if it is not there. */
export function patchRow(rows: readonly IssueRow[], row: IssueRow): readonly IssueRow[] {
  const index = rows.findIndex(({ number }) => number === row.number);
  return index < 0 ? rows : rows.with(index, row);
}

/** True if the two lists show the same issues in the same order. */
export function sameOrder(a: readonly IssueRow[], b: readonly IssueRow[]): boolean {
  return a.length === b.length && a.every((row, index) => row.number === b[index]?.number);
}

/** The new contents in the old order: what is not shown yet is left out, what is gone stays as it was. */
export function inOldOrder(old: readonly IssueRow[], fresh: readonly IssueRow[]): IssueRow[] {
  const byNumber = new Map(fresh.map((row) => [row.number, row]));
  return old.map((row) => byNumber.get(row.number) ?? row);
}

/** How many of `fresh` are not in `old`. */
export function countNew(old: readonly IssueRow[], fresh: readonly IssueRow[]): number {
  const known = new Set(old.map((row) => row.number));
  return fresh.filter((row) => !known.has(row.number)).length;
}

/** Who has the selection after `gone` left: the next that stays, else the one before. */
export function successor(
  rows: readonly IssueRow[],
  current: number,
  gone: ReadonlySet<number>,
): number | null {
  const index = rows.findIndex((row) => row.number === current);
  const stays = (row: IssueRow): boolean => !gone.has(row.number);
  return (
    (rows.slice(index + 1).find(stays) ?? rows.slice(0, Math.max(index, 0)).findLast(stays))?.number ?? null
  );
}

/** The index so many steps from a row; from one that left, as if it still stood where it was; from none (both -1), the first. */
export function stepped(length: number, at: number, stood: number, step: number): number {
  if (at < 0 && stood < 0) return 0;
  // The next one has moved up into the place of the row that left.
  const from = at >= 0 ? at : step > 0 ? stood - 1 : stood;
  return Math.min(Math.max(from + step, 0), Math.max(length - 1, 0));
}

function inOrder(a: IssueRow, b: IssueRow, sort: Sort): boolean {
  return a[sort] > b[sort] || (a[sort] === b[sort] && a.number > b.number);
}
