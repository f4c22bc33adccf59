import { expect, it } from 'vitest';
import type { ProjectView } from '../api/gen';
import { inKnownOrder } from './projects';

const projects = (slugs: string, unread = 0): ProjectView[] =>
  Array.from(slugs, (slug) => ({ slug, name: slug, hue: 1, platform: '', hour: [], unread, dsn: '' }));

it.each([
  ['', 'ba', 'ba'],
  ['ab', 'ba', 'ab'],
  ['ab', 'cba', 'abc'],
  ['abc', 'ca', 'ac'],
])('after %s, %s stands as %s', (before, fresh, order) =>
  expect(
    inKnownOrder(projects(before), projects(fresh, 3))
      .map(({ slug }) => slug)
      .join(''),
  ).toBe(order),
);

it('what is shown is fresh', () => expect(inKnownOrder(projects('a'), projects('a', 3))[0]?.unread).toBe(3));
