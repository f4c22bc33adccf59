/** Reading what is kept anew, by the rules that hold: first only said, then done. One job at a time, whoever began it. */
import { RpcError } from '../api/error';
import type { HistoryView } from '../api/gen';
import { call } from '../api/transport';

class History {
  /** The job, or what became of the last one; null until it is known, or nobody asked. */
  job = $state.raw<HistoryView | null>(null);
  /** Slug of the project whose events are read; null: of all. As it was when it was asked for. */
  project = $state<string | null>(null);
  failed = $state('');
  readonly running = $derived(this.job?.stage === 'running');
  #looks = false;

  /** Begins. `dry_run`: it only says what would move. */
  async begin(project: string | null, dry_run: boolean): Promise<void> {
    this.project = project;
    const query = project === null ? '' : `project:${project}`;
    await this.#ask(() => call('reprocess', { query, dry_run }));
    await this.#lookOn();
  }

  /** Stops it; what was done by then is done. */
  async stop(): Promise<void> {
    await this.#ask(() => call('reprocess_stop', {}));
  }

  /** Forgets what became of it. */
  close(): void {
    if (!this.running) this.job = null;
    this.failed = '';
  }

  /** Follows the job until it ends. */
  async #lookOn(): Promise<void> {
    if (this.#looks) return;
    this.#looks = true;
    while (this.running && this.failed === '') {
      const after = this.job?.revision ?? null;
      await this.#ask(() => call('reprocess_state', { after }));
    }
    this.#looks = false;
  }

  async #ask(question: () => Promise<HistoryView>): Promise<void> {
    try {
      this.job = await question();
      this.failed = this.job.failed ?? '';
    } catch (thrown) {
      this.failed = RpcError.from(thrown).message;
    }
  }
}

export const history = new History();
