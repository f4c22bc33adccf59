import { expect, it } from 'vitest';
import { RpcError } from './error';
import { splitLines } from './lines';
import { expectedProof, proofUrl, proves } from './proof';
import { authorization } from './session';

it('the proof is the one that the resident makes', async () => {
  // As in src-tauri/core/src/proof.rs.
  const proof = '348e8a119d196ef522815bf2aad3225ea39d4f74a492d64540271372765901e2';
  expect(await expectedProof('0001', '127.0.0.1:8969', 'secret')).toBe(proof);
  expect(await proves(proof, '0001', '127.0.0.1:8969', 'secret')).toBe(true);
  expect(await proves(proof, '0002', '127.0.0.1:8969', 'secret'), 'another nonce').toBe(false);
  expect(await proves(null, '0001', '127.0.0.1:8969', 'secret'), 'no header').toBe(false);
});

it('a session names itself, the window does not', () => {
  const window = { sessionId: null, token: 't' };
  const session = { sessionId: 's/1', token: 't' };
  expect([proofUrl('n', window), proofUrl('n', session)]).toEqual([
    '/health?nonce=n',
    '/health?nonce=n&session=s%2F1',
  ]);
  expect([authorization(window), authorization(session)]).toEqual(['Bearer t', 'Bearer s/1.t']);
});

it('lines are whole, however the bytes are cut', () => {
  const seen: string[] = [];
  let rest = '';
  for (const piece of ['{"a"', ':1}\n{"b":2}\n', '\n', '{"c":3}', '\n']) {
    const split = splitLines(rest, piece);
    rest = split.rest;
    seen.push(...split.lines);
  }
  expect([seen, rest]).toEqual([['{"a":1}', '{"b":2}', '{"c":3}'], '']);
});

it.each([
  [400, { code: 'query', message: 'm', hint: 'h', at: 3 }, ['query', 'm', 'h', 3]],
  [401, { code: 'x', message: 'm' }, ['unauthorized', 'm', null, null]],
  [500, null, ['internal', 'the answer was 500 without a reason', null, null]],
  [503, { code: 7, message: [] }, ['internal', 'the answer was 503', null, null]],
])('an answer of %i', (status, body, expected) => {
  const { code, message, hint, at } = RpcError.fromBody(status, body);
  expect([code, message, hint, at]).toEqual(expected);
});
