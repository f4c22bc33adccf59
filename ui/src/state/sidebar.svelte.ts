/** Counts, projects and the endpoint, as the sidebar shows them. */
import { RpcError } from '../api/error';
import type { ChangeView, EndpointView, Sidebar as SidebarView } from '../api/gen';
import { call } from '../api/transport';
import { coalesce } from '../lib/coalesce';
import { inKnownOrder } from '../lib/projects';
import { toasts } from './toasts.svelte';

/** Least time between two answers, ms: counts may change with every event. */
const GAP = 250;

class Sidebar {
  /** Null until the first answer. */
  view = $state.raw<SidebarView | null>(null);
  failed = $state.raw<RpcError | null>(null);
  #refresh = coalesce(() => this.load().then(() => undefined), GAP);

  /** Asks now. Answers the position, or null if it failed. */
  async load(): Promise<string | null> {
    try {
      const view = await call('sidebar', {});
      this.view = { ...view, projects: inKnownOrder(this.view?.projects ?? [], view.projects) };
      this.failed = null;
      return view.position;
    } catch (thrown) {
      this.failed = RpcError.from(thrown);
      return null;
    }
  }

  /** Stops taking events in; null: until `resume`. */
  async pause(minutes: number | null): Promise<void> {
    await this.#turn(() => call('pause', { minutes }));
  }

  /** Takes events in again. */
  async resume(): Promise<void> {
    await this.#turn(() => call('resume', {}));
  }

  /** Asks again, soon. */
  refresh(): void {
    this.#refresh();
  }

  hear(change: ChangeView): void {
    if (
      change.type === 'sidebar' ||
      change.type === 'resync' ||
      change.type === 'issue' ||
      change.type === 'gone'
    )
      this.refresh();
  }

  async #turn(command: () => Promise<EndpointView>): Promise<void> {
    try {
      const endpoint = await command();
      if (this.view) this.view = { ...this.view, endpoint };
    } catch (thrown) {
      toasts.fail(thrown);
    }
  }
}

export const sidebar = new Sidebar();
