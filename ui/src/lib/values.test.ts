import { expect, it } from 'vitest';
import type { JsonValue, VarView } from '../api/gen';
import {
  bySide,
  childrenOf,
  explains,
  fullText,
  hasChildren,
  inkValue,
  inLanguage,
  isMachinery,
  jsonLine,
  lineOf,
  typeOf,
  VALUE_LIMIT,
} from './values';

/** Pieces in short: `s'CHF'`. */
const inked = (line: string): string[] => inkValue(line).map((piece) => piece.ink + piece.text);

it.each([
  ["Decimal('184.50')", ['Decimal(', "s'184.50'", ')']],
  ["'CHF'", ["s'CHF'"]],
  ['None', ['kNone']],
  ['42', ['d42']],
  ['-1.5e3', ['d-1.5e3']],
  ['<Order 1042, 3 lines>', ['<Order 1042, 3 lines>']],
  ["it isn't a string", ["it isn't a string"]],
  ['{"a": \'b\'}', ['{', 's"a"', ': ', "s'b'", '}']],
  ["'open", ["s'open"]],
  ['', ['']],
])('inkValue(%s)', (line, expected) => expect(inked(line)).toEqual(expected));

it('cuts a long value', () => expect(inked('x'.repeat(1_000_000))[0]).toHaveLength(VALUE_LIMIT + 1));

it.each<[JsonValue, string]>([
  ['text', 'text'],
  [12, '12'],
  [null, 'null'],
  [[], '[]'],
  [{}, '{}'],
  [{ id: 1, lines: [1, 2], who: {}, deep: { a: 1 } }, '{id: 1, lines: [2], who: {}, deep: {…}}'],
  [['a', null], '[a, null]'],
])('lineOf(%j)', (value, expected) => expect(lineOf(value)).toBe(expected));

it.each<[JsonValue, string, string]>([
  ["Decimal('1')", 'python', 'Decimal'],
  ['datetime.datetime(2026, 1, 1)', 'python', 'datetime'],
  ['<shop.models.Order object at 0x1>', 'python', 'Order'],
  ["'a'", 'python', 'str'],
  ["b'a'", 'python', 'bytes'],
  ['None', 'python', 'NoneType'],
  ['12', 'python', 'int'],
  ['1.5', 'python', 'float'],
  [{ a: 1 }, 'python', 'dict'],
  [[1], 'javascript', 'Array'],
  [true, 'javascript', 'boolean'],
  ['anything', 'javascript', ''],
])('typeOf(%j, %s)', (value, platform, expected) => expect(typeOf(value, platform)).toBe(expected));

it.each<[JsonValue, boolean, string, boolean]>([
  ['None', true, "unsupported operand: 'Decimal' and 'NoneType'", true],
  [null, true, "'NoneType' object has no attribute 'x'", true],
  ['undefined', true, 'Cannot read properties of undefined', true],
  ['None', false, "'NoneType' object", false],
  ['None', true, 'division by zero', false],
  ['0', true, "'NoneType' object", false],
])('explains(%j, %s, %s)', (value, onLine, error, expected) =>
  expect(explains(value, onLine, error)).toBe(expected),
);

it.each<[JsonValue, string]>([
  [{ a: 'x', b: [1, { c: null }] }, '{"a": "x", "b": [1, {"c": null}]}'],
  ['bare', 'bare'],
  [[], '[]'],
])('jsonLine(%j)', (value, expected) => expect(jsonLine(value)).toBe(expected));

it('stops where nobody reads on', () =>
  expect(jsonLine(Array(100_000).fill('abc')).length).toBeLessThan(VALUE_LIMIT + 20));

it.each<[JsonValue, string, JsonValue]>([
  [null, 'python', 'None'],
  [true, 'python', 'True'],
  [null, 'ruby', 'nil'],
  [null, 'javascript', null],
  ['x', 'python', 'x'],
])('inLanguage(%j, %s)', (value, platform, expected) => expect(inLanguage(value, platform)).toBe(expected));

it('reads the variables of the line first, those of the language last', () => {
  const one = (name: string, on_line = false): VarView => ({ name, value: null, on_line });
  const order = bySide([one('__name__'), one('b'), one('a'), one('used', true), one('__used__', true)]);
  expect(order.map((each) => each.name)).toEqual(['used', '__used__', 'b', 'a', '__name__']);
});

it('finds what is inside', () => {
  expect(childrenOf({ a: 1, b: [2] })).toEqual([
    { name: 'a', value: 1 },
    { name: 'b', value: [2] },
  ]);
  expect(childrenOf(['x'])).toEqual([{ name: '0', value: 'x' }]);
  expect([hasChildren({}), hasChildren([1]), hasChildren('x')]).toEqual([false, true, false]);
});

it('writes a value in full', () => {
  expect(fullText('bare')).toBe('bare');
  expect(fullText({ a: 1 })).toBe('{\n  "a": 1\n}');
});

it.each([
  ['__name__', false, true],
  ['__name__', true, false],
  ['__private', false, false],
  ['rate', false, false],
  ['____', false, false],
])('isMachinery(%s, on its line: %j)', (name, on_line, expected) =>
  expect(isMachinery({ name, value: '', on_line })).toBe(expected),
);
