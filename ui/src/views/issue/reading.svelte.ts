/** Which panel is read: the last one whose head has passed the line below the index. Follows the scroll, and scrolls. */

/** How far below the index the line is, px. */
const LINE = 24;
/** For this long after going to a panel it is brought to the top again when the panels below it grow. */
const SETTLE_MS = 1_000;

export class ReadingPlace {
  /** Id of the panel; empty before the first look. */
  current = $state('');

  #pane: HTMLElement | null = null;
  #covered = 0;
  /** The panel that was gone to, and where that left the scroll; it counts as read until one scrolls on. */
  #chosen: { id: string; top: number; at: number } | null = null;

  /** Attached to the element that scrolls. */
  readonly watch = (pane: HTMLElement): (() => void) => {
    this.#pane = pane;
    let frame = 0;
    const follow = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => this.#look(pane));
    };
    const observer = new MutationObserver(follow);
    observer.observe(pane, { childList: true, subtree: true });
    pane.addEventListener('scroll', follow, { passive: true });
    follow();
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      pane.removeEventListener('scroll', follow);
      this.#pane = null;
    };
  };

  /** Told how much of the top of the pane the index covers, px. */
  readonly cover = (height: number): void => {
    this.#covered = height;
    this.#pane?.style.setProperty('--cover', `${height}px`);
  };

  /** Scrolls a panel to the top, and says that it is read. */
  goTo(id: string): void {
    this.#scrollTo(id, performance.now());
  }

  toTop(): void {
    this.#chosen = null;
    this.#pane?.scrollTo({ top: 0 });
  }

  #scrollTo(id: string, at: number): void {
    this.#pane?.querySelector(`#panel-${CSS.escape(id)}`)?.scrollIntoView({ block: 'start' });
    this.#chosen = { id, top: this.#pane?.scrollTop ?? 0, at };
    this.current = id;
  }

  #look(pane: HTMLElement): void {
    if (this.#chosen && Math.abs(pane.scrollTop - this.#chosen.top) < 2) {
      // What comes in below may make room for a panel that could not reach the top.
      if (performance.now() - this.#chosen.at < SETTLE_MS) this.#scrollTo(this.#chosen.id, this.#chosen.at);
      return;
    }
    this.#chosen = null;
    const line = pane.getBoundingClientRect().top + this.#covered + LINE;
    const panels = [...pane.querySelectorAll<HTMLElement>('section[id^="panel-"]')];
    const at = panels.findLast((panel) => panel.getBoundingClientRect().top <= line) ?? panels[0];
    // At the very end the last panel may be too short to reach the line.
    const ended = pane.scrollTop > 0 && pane.scrollTop + pane.clientHeight >= pane.scrollHeight - 1;
    this.current = (ended ? panels.at(-1) : at)?.id.replace('panel-', '') ?? '';
  }
}
