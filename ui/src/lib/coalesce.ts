/**
 * Makes many wishes one deed: at most one run at a time, at least `gap` ms between the ends and starts, and one more run if somebody
 * asked meanwhile. The first wish is served at the next frame.
 */
export function coalesce(run: () => Promise<void>, gap: number, frame = 16): () => void {
  let wanted = false;
  let running = false;
  let last = -Infinity;

  const serve = async (): Promise<void> => {
    running = true;
    while (wanted) {
      await sleep(Math.max(frame, last + gap - performance.now()));
      wanted = false;
      await run();
      last = performance.now();
    }
    running = false;
  };

  return () => {
    wanted = true;
    if (!running) void serve();
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
