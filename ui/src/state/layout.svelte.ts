/** Widths of the panes, remembered between starts, and whether the window is folded. */
import { FOLD, fitPanes, readWish, type Widths } from '../lib/panes';

const KEY = 'crashtray.panes';

class Layout {
  window = $state(innerWidth);
  #wish = $state.raw<Partial<Widths>>(readWish(localStorage.getItem(KEY)));

  readonly folded = $derived(this.window <= FOLD);
  readonly widths: Widths = $derived(fitPanes(this.#wish, this.window));

  /** Gives a pane another width; null: the usual one. */
  resize(pane: keyof Widths, width: number | null): void {
    const kept = Object.entries(this.#wish).filter(([name]) => name !== pane);
    const wish: Partial<Widths> = Object.fromEntries(kept);
    this.#wish =
      width === null ? wish : { ...wish, [pane]: fitPanes({ ...wish, [pane]: width }, this.window)[pane] };
    localStorage.setItem(KEY, JSON.stringify(this.#wish));
  }
}

export const layout = new Layout();
