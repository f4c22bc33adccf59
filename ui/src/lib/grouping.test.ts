import { describe, expect, it } from 'vitest';
import type { FrameMarksView, RuleView, ValueView } from '../api/gen';
import { originWords, ruleWhere, runCount, touchesByRule, valueRuns } from './grouping';

const value = (text: string, left_out: string | null = null): ValueView => ({
  origin: 'function of frame 1 of exception 1',
  exception: 0,
  frame: 0,
  text,
  came_as: null,
  left_out,
});

describe('values that were left out', () => {
  const out = 'not your code';
  it.each([
    ['stand one by one where they are few', ['a', '-b', '-c', 'd'], ['a', 'b', 'c', 'd']],
    ['are put together where they are three or more', ['a', '-b', '-c', '-d', 'e'], ['a', 'b+c+d', 'e']],
    ['are put together at the end', ['-b', '-c', '-d'], ['b+c+d']],
    ['are none where there is nothing', [], []],
  ])('%s', (_, texts, runs) => {
    const values = texts.map((text) => value(text.replace('-', ''), text.startsWith('-') ? out : null));
    const told = valueRuns(values).flatMap(({ left_out, values: inside }) =>
      left_out === null ? inside.map(({ text }) => text) : inside.map(({ text }) => text).join('+'),
    );
    expect(told).toEqual(runs);
  });

  it('are not put together across reasons', () => {
    const values = [value('a', out), value('b', out), value('c', 'taken out by a rule'), value('d', out)];
    expect(valueRuns(values).every(({ left_out }) => left_out === null)).toBe(true);
  });
});

it.each([
  ['function of frame 3 of exception 1', true, 'function of frame 3'],
  ['function of frame 3 of exception 1', false, 'function of frame 3 of exception 1'],
  ['message', true, 'message'],
])('%s', (origin, alone, words) => expect(originWords(origin, alone)).toBe(words));

it.each([
  [['frame 1', 'frame 2'], '2 frames'],
  [['frame 1', 'value of exception 1'], '2 values'],
  [['function of frame 1'], '1 value'],
])('%j', (origins, words) =>
  expect(runCount(origins.map((origin) => ({ ...value(''), origin })))).toBe(words),
);

describe('rules and the frames they touched', () => {
  const rule: RuleView = { kind: 'stack', own: true, line: 2, text: 'function:pay -group' };
  const frame = (name: string | null, ...touches: FrameMarksView['touches']): FrameMarksView => ({
    function: name,
    place: 'place',
    said: null,
    in_app: true,
    grouped: true,
    category: null,
    touches,
  });
  const mine = { by: 'rule of the project, line 2: function:pay -group', rule, actions: '-group' };
  const builtIn = { by: 'built in: path:**/vendor/**', rule: null, actions: '-app' };
  const list = { by: "the platform's list of libraries", rule: null, actions: '+app' };

  it('the user’s come first, each with all of its frames', () => {
    const frames = [frame('main', builtIn), frame('pay', builtIn, mine), frame(null, list)];
    expect(touchesByRule([{ of: 'exception 1', exception: 0, frames }])).toEqual([
      { rule, text: 'function:pay -group', isRule: true, actions: '-group', of: '', frames: ['2 pay'] },
      {
        rule: null,
        text: 'path:**/vendor/**',
        isRule: true,
        actions: '-app',
        of: '',
        frames: ['1 main', '2 pay'],
      },
      {
        rule: null,
        text: "the platform's list of libraries",
        isRule: false,
        of: '',
        actions: '+app',
        frames: ['3 place'],
      },
    ]);
  });

  it('where there are several stack traces, each has its own', () => {
    const trace = (of: string): { of: string; exception: null; frames: FrameMarksView[] } => ({
      of,
      exception: null,
      frames: [frame('pay', mine)],
    });
    expect(
      touchesByRule([trace('exception 1'), trace('the thread')]).map(({ of, frames }) => [of, ...frames]),
    ).toEqual([
      ['exception 1', '1 pay'],
      ['the thread', '1 pay'],
    ]);
  });

  it('says where it stands', () => {
    expect(ruleWhere(rule)).toBe('line 2, of this project');
    expect(ruleWhere({ ...rule, own: false })).toBe('line 2, for all projects');
  });
});
