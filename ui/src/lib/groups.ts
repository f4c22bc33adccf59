/** The groups of an issue, in words. */
import type { GroupView } from '../api/gen';
import { counted } from './numbers';

/** Beside the head of the panel: `3, over 214 events, put together by hand`. */
export function groupsNote(groups: readonly GroupView[]): string {
  const n = groups.length;
  if (n === 0) return '';
  const events = counted(
    groups.reduce((sum, group) => sum + group.events, 0),
    'event',
  );
  const byHand = n > 1 && groups.every((group) => group.pinned);
  return `${n}, over ${events}${byHand ? ', put together by hand' : ''}`;
}

/** `OrderError: order 41 cannot be read`. */
export function groupTitle({ kind, value }: Pick<GroupView, 'kind' | 'value'>): string {
  return value === '' ? kind : `${kind}: ${value}`;
}

/** Enough of a hash to tell it from others, and to type it after `crashtray split`. */
export function shortHash(hash: string): string {
  return hash.slice(0, 8);
}
