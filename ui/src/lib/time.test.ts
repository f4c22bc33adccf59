import { describe, expect, it } from 'vitest';
import { dayName, longAge, shortAge } from './time';

const NOW = new Date(2026, 10, 21, 14, 32, 19).getTime();
const S = 1_000;
const M = 60 * S;
const H = 60 * M;
const D = 24 * H;

describe('shortAge', () => {
  it.each([
    [0, '0s'],
    [12 * S, '12s'],
    [59_999, '59s'],
    [M, '1m'],
    [59 * M + 59 * S, '59m'],
    [H, '1h'],
    [D - 1, '23h'],
    [D, '1d'],
    [400 * D, '400d'],
    [-5 * S, '0s'],
  ])('%i ms is %s', (age, text) => expect(shortAge(NOW - age, NOW)).toBe(text));
});

it('longAge is a phrase', () => {
  expect([12 * S, 6 * M, 2 * H, 3 * D].map((age) => longAge(NOW - age, NOW))).toEqual([
    '12 s ago',
    '6 min ago',
    '2 h ago',
    '3 d ago',
  ]);
});

describe('dayName', () => {
  it.each([
    [0, 'Today'],
    [14 * H, 'Today'],
    [15 * H, 'Yesterday'],
    [38 * H, 'Yesterday'],
    [3 * D, 'Wednesday'],
    [7 * D, '14 November'],
    [365 * D, '21 November 2025'],
    [-D, 'Today'],
  ])('%i ms ago is %s', (age, name) => expect(dayName(NOW - age, NOW)).toBe(name));
});
