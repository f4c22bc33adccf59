import { expect, it } from 'vitest';
import type { GroupView } from '../api/gen';
import { groupsNote, groupTitle, shortHash } from './groups';

const group = (events: number, pinned: boolean): GroupView => ({ events, pinned }) as GroupView;

it.each([
  ['nothing, before they are there', [], ''],
  ['how many, and of how many events', [group(1, false), group(3, true)], '2, over 4 events'],
  [
    'that the user put them together',
    [group(1, true), group(1, true)],
    '2, over 2 events, put together by hand',
  ],
  ['one alone is together with nobody', [group(1, true)], '1, over 1 event'],
])('the head says %s', (_, groups, words) => {
  expect(groupsNote(groups)).toBe(words);
});

it('a title is the type, and the value where there is one', () => {
  expect(groupTitle({ kind: 'OrderError', value: 'no' })).toBe('OrderError: no');
  expect(groupTitle({ kind: 'no more tea', value: '' })).toBe('no more tea');
});

it('a hash is short enough to read and to type', () => {
  expect(shortHash('0123456789abcdef0123456789abcdef')).toBe('01234567');
});
