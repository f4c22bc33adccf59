/** The set-up page: the DSN, what was seen so far, what arrives. */
import { RpcError } from '../api/error';
import type { ArrivalView, ChangeView, SetupView } from '../api/gen';
import { call } from '../api/transport';
import { coalesce } from '../lib/coalesce';
import { toasts } from './toasts.svelte';

const ARRIVALS = 50;
const GAP = 250;

class Setup {
  /** Null until the first answer. */
  view = $state.raw<SetupView | null>(null);
  /** Newest first. */
  arrivals = $state.raw<readonly ArrivalView[]>([]);
  failed = $state.raw<RpcError | null>(null);
  /** A test error is on its way. */
  sending = $state(false);
  #refresh = coalesce(() => this.load(), GAP);

  async load(): Promise<void> {
    try {
      this.view = await call('setup', {});
      this.arrivals = this.view.arrivals;
      this.failed = null;
    } catch (thrown) {
      this.failed = RpcError.from(thrown);
    }
  }

  hear(change: ChangeView): void {
    if (change.type === 'arrived') this.arrivals = [change.arrival, ...this.arrivals].slice(0, ARRIVALS);
    if (change.type !== 'heartbeat' && this.view !== null) this.#refresh();
  }

  /** Sends a real test error through the real endpoint. Answers the issue it became. */
  async sendTest(): Promise<number | null> {
    if (this.sending) return null;
    this.sending = true;
    try {
      return (await call('send_test', { kind: 'error' })).issues[0] ?? null;
    } catch (thrown) {
      toasts.fail(thrown);
      return null;
    } finally {
      this.sending = false;
    }
  }
}

export const setup = new Setup();
