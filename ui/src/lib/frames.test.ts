import { describe, expect, it } from 'vitest';
import type { ExceptionView, FrameView } from '../api/gen';
import {
  brokeAt,
  brokenFrame,
  cutLine,
  exceptionChain,
  foldFrames,
  foldLabel,
  frameLocation,
  frameName,
  frameSummary,
  linkWords,
  ownLine,
  sourceLines,
} from './frames';

const frame = (over: Partial<FrameView> = {}): FrameView => ({
  function: null,
  module: null,
  filename: null,
  abs_path: null,
  lineno: null,
  colno: null,
  in_app: false,
  crashed: false,
  library: '',
  language: null,
  pre_context: [],
  context_line: null,
  post_context: [],
  source: null,
  stale: false,
  vars: [],
  instruction_addr: null,
  ...over,
});
const own = (name: string, over: Partial<FrameView> = {}): FrameView =>
  frame({ function: name, in_app: true, ...over });
const lib = (library: string, name = 'f'): FrameView => frame({ function: name, library });
const exception = (over: Partial<ExceptionView> = {}): ExceptionView => ({
  kind: 'Error',
  value: null,
  module: null,
  mechanism: null,
  handled: null,
  exception_id: null,
  parent_id: null,
  source: null,
  frames: [],
  ...over,
});

/** A stack in short: an own frame by name, a fold as `3 django`. */
function folded(frames: readonly FrameView[], newestFirst = true): string[] {
  return foldFrames(frames, newestFirst).map((item) =>
    item.kind === 'frame' ? (item.frame.function ?? '?') : `${item.frames.length} ${item.name}`,
  );
}

