/** Now, ticking once a second while the page is visible. Texts that show an age read it; nothing else sets timers for them. */

class Clock {
  now = $state(Date.now());

  /** Starts ticking; the result stops it. */
  start(): () => void {
    const tick = (): void => {
      if (!document.hidden) this.now = Date.now();
    };
    const timer = setInterval(tick, 1_000);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }
}

export const time = new Clock();
