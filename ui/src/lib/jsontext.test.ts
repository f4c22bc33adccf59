import { describe, expect, it } from 'vitest';
import { childrenIn, findIn, JsonOutline, rootOf } from './jsontext';

/** The children of the root in short: key, kind, text. */
function children(text: string): string[] {
  const root = rootOf(text);
  return root
    ? childrenIn(text, root).map(
        (node) => `${node.key ?? ''} ${node.kind} ${text.slice(node.start, node.end)}`,
      )
    : [];
}

describe('childrenIn', () => {
  it.each<[string, string, string[]]>([
    ['an object', '{"a": 1, "b":"x"}', ['"a" number 1', '"b" string "x"']],
    ['a list', '[true, null, {"a":[]} ]', [' word true', ' word null', ' object {"a":[]}']],
    [
      'repeated keys and long numbers stay',
      '{"a":1,"a":12345678901234567890}',
      ['"a" number 1', '"a" number 12345678901234567890'],
    ],
    ['numeric keys keep their order', '{"2":0,"1":0}', ['"2" number 0', '"1" number 0']],
    ['braces and quotes within strings', '{"a":"}\\"]","b":2}', ['"a" string "}\\"]"', '"b" number 2']],
    ['NaN is a word', '{"a":NaN}', ['"a" word NaN']],
    ['cut short', '{"a":[1,2', ['"a" array [1,2']],
    ['cut within a string', '{"a":"xy', ['"a" string "xy']],
    ['not JSON ends, too', '{a b c}', [' word a', ' word b', ' word c']],
    ['empty', '{}', []],
    ['nothing', '   ', []],
  ])('%s', (_, text, expected) => expect(children(text)).toEqual(expected));

  it('passes any depth', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(children(deep)).toHaveLength(1);
  });
});

/** An outline in short, one line each. */
function drawn(text: string, open: number[], limits: [number, number][] = []): string[] {
  return new JsonOutline(text).lines(new Set(open), new Map(limits)).map((line) => {
    const value = text.slice(line.node.start, line.node.end);
    const what = {
      leaf: value,
      closed: `+${'count' in line ? line.count : ''}`,
      opened: '-',
      end: 'end',
      more: `more ${'left' in line ? line.left : ''}`,
    };
    return `${' '.repeat(line.depth)}${line.node.key && line.kind !== 'end' && line.kind !== 'more' ? `${line.node.key} ` : ''}${what[line.kind]}`;
  });
}

describe('JsonOutline', () => {
  const text = '{"a":{"b":[1,2]},"c":3}';
  it.each<[string, number[], string[]]>([
    ['closed', [], ['+2']],
    ['the root open', [0], ['-', ' "a" +1', ' "c" 3', 'end']],
    ['deeper', [0, 5], ['-', ' "a" -', '  "b" +2', ' end', ' "c" 3', 'end']],
  ])('%s', (_, open, expected) => expect(drawn(text, open)).toEqual(expected));

  it('shows fifty children, and more when asked', () => {
    const list = `[${Array.from({ length: 120 }, (_, n) => n).join(',')}]`;
    expect(drawn(list, [0])).toHaveLength(53);
    expect(drawn(list, [0]).at(-2)).toBe(' more 70');
    expect(drawn(list, [0], [[0, 150]])).toHaveLength(122);
  });

  it.each([
    ['a value', '2]', [0, 5, 10]],
    ['a key', '"b"', [0, 5]],
    ['a key of the root', '"c"', [0]],
  ])('reveals %s', (_, what, expected) => {
    const found = new JsonOutline(text).reveal(text.indexOf(what));
    expect(found.open).toEqual(expected);
  });

  it('reveals what lies past the first fifty', () => {
    const list = `[${Array.from({ length: 120 }, (_, n) => `"v${n}"`).join(',')}]`;
    const found = new JsonOutline(list).reveal(list.indexOf('v99'));
    expect([...found.limits]).toEqual([[0, 100]]);
  });

  it('reads a megabyte in a blink', () => {
    const big = JSON.stringify({
      rows: Array.from({ length: 20_000 }, (_, n) => ({ n, text: 'x'.repeat(40) })),
    });
    const start = performance.now();
    expect(new JsonOutline(big).lines(new Set([0]), new Map())).toHaveLength(3);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

it.each([
  ['aXbxc', 'x', [1, 3]],
  ['a.b', '.', [1]],
  ['abc', '', []],
  ['Дата дата', 'дата', [0, 5]],
])('findIn(%s, %s)', (text, words, expected) => expect(findIn(text, words, 100)).toEqual(expected));
