/** The issue that is open and the event of it that is shown. Asks, keeps, and hears of changes; draws nothing. */
import { RpcError } from '../../api/error';
import type { ChangeView, EventView, IssueView } from '../../api/gen';
import { call } from '../../api/transport';

/** Loading shows nothing for this long: what comes faster needs no sign. */
const PATIENCE_MS = 150;

export class OpenIssue {
  /** Null: none is open, or it has not come yet. */
  issue = $state.raw<IssueView | null>(null);
  event = $state.raw<EventView | null>(null);
  /** What failed, in words; empty: nothing. */
  failure = $state('');
  /** It takes longer than a blink. */
  slow = $state(false);
  /** It was deleted, or merged away. */
  gone = $state(false);
  /** Events that came since the one that is shown was the latest; 0 while one reads an older one. */
  readonly newer = $derived.by(() => {
    if (this.event?.place.next !== null || !this.issue) return 0;
    return Math.max(0, this.issue.row.events - this.event.place.total);
  });

  #number: number | null = null;
  #place = 'latest';
  #asked = new AbortController();
  #reloading = false;
  #stale = false;

  /** Opens an issue at its latest event. What is shown stays until the new one is there, or it takes too long. */
  open(number: number | null): void {
    this.#number = number;
    this.gone = false;
    if (number === null) {
      this.#begin();
      this.#clear();
      return;
    }
    void this.#load(number, 'latest');
  }

  /** Shows another event: an id, `first`, `latest`, or a place from 1. */
  show(at: string): void {
    if (this.#number !== null) void this.#load(this.#number, at);
  }

  /** Asks again for what failed. */
  retry(): void {
    if (this.#number !== null) void this.#load(this.#number, this.#place);
  }

  /** Takes in a change. The event that is read stays; the head and the counts follow. */
  hear(change: ChangeView): void {
    if (this.#number === null) return;
    if (change.type === 'resync') {
      if (this.failure === '') void this.#reload();
      else this.retry();
    }
    if (change.type === 'gone' && change.number === this.#number) this.gone = true;
    if (change.type !== 'issue' || change.row.number !== this.#number) return;
    if (this.issue) this.issue = { ...this.issue, row: change.row };
    if (change.cause === 'moved') void this.#follow(change.row.number);
    void this.#reload();
  }

  /** Events moved: the one that is read is at another place now, or in another issue; then the latest is shown. */
  async #follow(number: number): Promise<void> {
    const read = this.event;
    if (read?.issue !== number) return;
    try {
      const event = await call('get_event', { number, at: `${read.event_id},latest` });
      if (this.event === read) this.event = event;
    } catch {
      // It stays as it was; the next change asks again.
    }
  }

  async #load(number: number, at: string): Promise<void> {
    const { signal } = this.#begin();
    this.#place = at;
    const same = this.issue?.row.number === number;
    const timer = setTimeout(() => {
      if (!same) this.#clear();
      this.slow = true;
    }, PATIENCE_MS);
    try {
      const [issue, event] = await Promise.all([
        call('get_issue', { number, read: true }, signal),
        call('get_event', { number, at }, signal),
      ]);
      if (signal.aborted) return;
      this.issue = issue;
      this.event = event;
      this.failure = '';
    } catch (thrown) {
      if (signal.aborted) return;
      if (!same) this.#clear();
      this.failure = RpcError.from(thrown).message;
    } finally {
      clearTimeout(timer);
      if (!signal.aborted) this.slow = false;
    }
  }

  /** The head again, quietly, one question at a time: a failure here is told by the change stream. */
  async #reload(): Promise<void> {
    this.#stale = true;
    if (this.#reloading) return;
    this.#reloading = true;
    while (this.#stale && this.#number !== null) {
      this.#stale = false;
      const number = this.#number;
      try {
        const issue = await call('get_issue', { number, read: document.hasFocus() });
        if (this.#number !== number || this.issue?.row.number !== number) continue;
        const { kept } = this.issue;
        this.issue = issue;
        if (issue.kept < kept) await this.#follow(number);
      } catch {
        // It stays as it was; the next change asks again.
      }
    }
    this.#reloading = false;
  }

  /** Whatever was asked before no longer counts. */
  #begin(): AbortController {
    this.#asked.abort();
    this.#asked = new AbortController();
    this.failure = '';
    return this.#asked;
  }

  #clear(): void {
    this.issue = null;
    this.event = null;
  }
}
