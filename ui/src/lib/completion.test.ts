import { expect, it } from 'vitest';
import { LEVELS, STATES, completions } from './completion';

const vocabulary = {
  is: STATES,
  level: LEVELS,
  project: ['shop', 'workshop'],
  type: ['TypeError', 'Slow query'],
};
/** The caret is at the bar; what comes out is each text as it would be. */
const completed = (typed: string): string[] => {
  const caret = typed.indexOf('|');
  const text = typed.replace('|', '');
  return completions(text, caret, vocabulary).map(
    (one) => text.slice(0, one.from) + one.text + text.slice(one.to),
  );
};

it.each([
  ['|', []],
  ['i|', ['is:']],
  ['l|', ['level:']],
  ['e|', []],
  ['ev|', ['level:']],
  ['is:n|', ['is:new ']],
  ['is:un|', ['is:unresolved ', 'is:unread ', 'is:unhandled ']],
  ['-level:w|', ['-level:warning ']],
  ['is:new lev|', ['is:new level:']],
  ['is:new |', []],
  ['project:shop|', []],
  ['project:sh|', ['project:shop ', 'project:workshop ']],
  ['type:slow|', ['type:"Slow query" ']],
  ['is:un|res x', []],
  ['le| x', ['level: x']],
  ['constructor:x|', []],
  ['"is:n|', []],
])('%s', (typed, texts) => expect(completed(typed)).toEqual(texts));

it('an empty value shows all of them', () => expect(completed('level:|')).toHaveLength(LEVELS.length));
