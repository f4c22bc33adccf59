import { expect, it } from 'vitest';
import { highlighter, plain, type Inked } from './highlight';

const short = (inked: Inked): string[] =>
  inked.map((line) =>
    line.map((piece) => (piece.ink === '' ? piece.text : `<${piece.ink}:${piece.text}>`)).join(''),
  );

it.each([
  [
    'python',
    ['def f(x):', '    return "a" + 1  # why'],
    ['<k:def> f(x):', '    <k:return> <s:"a"> + <d:1>  <c:# why>'],
  ],
  ['python', ['"""one', 'two"""', 'x'], ['<s:"""one>', '<s:two""">', 'x']],
  ['rust', ['let a = None;', 'panic!("x")'], ['<k:let> a = <k:None>;', 'panic!(<s:"x">)']],
  ['typescript', ['const a: string = `x${b}`;'], ['<k:const> a: string = <s:`x>${b}<s:`>;']],
  ['typescript', ['', ''], ['', '']],
])('%s', async (language, lines, expected) => {
  const highlight = await highlighter(language);
  const inked = highlight?.(lines) ?? [];
  expect(short(inked)).toEqual(expected);
});

it('makes no markup of markup: text stays text', async () => {
  const highlight = await highlighter('javascript');
  const lines = ['"<img src=x onerror=alert(1)>"'];
  expect(
    highlight?.(lines)
      .flat()
      .map((piece) => piece.text)
      .join(''),
  ).toBe(lines[0]);
});

it.each([null, 'unknown', 'constructor', '__proto__'])('has no grammar for %s', (language) =>
  expect(highlighter(language)).toBeNull(),
);

it('keeps lines without a grammar', () => expect(short(plain(['a', '']))).toEqual(['a', '']));
