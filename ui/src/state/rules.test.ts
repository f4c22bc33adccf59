import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { RuleKindView } from '../api/gen';
import { RpcError } from '../api/error';
import { call } from '../api/transport';

vi.mock('../api/transport', () => ({ call: vi.fn() }));

/** What is set, by project and kind; a line without an arrow is wrong. */
let texts: Map<string, string>;
let reachable: boolean;
let rules: (typeof import('./rules.svelte'))['rules'];

interface Input {
  project: string | null;
  kind: RuleKindView;
  text?: string;
}

function answer(name: string, { project, kind, text }: Input): unknown {
  const set = (of: RuleKindView): unknown => ({
    text: texts.get(`${project ?? ''} ${of}`) ?? '',
    n: 1,
    errors: [],
  });
  const at = (text ?? '').indexOf('x');
  switch (name) {
    case 'get_rules':
      return { project, fingerprint: set('fingerprint'), stack: set('stack'), projects: [] };
    case 'check_rules':
      return { n: 1, errors: at < 0 ? [] : [{ line: 1, column: at + 1, at, expected: 'a matcher' }] };
    case 'set_rules': {
      const before = texts.get(`${project ?? ''} ${kind}`) ?? '';
      texts.set(`${project ?? ''} ${kind}`, text ?? '');
      return { n: text === '' ? 0 : 1, before };
    }
    default:
      throw new Error(name);
  }
}

beforeEach(async () => {
  texts = new Map([[' fingerprint', 'a -> b']]);
  reachable = true;
  vi.mocked(call).mockImplementation(((name: string, input: Input) =>
    Promise.resolve().then(() => {
      if (!reachable) throw new RpcError('unreachable', 'nothing answers');
      return answer(name, input);
    })) as typeof call);
  vi.resetModules();
  ({ rules } = await import('./rules.svelte'));
  await rules.load();
});

describe('a draft', () => {
  it('is kept for its project and kind', async () => {
    rules.edit('c -> d');
    await rules.show('shop', 'fingerprint');
    expect([rules.text, rules.dirty, rules.unsaved]).toEqual(['', false, true]);
    await rules.show(null, 'fingerprint');
    expect([rules.text, rules.dirty]).toEqual(['c -> d', true]);
  });

  it('is none where it says what is set', async () => {
    rules.edit('c -> d');
    texts.set(' fingerprint', 'c -> d');
    await rules.load();
    expect([rules.dirty, rules.unsaved]).toEqual([false, false]);
  });

  it('that is typed while another text is saved stays', async () => {
    rules.edit('c -> d');
    const saving = rules.save();
    rules.edit('c -> d e');
    await saving;
    expect([texts.get(' fingerprint'), rules.text, rules.dirty]).toEqual(['c -> d', 'c -> d e', true]);
  });
});

describe('saving', () => {
  it('sets the text', async () => {
    rules.edit('c -> d');
    await rules.save();
    expect([texts.get(' fingerprint'), rules.text, rules.dirty]).toEqual(['c -> d', 'c -> d', false]);
  });

  it('of wrong rules does not happen, and says where', async () => {
    rules.edit('a -> x');
    await rules.save();
    expect(texts.get(' fingerprint')).toBe('a -> b');
    expect(rules.check.errors.map(({ at }) => at)).toEqual([5]);
    expect(rules.seek?.(rules.text)).toBe(5);
  });

  it('without anybody who answers keeps what was typed', async () => {
    rules.edit('c -> d');
    reachable = false;
    await rules.save();
    expect([rules.text, rules.dirty, rules.doing]).toEqual(['c -> d', true, 'nothing']);
  });
});