describe('foldFrames', () => {
  const stack = [
    lib('wsgiref'),
    lib('wsgiref'),
    own('call'),
    lib('django'),
    lib('django'),
    own('view'),
    own('total'),
  ];
  it.each([
    ['newest first', stack, true, ['total', 'view', '2 django', 'call', '2 wsgiref']],
    ['oldest first', stack, false, ['2 wsgiref', 'call', '2 django', 'view', 'total']],
    ['another package, another line', [lib('a'), lib('b'), own('x')], true, ['x', '1 b', '1 a']],
    ['without own frames the innermost is shown', [lib('a', 'f'), lib('a', 'g')], true, ['g', '1 a']],
    [
      'a marked library frame is shown',
      [own('x'), { ...lib('a', 'g'), crashed: true }, lib('a')],
      true,
      ['1 a', 'g', 'x'],
    ],
    ['nothing', [], true, []],
  ] as const)('%s', (_, frames, newestFirst, expected) =>
    expect(folded(frames, newestFirst)).toEqual(expected),
  );

  it('keeps the order of calls within a fold', () => {
    const items = foldFrames([own('x'), lib('a', 'first'), lib('a', 'second'), own('y')], true);
    expect(items[1]?.kind === 'fold' && items[1].frames.map((one) => one.function)).toEqual([
      'second',
      'first',
    ]);
  });

  it('takes ten thousand frames in a blink', () => {
    const many = Array.from({ length: 10_000 }, (_, n) => (n % 3 === 0 ? own('x') : lib('a')));
    const start = performance.now();
    expect(foldFrames(many, true)).toHaveLength(6667);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

it.each([
  ['the marked one', [own('a', { crashed: true }), own('b')], 0],
  ['else the innermost own', [own('a'), own('b'), lib('x')], 1],
  ['else the innermost', [lib('x'), lib('x')], 1],
  ['else none', [], -1],
])('brokenFrame: %s', (_, frames, expected) => expect(brokenFrame(frames)).toBe(expected));

it.each([
  ['django', 14, '14 frames of django'],
  ['std', 1, '1 frame of std'],
  ['', 3, '3 frames of libraries'],
  ['x', 9998, '9,998 frames of x'],
])('foldLabel(%s, %d)', (name, count, expected) => expect(foldLabel(name, count)).toBe(expected));

it.each([
  [[own('a'), lib('x'), lib('x')], '3 frames, 1 yours'],
  [[lib('x')], '1 frame'],
])('frameSummary', (frames, expected) => expect(frameSummary(frames)).toBe(expected));

it.each([
  [frame({ function: 'total', module: 'shop' }), 'total'],
  [frame({ function: '?', module: 'shop' }), '<anonymous>'],
  [frame({ module: 'shop' }), 'shop'],
  [frame({ instruction_addr: '0x1f' }), '0x1f'],
  [frame(), 'unknown'],
])('frameName', (one, expected) => expect(frameName(one)).toBe(expected));

it.each([
  [frame({ filename: 'a.py', lineno: 7 }), 'a.py:7'],
  [frame({ filename: 'a.tsx', lineno: 7, colno: 26 }), 'a.tsx:7:26'],
  [frame({ abs_path: '/srv/a.py' }), '/srv/a.py'],
  [frame({ module: 'a.b', lineno: 3 }), 'a.b:3'],
  [frame({ instruction_addr: '0x1f' }), '0x1f'],
  [frame(), ''],
])('frameLocation', (one, expected) => {
  const { file, line } = frameLocation(one);
  expect(file + line).toBe(expected);
});

describe('sourceLines', () => {
  const at = (over: Partial<FrameView>): string[] =>
    sourceLines(frame({ lineno: 10, context_line: 'hit', ...over })).map(
      (line) => `${line.no ?? '-'}${line.hit ? '>' : ' '}${line.text}`,
    );
  it.each<[string, Partial<FrameView>, string[]]>([
    [
      'five before, two after',
      { pre_context: ['1', '2', '3', '4', '5', '6'], post_context: ['7', '8', '9'] },
      ['5 2', '6 3', '7 4', '8 5', '9 6', '10>hit', '11 7', '12 8'],
    ],
    [
      'blank ends go',
      { pre_context: ['', ' ', 'a', ''], post_context: ['', 'b'] },
      ['8 a', '9 ', '10>hit', '11 ', '12 b'],
    ],
    ['a blank crashing line stays', { context_line: '' }, ['10>']],
    ['no number', { lineno: null, pre_context: ['a'] }, ['- a', '->hit']],
    ['no source', { context_line: null, pre_context: ['a'] }, []],
    ['tabs and line ends', { context_line: '\tx()\r\n' }, ['10>    x()']],
  ])('%s', (_, over, expected) => expect(at(over)).toEqual(expected));
});

it('cuts a line at a thousand characters', () =>
  expect(cutLine('x'.repeat(5000))).toBe(`${'x'.repeat(1000)}…`));

it('shows the one line of a closed frame without its indent', () => {
  expect(ownLine(frame({ lineno: 3, context_line: '    x = 1' }))).toEqual([
    { no: 3, text: 'x = 1', hit: false },
  ]);
  expect(ownLine(frame({ context_line: '  ' }))).toEqual([]);
});

describe('exceptionChain', () => {
  const named = (
    kind: string,
    id: number | null,
    parent: number | null,
    source: string | null,
  ): ExceptionView => exception({ kind, exception_id: id, parent_id: parent, source });
  it.each<[string, ExceptionView[], string[]]>([
    [
      'the one raised last first',
      [named('Root', null, null, null), named('Last', null, null, null)],
      ['0 Last', '0 Root'],
    ],
    [
      'members hang under their group',
      [named('B', 2, 0, 'exceptions[1]'), named('A', 1, 0, 'exceptions[0]'), named('Group', 0, null, null)],
      ['0 Group', '1 A', '1 B'],
    ],
    ['a group that is its own parent ends', [named('A', 1, 1, 'exceptions[0]')], ['0 A']],
    [
      'two that are each other’s parents are still there',
      [named('A', 1, 2, 'exceptions[0]'), named('B', 2, 1, 'exceptions[0]')],
      ['0 B', '0 A'],
    ],
  ])('%s', (_, exceptions, expected) =>
    expect(exceptionChain(exceptions).map((link) => `${link.depth} ${link.exception.kind ?? ''}`)).toEqual(
      expected,
    ),
  );
});

it.each([
  ['__cause__', 'Caused by'],
  ['__context__', 'While handling'],
  ['exceptions[0]', 'Member of the group:'],
  [null, 'While handling'],
])('linkWords(%s)', (source, expected) => expect(linkWords(exception({ source }))).toBe(expected));

it('says where an exception broke', () => {
  expect(
    brokeAt(exception({ frames: [own('x', { filename: 'shop/rates.py', lineno: 31 }), lib('y')] })),
  ).toBe('shop/rates.py:31');
  expect(brokeAt(exception())).toBe('');
});
