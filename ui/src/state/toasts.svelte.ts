/** What was just done, and the way back. One toast at a time: the newest says it. */
import { RpcError } from '../api/error';

/** The name of a change that `undo` takes back, or what has to be done instead. */
export type WayBack = string | (() => Promise<void>);

export interface Toast {
  id: number;
  text: string;
  /** An error stands until it is closed or replaced. */
  tone: 'said' | 'failed';
  /** What takes it back; null: nothing to take back. */
  undo: WayBack | null;
  /** silence: nobody answered, which is over when somebody does. deed: anything else. */
  about: 'deed' | 'silence';
}

export const TOAST_MS = 8_000;

class Toasts {
  current = $state.raw<Toast | null>(null);
  #n = 0;

  say(text: string, undo: WayBack | null = null): void {
    this.current = { id: ++this.#n, text, tone: 'said', undo, about: 'deed' };
  }

  /** Shows what went wrong, with its hint. */
  fail(thrown: unknown): void {
    const { code, message, hint } = RpcError.from(thrown);
    const text = hint === null ? message : `${message}. ${hint}`;
    const about = code === 'unreachable' ? 'silence' : 'deed';
    this.current = { id: ++this.#n, text, tone: 'failed', undo: null, about };
  }

  /** Somebody answers again: the word that nobody did goes. */
  answered(): void {
    if (this.current?.about === 'silence') this.current = null;
  }

  close(id: number): void {
    if (this.current?.id === id) this.current = null;
  }
}

export const toasts = new Toasts();
