import { expect, it } from 'vitest';
import { KEYS, keyLabel, prettyKey, readStroke, strokeName, type Stroke } from './keys';

const stroke = (key: string, over: Partial<Stroke> = {}): Stroke => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...over,
});

it.each([
  [stroke('j'), 'j'],
  [stroke('J', { shiftKey: true }), 'shift+J'],
  [stroke('?', { shiftKey: true }), '?'],
  [stroke('#', { shiftKey: true }), '#'],
  [stroke('{', { shiftKey: true }), 'shift+{'],
  [stroke('k', { ctrlKey: true }), 'ctrl+k'],
  [stroke('k', { metaKey: true }), 'ctrl+k'],
  [stroke('L', { ctrlKey: true, shiftKey: true }), 'ctrl+shift+L'],
  [stroke('ArrowDown', { shiftKey: true }), 'shift+ArrowDown'],
])('%o is written as the list does', (pressed, name) => expect(strokeName(pressed)).toBe(name));

it.each([
  ['', 'j', 'next'],
  ['', '#', 'delete'],
  ['g', 'i', 'go-inbox'],
  ['', 'shift+{', 'event-first'],
])('after "%s", "%s" means %s', (prefix, name, id) =>
  expect(readStroke(prefix, name)).toMatchObject({ action: { id } }),
);

it('the first of two strokes waits for the second', () =>
  expect(readStroke('', 'g')).toEqual({ prefix: 'g' }));

it.each([
  ['', 'q'],
  ['g', 'x'],
  ['', 'ctrl+e'],
])('after "%s", "%s" means nothing', (prefix, name) => expect(readStroke(prefix, name)).toBeNull());

it('no key means two things', () => {
  const keys = KEYS.flatMap((action) => [...action.keys] as string[]);
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  const prefixes = new Set(keys.filter((key) => key.includes(' ')).map((key) => key.split(' ')[0]));
  expect(
    keys.filter((key) => prefixes.has(key)),
    'keys that begin a longer one',
  ).toEqual([]);
});

it('is shown as people read it', () => {
  expect([keyLabel('next'), keyLabel('back'), keyLabel('event-first'), prettyKey('shift+J')]).toEqual([
    'j',
    'esc',
    'shift+[',
    'shift+j',
  ]);
});
