import { expect, it } from 'vitest';
import type { RuleErrorView, RulesPreview } from '../api/gen';
import { changesNothing, previewNote, rulesCount, startOfLine, wrongLines } from './rules';

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
