/** What one does to issues: one call, one toast that can take it back. The lists hear of it by the change stream. */
import type { Action, Done, IssueRow } from '../api/gen';
import { call } from '../api/transport';
import { successor } from '../lib/rows';
import { inbox } from './inbox.svelte';
import { selection } from './selection.svelte';
import { toasts, type WayBack } from './toasts.svelte';

/** Actions that are said in a toast; the others show by themselves. */
const SAID: ReadonlySet<Action> = new Set<Action>(['delete', 'mute', 'reopen', 'resolve']);

/** A key that does one thing, or takes it back where it is done already. */
export type Toggle = 'bookmark' | 'mute' | 'resolve' | 'unread';

const TOGGLES: Record<Toggle, { is: (row: IssueRow) => boolean; on: Action; off: Action }> = {
  bookmark: { is: (row) => row.bookmarked, on: 'bookmark', off: 'unbookmark' },
  mute: { is: (row) => row.state === 'muted', on: 'mute', off: 'reopen' },
  resolve: { is: (row) => row.state === 'resolved', on: 'resolve', off: 'reopen' },
  unread: { is: (row) => row.unread, on: 'unread', off: 'read' },
};

class Actions {
  /** Issues that something is being done to now. */
  busy = $state.raw<ReadonlySet<number>>(new Set());

  /** Which issues a change was made to, by what takes it back; the last one last. */
  #touched = new Map<string, readonly number[]>();

  /** True if it was done. A failure is shown, not thrown. */
  async change(numbers: readonly number[], action: Action): Promise<boolean> {
    const idle = numbers.filter((number) => !this.busy.has(number));
    if (idle.length === 0) return false;
    // Before the call: the change stream may take the row away before the answer is there.
    const { current } = selection;
    const leaves = current !== null && idle.includes(current) && lists(current) ? current : null;
    const next = leaves === null ? null : successor(inbox.rows, leaves, new Set(idle));
    this.busy = new Set([...this.busy, ...idle]);
    try {
      const done = await call('change_issues', { numbers: idle, action });
      if (done.undo !== null) this.#touched.set(done.undo, idle);
      if (SAID.has(action)) toasts.say(done.text, done.undo);
      await this.#settle(leaves, next);
      return true;
    } catch (thrown) {
      toasts.fail(thrown);
      return false;
    } finally {
      this.busy = new Set([...this.busy].filter((number) => !idle.includes(number)));
    }
  }

  /** Does it to what is selected; takes it back where all of them are like that already. */
  async toggle(toggle: Toggle): Promise<void> {
    const numbers = selection.targets;
    if (numbers.length === 0) return;
    const { is, on, off } = TOGGLES[toggle];
    try {
      const rows = await rowsOf(numbers);
      await this.change(numbers, rows.length > 0 && rows.every(is) ? off : on);
    } catch (thrown) {
      toasts.fail(thrown);
    }
  }

  /** Makes what is marked one issue, and selects that. */
  async merge(): Promise<void> {
    const numbers = selection.targets;
    if (numbers.length < 2) return;
    await this.#regroup(numbers, () => call('merge_issues', { numbers: [...numbers] }), true);
  }

  /** Gives groups of an issue an issue of their own. What is selected stays. */
  async split(number: number, hashes: string[]): Promise<void> {
    await this.#regroup([number], () => call('split_issue', { number, hashes }), false);
  }

  /** One call that makes other issues of some; a toast says how it is taken back. */
  async #regroup(numbers: readonly number[], deed: () => Promise<Done>, selects: boolean): Promise<void> {
    if (numbers.some((number) => this.busy.has(number))) return;
    this.busy = new Set([...this.busy, ...numbers]);
    try {
      const done = await deed();
      if (done.undo !== null) this.#touched.set(done.undo, numbers);
      toasts.say(done.text, done.undo);
      selection.unmark();
      if (selects) selection.select(done.issue);
      inbox.hold(false);
      await inbox.reload();
    } catch (thrown) {
      toasts.fail(thrown);
    } finally {
      this.busy = new Set([...this.busy].filter((number) => !numbers.includes(number)));
    }
  }

  /** Takes back the change that is named, else the last one. Where nothing is selected, what came back is. */
  async undo(way: WayBack | null = null): Promise<void> {
    try {
      if (typeof way === 'function') {
        await way();
        return;
      }
      const id = way;
      const done: Done = await call('undo', { id });
      toasts.say(done.text);
      inbox.hold(false);
      await inbox.reload();
      const taken = id ?? [...this.#touched.keys()].at(-1) ?? '';
      const back = this.#touched.get(taken)?.find(lists);
      this.#touched.delete(taken);
      if (selection.current === null && back !== undefined) selection.select(back);
    } catch (thrown) {
      toasts.fail(thrown);
    }
  }

  /** The list as it is afterwards; if that took away the one that was selected (null: none was), the next one is selected. */
  async #settle(leaves: number | null, next: number | null): Promise<void> {
    inbox.hold(false);
    await inbox.reload();
    selection.unmark();
    if (leaves === null || selection.current !== leaves || lists(leaves)) return;
    selection.select(next);
    if (next === null) selection.reading = false;
  }
}

export const actions = new Actions();

function lists(number: number): boolean {
  return inbox.rows.some((row) => row.number === number);
}

/** Their rows; those that the list does not show are asked for, if there are few. */
async function rowsOf(numbers: readonly number[]): Promise<IssueRow[]> {
  const listed = inbox.rows.filter((row) => numbers.includes(row.number));
  if (listed.length > 0) return listed;
  return Promise.all(numbers.map(async (number) => (await call('get_issue', { number, read: false })).row));
}
