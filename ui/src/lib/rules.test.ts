import { expect, it } from 'vitest';
import type { HistoryMove, HistoryView, RuleErrorView, RulesPreview } from '../api/gen';
import { changesNothing, historyWords, previewNote, rulesCount, startOfLine, wrongLines } from './rules';

const error = (line: number, at: number): RuleErrorView => ({ line, column: 1, at, expected: 'a matcher' });

it.each([
  ['', [], []],
  ['nonsense', [error(1, 0)], [{ line: 1, before: '', wrong: 'nonsense' }]],
  ['type:A -> a\nx:b -> c\n', [error(2, 12)], [{ line: 2, before: '', wrong: 'x:b -> c' }]],
  ['a\n  😀:x -app', [error(2, 4)], [{ line: 2, before: '  ', wrong: '😀:x -app' }]],
  ['function:a', [error(1, 10)], [{ line: 1, before: 'function:a', wrong: '' }]],
  ['a\nb', [error(1, 1)], [{ line: 1, before: 'a', wrong: '' }]],
  ['a b', [error(1, 0), error(1, 2)], [{ line: 1, before: '', wrong: 'a b' }]],
  ['a', [error(3, 40)], []],
])('%j is wrong where the errors say', (text, errors, lines) =>
  expect(wrongLines(text, errors)).toEqual(lines),
);

it.each([
  ['', 1, 0],
  ['a\nbc\nd', 1, 0],
  ['a\nbc\nd', 3, 5],
  ['\n\nd', 2, 1],
  ['a\n', 2, 2],
  ['a', 9, 1],
])('in %j line %i begins at %i', (text, line, at) => expect(startOfLine(text, line)).toBe(at));

it.each([
  [0, 'No rules'],
  [1, '1 rule'],
  [1000, '1,000 rules'],
])('%d', (n, words) => expect(rulesCount(n)).toBe(words));

const preview = (over: Partial<RulesPreview>): RulesPreview => ({
  errors: [],
  issues: 500,
  events: 2000,
  moved: 0,
  merges: [],
  splits: [],
  renamed: [],
  ...over,
});

it.each([
  [preview({}), 'looked at 2,000 events of 500 issues, none would move', true],
  [preview({ issues: 1, events: 1, moved: 1 }), 'looked at 1 event of 1 issue, 1 would move', false],
])('what a preview says of itself', (told, note, nothing) => {
  expect(previewNote(told)).toBe(note);
  expect(changesNothing(told)).toBe(nothing);
});

const move = (events: number): HistoryMove => ({ from: 'A-1', to: null, events, title: '' });
const job = (over: Partial<HistoryView>): HistoryView => ({
  revision: 1,
  stage: 'done',
  dry_run: false,
  read: 1200,
  events: 1200,
  differ: 0,
  written: 0,
  moved: 0,
  moves: [],
  more_moves: 0,
  failed: null,
  ...over,
});

it.each([
  [{ stage: 'none' }, ''],
  [{ stage: 'running', read: 40 }, '40 of 1,200 events read.'],
  [{ dry_run: true }, '1,200 events read: nothing would change.'],
  [{}, '1,200 events read: nothing changed.'],
  [
    { dry_run: true, differ: 12, moves: [move(2), move(1)] },
    '1,200 events read: 12 events would read otherwise, 3 would move to another issue.',
  ],
  [
    { dry_run: true, differ: 12, moves: [move(9)], more_moves: 2 },
    '1,200 events read: 12 events would read otherwise, at least 9 would move to another issue.',
  ],
  [{ differ: 1, moved: 1 }, '1,200 events read: 1 event read otherwise now, 1 moved to another issue.'],
  [
    { stage: 'stopped', read: 1, differ: 1, moved: 0 },
    'Stopped after 1 event: 1 event read otherwise now, 0 moved to another issue.',
  ],
  [{ stage: 'failed' }, ''],
] satisfies [Partial<HistoryView>, string][])('history: %j', (over, words) =>
  expect(historyWords(job(over))).toBe(words),
);
