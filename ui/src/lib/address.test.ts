import { expect, it } from 'vitest';
import { readAddress, writeAddress } from './address';

it.each([
  ['', null],
  ['#', null],
  ['#issue=12', { issue: 12 }],
  ['issue=12', { issue: 12 }],
  ['#issue=0', null],
  ['#issue=-1', null],
  ['#issue=1.5', null],
  ['#issue=x', null],
  ['#issue=99999999999999999999', null],
  ['#setup', 'setup'],
  ['#settings', { settings: 'grouping' }],
  ['#settings=appearance', { settings: 'appearance' }],
  ['#settings=nothing', { settings: 'grouping' }],
  ['#code=abc', null],
] as const)('%s', (hash, address) => expect(readAddress(hash)).toEqual(address));

it.each([[null], ['setup' as const], [{ issue: 7 }], [{ settings: 'appearance' as const }]])(
  '%j is read as it was written',
  (address) => expect(readAddress(writeAddress(address))).toEqual(address),
);
