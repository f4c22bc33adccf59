/** What was just done, and the way back. One toast at a time: the newest says it. */

export interface Toast {
  id: number;
  text: string;
  /** An error stands until it is closed or replaced. */
  tone: 'said' | 'failed';
  /** What `undo` takes back; null: nothing to take back. */
  undo: string | null;
}

export const TOAST_MS = 8_000;

class Toasts {
  current = $state.raw<Toast | null>(null);
  #n = 0;

  say(text: string, undo: string | null = null): void {
    this.current = { id: ++this.#n, text, tone: 'said', undo };
  }

  fail(text: string): void {
    this.current = { id: ++this.#n, text, tone: 'failed', undo: null };
  }

  close(id: number): void {
    if (this.current?.id === id) this.current = null;
  }
}

export const toasts = new Toasts();
