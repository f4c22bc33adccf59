import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { coalesce } from './coalesce';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('many wishes in one frame are one deed', async () => {
  const run = vi.fn(() => Promise.resolve());
  const ask = coalesce(run, 100);
  for (let n = 0; n < 50; n++) ask();
  await vi.advanceTimersByTimeAsync(15);
  expect(run, 'before the frame is over').toHaveBeenCalledTimes(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(run).toHaveBeenCalledTimes(1);
});

it('a wish during a deed is one more deed, after the gap', async () => {
  let finish = (): void => undefined;
  const run = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
  const ask = coalesce(run, 100);
  ask();
  await vi.advanceTimersByTimeAsync(16);
  ask();
  ask();
  finish();
  await vi.advanceTimersByTimeAsync(99);
  expect(run, 'within the gap').toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(run).toHaveBeenCalledTimes(2);
  finish();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(run, 'nobody asked again').toHaveBeenCalledTimes(2);
});
