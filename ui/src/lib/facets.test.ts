import { describe, expect, it } from 'vitest';
import type { TagFacet } from '../api/gen';
import { segmentsOf, tagShares } from './facets';

const facet = (key: string, total: number, values: Record<string, number>): TagFacet => ({
  key,
  total,
  values: Object.entries(values).map(([value, n]) => ({ value, n })),
});
const bar = (one: TagFacet, value: string): string[] =>
  segmentsOf(one, value).map((segment) => `${segment.kind} ${segment.x}+${segment.width}`);

describe('segmentsOf', () => {
  it.each<[string, TagFacet, string, string[]]>([
    ['the only value', facet('a', 10, { x: 10 }), 'x', ['only 0+99.4']],
    ['mine is dark', facet('a', 100, { x: 94, y: 6 }), 'y', ['other 0+93.4', 'mine 94+5.4']],
    [
      'what is past the first ten is one piece',
      facet('a', 100, { x: 50 }),
      'x',
      ['mine 0+49.4', 'other 50+49.4'],
    ],
    ['a sliver is still seen', facet('a', 10_000, { x: 9999, y: 1 }), 'y', ['other 0+99.4', 'mine 100+0.4']],
    ['counts that exceed the total', facet('a', 1, { x: 2, y: 2 }), 'x', ['mine 0+49.4', 'other 50+49.4']],
  ])('%s', (_, one, value, expected) => expect(bar(one, value)).toEqual(expected));
});

it('puts the tags of an event beside their facets', () => {
  const tags = [
    { key: 'env', value: 'dev' },
    { key: 'new', value: 1 },
    { key: 'rare', value: 'z' },
  ];
  const shares = tagShares(tags, [facet('env', 4, { dev: 3, test: 1 }), facet('rare', 50, { a: 50 })]);
  expect(shares.map(({ key, value, percent }) => ({ key, value, percent }))).toEqual([
    { key: 'env', value: 'dev', percent: 75 },
    { key: 'new', value: '1', percent: null },
    { key: 'rare', value: 'z', percent: null },
  ]);
});
