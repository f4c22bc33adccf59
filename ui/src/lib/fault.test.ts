import { describe, expect, it } from 'vitest';
import { faultRange, markFault } from './fault';

const LINE = '  return <b>{line.product.name}</b>';
it.each<[string, number | null, string | null]>([
  [LINE, 27, 'line.product.name'],
  [LINE, 14, 'line.product.name'],
  [LINE, 3, 'return'],
  [LINE, 1, null],
  [LINE, 99, null],
  [LINE, null, null],
  ['a?.b[0].c = имя', 5, 'a?.b[0].c'],
  ['a = имя', 5, 'имя'],
])('faultRange(%s, %s)', (text, column, expected) => {
  const range = faultRange(text, column);
  expect(range && text.slice(...range)).toBe(expected);
});

describe('markFault', () => {
  const short = (range: [number, number] | null): string[] =>
    markFault(
      [
        { text: 'return ', ink: 'k' },
        { text: 'a.b', ink: '' },
        { text: '.c;', ink: '' },
      ],
      range,
    ).map((piece) => `${piece.ink}${piece.fault ? '!' : ''}${piece.text}`);
  it.each<[string, [number, number] | null, string[]]>([
    ['nothing', null, ['kreturn ', 'a.b', '.c;']],
    ['within a piece', [7, 8], ['kreturn ', '!a', '.b', '.c;']],
    ['over the end of a piece', [7, 12], ['kreturn ', '!a.b', '!.c', ';']],
  ])('%s', (_, range, expected) => expect(short(range)).toEqual(expected));
});
