/** Words looked for in a text: where they stand, and which place is shown. Draws nothing. */
import { findIn } from '../../lib/jsontext';
import { grouped } from '../../lib/numbers';

/** Places are counted up to here. */
const LIMIT = 1_000;

export class Search {
  words = $state('');
  #at = $state(0);
  readonly #places: readonly number[] = $derived.by(() => findIn(this.text, this.words, LIMIT));

  constructor(readonly text: string) {}

  /** The place that is shown, as offset into the text; null: none. */
  get at(): number | null {
    return this.#places[this.#at % Math.max(1, this.#places.length)] ?? null;
  }

  /** `3 of 12`; empty without words. */
  get said(): string {
    if (this.words === '') return '';
    const n = this.#places.length;
    if (n === 0) return 'none';
    return `${grouped((this.#at % n) + 1)} of ${grouped(n)}${n === LIMIT ? '+' : ''}`;
  }

  /** On to the next place, or back; around the ends. */
  go(direction: 1 | -1): void {
    const n = this.#places.length;
    if (n > 0) this.#at = (this.#at + direction + n) % n;
  }
}
