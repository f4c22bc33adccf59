/** Which issue is looked at, which ones are marked, and, in a folded window, whether the issue or the list is in front. */
import type { IssueRow } from '../api/gen';

class Selection {
  /** Number of the issue that the pane shows. */
  current = $state<number | null>(null);
  /** More than one: what an action works on. Empty: it works on `current`. */
  marked = $state.raw<ReadonlySet<number>>(new Set());
  /** In a folded window: the issue is in front of the list. */
  reading = $state(false);
  #anchor: number | null = null;

  /** What an action works on. */
  get targets(): readonly number[] {
    if (this.marked.size > 0) return [...this.marked];
    return this.current === null ? [] : [this.current];
  }

  /** Looks at one issue, and at no others. */
  select(number: number | null): void {
    this.current = number;
    this.#anchor = number;
    this.marked = new Set();
  }

  /** Looks at it, in front. */
  open(number: number): void {
    this.select(number);
    this.reading = true;
  }

  /** Adds an issue to the marked ones, or takes it away (ctrl). */
  toggle(number: number): void {
    const marked = new Set(this.marked.size > 0 ? this.marked : this.current === null ? [] : [this.current]);
    if (!marked.delete(number)) marked.add(number);
    this.#anchor = number;
    this.marked = marked.size > 1 ? marked : new Set();
    const [only] = marked;
    if (marked.size === 1 && only !== undefined) this.current = only;
    else if (marked.has(number)) this.current = number;
  }

  /** Marks everything from the anchor to here (shift). */
  extend(rows: readonly IssueRow[], number: number): void {
    const numbers = rows.map((row) => row.number);
    const from = numbers.indexOf(this.#anchor ?? number);
    const to = numbers.indexOf(number);
    if (to < 0) return;
    const start = Math.max(0, from < 0 ? to : Math.min(from, to));
    const range = numbers.slice(start, Math.max(from, to) + 1);
    this.marked = range.length > 1 ? new Set(range) : new Set();
    this.current = number;
  }

  /** Marks all of these. */
  markAll(rows: readonly IssueRow[]): void {
    if (rows.length > 1) this.marked = new Set(rows.map((row) => row.number));
  }

  /** Unmarks; what is looked at stays. */
  unmark(): void {
    this.marked = new Set();
  }
}

export const selection = new Selection();
