import { describe, expect, it } from 'vitest';
import { queryPieces, tidyQuery, wrongPiece } from './query';

const cut = (text: string): string =>
  queryPieces(text)
    .map(({ kind, text: piece }) => `${kind[0] ?? ''}<${piece}>`)
    .join('');

describe('queryPieces', () => {
  it.each([
    ['', ''],
    ['is:unresolved', 'k<is>o<:>v<unresolved>'],
    ['word', 'w<word>'],
    ['-level:info  x', 'k<-level>o<:>v<info>s<  >w<x>'],
    ['times-seen:>=10', 'k<times-seen>o<:>=>v<10>'],
    ['"two words" is:', 'w<"two words">s< >k<is>o<:>'],
    ['tag[checkout.step]:3', 'k<tag[checkout.step]>o<:>v<3>'],
    ['type:"a b" c', 'k<type>o<:>v<"a b">s< >w<c>'],
    ['"never closed', 'w<"never closed>'],
    ['http://x', 'k<http>o<:>v<//x>'],
  ])('%s', (text, pieces) => expect(cut(text)).toBe(pieces));

  it('gives the text back, whatever it is', () => {
    for (const text of ['a "b c', ':: x:', '  ', 'дата:«31»', '😱 is:new', '-', '""', 'a\tb'])
      expect(
        queryPieces(text)
          .map((piece) => piece.text)
          .join(''),
        text,
      ).toBe(text);
  });
});

it.each([
  ['is:ten', 3, 'ten'],
  ['is:new level:bad', 13, 'bad'],
  ['😱 is:ten', 5, 'ten'],
  ['is:', 3, ':'],
  ['word', 99, 'word'],
])('in %s what is wrong at %i is %s', (text, at, wrong) =>
  expect(wrongPiece(queryPieces(text), text, at)?.text).toBe(wrong),
);

it('nothing is wrong in an empty text', () => expect(wrongPiece([], '', 0)).toBeNull());

it('tidies spaces', () => expect(tidyQuery('  is:new   x ')).toBe('is:new x'));
