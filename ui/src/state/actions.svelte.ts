/** What one does to issues: one call, one toast that can take it back. The lists hear of it by the change stream. */
import { RpcError } from '../api/error';
import type { Action } from '../api/gen';
import { call } from '../api/transport';
import { toasts } from './toasts.svelte';

/** Actions that are said in a toast; the others show by themselves. */
const SAID: ReadonlySet<Action> = new Set<Action>(['delete', 'mute', 'reopen', 'resolve']);

class Actions {
  /** Issues that something is being done to now. */
  busy = $state.raw<ReadonlySet<number>>(new Set());

  /** True if it was done. A failure is shown, not thrown. */
  async change(numbers: readonly number[], action: Action): Promise<boolean> {
    const idle = numbers.filter((number) => !this.busy.has(number));
    if (idle.length === 0) return false;
    this.busy = new Set([...this.busy, ...idle]);
    try {
      const done = await call('change_issues', { numbers: idle, action });
      if (SAID.has(action)) toasts.say(done.text, done.undo);
      return true;
    } catch (thrown) {
      fail(thrown);
      return false;
    } finally {
      this.busy = new Set([...this.busy].filter((number) => !idle.includes(number)));
    }
  }

  /** Takes back the change that is named, else the last one. */
  async undo(id: string | null = null): Promise<void> {
    try {
      toasts.say((await call('undo', { id })).text);
    } catch (thrown) {
      fail(thrown);
    }
  }
}

export const actions = new Actions();

function fail(thrown: unknown): void {
  const { message, hint } = RpcError.from(thrown);
  toasts.fail(hint === null ? message : `${message}. ${hint}`);
}
