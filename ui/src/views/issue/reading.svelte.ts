/** Which panel is read: the last one whose head has passed the line below the index. Follows the scroll, and scrolls. */

/** How far below the top of the pane the line is, px. */
const LINE = 60;

export class ReadingPlace {
  /** Id of the panel; empty before the first look. */
  current = $state('');

  #pane: HTMLElement | null = null;

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
    this.#pane?.style.setProperty('--cover', `${height}px`);
  };

  /** Scrolls a panel to the top, and says that it is read. */
  goTo(id: string): void {
    const panel = this.#pane?.querySelector(`#panel-${CSS.escape(id)}`);
    panel?.scrollIntoView({ block: 'start' });
    this.current = id;
  }

  toTop(): void {
    this.#pane?.scrollTo({ top: 0 });
  }

  #look(pane: HTMLElement): void {
    const line = pane.getBoundingClientRect().top + LINE;
    const panels = [...pane.querySelectorAll<HTMLElement>('section[id^="panel-"]')];
    const at = panels.findLast((panel) => panel.getBoundingClientRect().top <= line) ?? panels[0];
    // At the very end the last panel may be too short to reach the line.
    const ended = pane.scrollTop > 0 && pane.scrollTop + pane.clientHeight >= pane.scrollHeight - 1;
    this.current = (ended ? panels.at(-1) : at)?.id.replace('panel-', '') ?? '';
  }
}
