/** The one change stream of the page: who wants to hear, and whether anybody speaks. */
import { followChanges } from '../api/changes';
import type { ChangeLine, ChangeView } from '../api/gen';

export type Listener = (change: ChangeView, position: string) => void;

class Changes {
  /** False after the connection broke, until it stands again. */
  live = $state(true);
  #listeners = new Set<Listener>();

  /** Hears every change but heartbeats; the result stops it. */
  on(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Follows from the position of the first answers; the result stops it. */
  follow(position: string): () => void {
    const stop = new AbortController();
    const line = ({ change, position: at }: ChangeLine): void => {
      if (change.type !== 'heartbeat') for (const listener of this.#listeners) listener(change, at);
    };
    void followChanges(position, { line, live: (live) => (this.live = live) }, stop.signal);
    return () => stop.abort();
  }
}

export const changes = new Changes();
