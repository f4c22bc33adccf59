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
