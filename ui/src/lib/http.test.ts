import { describe, expect, it } from 'vitest';
import type { JsonValue, RequestView } from '../api/gen';
import { bodyText, cookieLine, curlCommand, quote, urlParts } from './http';

const pairs = (object: Record<string, JsonValue>): { key: string; value: JsonValue }[] =>
  Object.entries(object).map(([key, value]) => ({ key, value }));
const request = (over: Partial<RequestView> = {}): RequestView => ({
  method: null,
  url: 'http://localhost:8000/checkout',
  query: [],
  fragment: null,
  headers: [],
  cookies: [],
  env: [],
  data: null,
  ...over,
});

it.each([
  [
    request({ query: pairs({ step: '3' }), fragment: 'x' }),
    ['http://localhost:8000', '/checkout', '?step=3', '#x'],
  ],
  [request({ url: '/only/path' }), ['', '/only/path', '', '']],
  [request({ url: null }), ['', '', '', '']],
  [
    request({ query: pairs({ 'a b': 'ü&' }) }),
    ['http://localhost:8000', '/checkout', '?a%20b=%C3%BC%26', ''],
  ],
  [request({ query: pairs({ a: '\ud800' }) }), ['http://localhost:8000', '/checkout', '?a=%EF%BF%BD', '']],
])('urlParts', (one, expected) => {
  const { origin, path, query, fragment } = urlParts(one);
  expect([origin, path, query, fragment]).toEqual(expected);
});

it.each([
  ['plain', 'plain'],
  ['two words', "'two words'"],
  ["it's", "'it'\\''s'"],
  ['-X', "'-X'"],
  ['$(rm -rf /)', "'$(rm -rf /)'"],
  ['`id`\n', "'`id`\n'"],
  ['', "''"],
  ['a\0b', 'ab'],
])('quote(%j)', (word, expected) => expect(quote(word)).toBe(expected));

describe('curlCommand', () => {
  it.each<[string, Partial<RequestView>, string]>([
    ['a plain GET', {}, 'curl http://localhost:8000/checkout'],
    ['HEAD', { method: 'HEAD' }, 'curl http://localhost:8000/checkout --head'],
    ['DELETE', { method: 'delete' }, 'curl http://localhost:8000/checkout -X DELETE'],
    [
      'a JSON body, without headers that curl makes',
      {
        method: 'POST',
        headers: pairs({ Host: 'x', 'Content-Length': '3', 'Content-Type': 'application/json' }),
        data: { a: "it's" },
      },
      `curl http://localhost:8000/checkout -H 'Content-Type: application/json' --data-raw '{"a":"it'\\''s"}'`,
    ],
    [
      'cookies, and a header that would break the line',
      { headers: pairs({ 'X-A': 'one\r\ntwo' }), cookies: pairs({ sid: '1', t: '2' }) },
      `curl http://localhost:8000/checkout -H 'X-A: one two' -H 'Cookie: sid=1; t=2'`,
    ],
    [
      'a form',
      {
        method: 'POST',
        headers: pairs({ 'content-type': 'application/x-www-form-urlencoded' }),
        data: { a: ['1', '2'], b: 'x y' },
      },
      `curl http://localhost:8000/checkout -H 'content-type: application/x-www-form-urlencoded' --data-raw 'a=1&a=2&b=x%20y'`,
    ],
  ])('%s', (_, over, expected) => expect(curlCommand(request(over)).replaceAll(' \\\n ', '')).toBe(expected));
});

it('keeps a body that is text', () => expect(bodyText('a=1', [])).toBe('a=1'));
it('writes cookies as one header', () => expect(cookieLine(pairs({ a: '1', b: 2 }))).toBe('a=1; b=2'));
