import { expect, it } from 'vitest';
import type { Command } from './commands';
import { find } from './find';

const command = (group: Command['group'], words: string): Command => ({
  id: words,
  group,
  words,
  sub: '',
  sign: 'all',
  keys: [],
  run: () => undefined,
});
const commands = [
  command('Crashtray', 'Go to Resolved'),
  command('This issue', 'Resolve'),
  command('Issues', 'ValidationError in reserve'),
  command('Issues', 'Ошибка разбора'),
];
const names = (letters: string): string[] => find(commands, letters).map((found) => found.command.words);

it('without letters there are all commands and no issues', () =>
  expect(names(' ')).toEqual(['Go to Resolved', 'Resolve']));

it('with letters, the groups keep their order', () =>
  expect(names('res')).toEqual(['Resolve', 'Go to Resolved', 'ValidationError in reserve']));

it('finds other scripts', () => expect(names('разбор')).toEqual(['Ошибка разбора']));

it('finds nothing where nothing is', () => expect(names('qqqq')).toEqual([]));

it('says which letters matched', () =>
  expect(find(commands, 'res')[0]?.letters).toEqual([
    { text: 'Res', hit: true },
    { text: 'olve', hit: false },
  ]));
