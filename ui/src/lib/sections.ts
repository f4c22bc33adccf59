/** The list as it is drawn: rows, with the name of the day before the first of each. */
import type { IssueRow, Sort } from '../api/gen';
import { dayName, startOfDay } from './time';

export type ListItem = { day: string; first: boolean } | { row: IssueRow };

/** Heights in px; the same numbers stand in `tokens.css` and in the style of the day. */
export const HEIGHTS = { twoLines: 48, oneLine: 32, day: 25, firstDay: 21 } as const;

/**
 * Days are named only where the order is by time, each once: a row that changed and has not moved up yet stands among older ones.
 */
export function withDays(rows: readonly IssueRow[], sort: Sort, now: number): ListItem[] {
  if (sort !== 'last_seen' && sort !== 'first_seen') return rows.map((row) => ({ row }));
  const items: ListItem[] = [];
  let day = Infinity;
  for (const row of rows) {
    const start = startOfDay(Math.min(row[sort], now));
    if (start < day) {
      items.push({ day: dayName(start, now), first: items.length === 0 });
      day = start;
    }
    items.push({ row });
  }
  return items;
}

export function itemHeight(item: ListItem, wide: boolean): number {
  if ('row' in item) return wide ? HEIGHTS.oneLine : HEIGHTS.twoLines;
  return item.first ? HEIGHTS.firstDay : HEIGHTS.day;
}

export function itemKey(item: ListItem): string | number {
  return 'row' in item ? item.row.number : item.day;
}
