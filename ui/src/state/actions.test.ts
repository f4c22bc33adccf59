import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { IssueRow } from '../api/gen';
import { RpcError } from '../api/error';
import { call } from '../api/transport';
import { actions } from './actions.svelte';
import { inbox } from './inbox.svelte';
import { selection } from './selection.svelte';
import { toasts } from './toasts.svelte';

vi.mock('../api/transport', () => ({ call: vi.fn() }));

const row = (number: number): IssueRow => ({ number, state: 'unresolved', last_seen: -number }) as IssueRow;
const page = (...numbers: number[]): object => ({
  rows: numbers.map(row),
  next: null,
  total: numbers.length,
  unread: 0,
  position: '1-1',
});

/** The resident answers these; a list comes as it is now. */
let listed: number[];
const answers = new Map<string, () => unknown>();

beforeEach(async () => {
  listed = [1, 2, 3];
  answers.clear();
  answers.set('list_issues', () => page(...listed));
  vi.mocked(call).mockImplementation(((name: string) =>
    Promise.resolve().then(() => answers.get(name)?.())) as typeof call);
  await inbox.reload();
});

describe('after a change', () => {
  it('the next one is selected, though the row left before the answer came', async () => {
    selection.select(2);
    answers.set('change_issues', () => {
      listed = [1, 3];
      inbox.rows = listed.map(row);
      return { text: 'Resolved SHOP-2', undo: 'x' };
    });
    await actions.change([2], 'resolve');
    expect(selection.current).toBe(3);
  });

  it('the selection stays where the row stays', async () => {
    selection.select(2);
    answers.set('change_issues', () => ({ text: 'Bookmarked SHOP-2', undo: 'x' }));
    await actions.change([2], 'bookmark');
    expect(selection.current).toBe(2);
  });

  it('what one went to meanwhile stays selected', async () => {
    selection.select(2);
    answers.set('change_issues', () => {
      listed = [1, 3];
      selection.select(1);
      return { text: 'Resolved SHOP-2', undo: 'x' };
    });
    await actions.change([2], 'resolve');
    expect(selection.current).toBe(1);
  });
});

describe('what is put together or apart by hand', () => {
  const done = (text: string, issue: number): object => ({
    text,
    n: 1,
    missing: [],
    undo: 'x',
    issue,
    position: '1-2',
  });

  it('a merge selects the issue that is left, and undo brings the others back', async () => {
    selection.markAll(inbox.rows);
    answers.set('merge_issues', () => {
      listed = [1];
      return done('3 issues merged into SHOP-1', 1);
    });
    await actions.merge();
    expect(vi.mocked(call)).toHaveBeenCalledWith('merge_issues', { numbers: [1, 2, 3] });
    expect([selection.current, selection.marked.size, inbox.rows.length]).toEqual([1, 0, 1]);
    expect(toasts.current).toMatchObject({ text: '3 issues merged into SHOP-1', undo: 'x' });
    answers.set('undo', () => {
      listed = [1, 2, 3];
      return { text: 'Taken back', undo: null };
    });
    await actions.undo('x');
    expect([selection.current, inbox.rows.length]).toEqual([1, 3]);
  });

  it('one issue alone is not merged', async () => {
    selection.select(2);
    vi.mocked(call).mockClear();
    await actions.merge();
    expect(vi.mocked(call)).not.toHaveBeenCalled();
  });

  it('a split leaves the selection where it is', async () => {
    selection.select(2);
    answers.set('split_issue', () => {
      listed = [1, 2, 3, 4];
      return done('1 group split off SHOP-2 as SHOP-4', 4);
    });
    await actions.split(2, ['ab']);
    expect([selection.current, inbox.rows.length, actions.busy.size]).toEqual([2, 4, 0]);
    expect(toasts.current?.undo).toBe('x');
  });

  it('a refusal is shown, and nothing changes', async () => {
    selection.markAll(inbox.rows);
    answers.set('merge_issues', () => {
      throw new RpcError('bad_input', 'these issues are of different projects');
    });
    await actions.merge();
    expect([toasts.current?.tone, selection.marked.size, actions.busy.size]).toEqual(['failed', 3, 0]);
    selection.unmark();
  });
});

it.each([
  ['unreachable', null],
  ['store', 'the store is full'],
])('a failure `%s` is shown; when somebody answers again %j stands', async (code, left) => {
  answers.set('change_issues', () => {
    throw new RpcError(code, 'the store is full');
  });
  await actions.change([1], 'resolve');
  expect(toasts.current?.tone).toBe('failed');
  toasts.answered();
  expect(toasts.current?.text ?? null).toBe(left);
});

it.each([[null], ['x']])('undo(%j) selects what came back where nothing is selected', async (id) => {
  selection.select(2);
  listed = [2];
  await inbox.reload();
  answers.set('change_issues', () => {
    listed = [];
    return { text: 'Let SHOP-2 go', undo: 'x' };
  });
  await actions.change([2], 'unbookmark');
  expect(selection.current).toBe(null);
  answers.set('undo', () => {
    listed = [2];
    return { text: 'Taken back', undo: null };
  });
  await actions.undo(id);
  expect(selection.current).toBe(2);
});

it('the next one is selected, though a later list overtook the one after the change', async () => {
  selection.select(2);
  let release = (): void => undefined;
  answers.set('change_issues', () => ({ text: 'Resolved SHOP-2', undo: 'x' }));
  answers.set('list_issues', () => {
    answers.set('list_issues', () => new Promise((resolve) => (release = () => resolve(page(1, 3)))));
    void inbox.reload();
    return page(1, 2, 3);
  });
  const change = actions.change([2], 'resolve');
  await vi.waitFor(() => {
    release();
    expect(inbox.rows.length).toBe(2);
  });
  await change;
  expect(selection.current).toBe(3);
});
