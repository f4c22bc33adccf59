/** Positions of the change stream: `<start of the resident in ms>-<n>`. */

/** True if `a` is later than `b`. Positions of different starts compare by their start. */
export function isLater(a: string, b: string): boolean {
  const [startA, countA] = parts(a);
  const [startB, countB] = parts(b);
  return startA === startB ? countA > countB : startA > startB;
}

/** The earliest of some positions; null if there are none. */
export function earliest(positions: readonly string[]): string | null {
  return positions.reduce<string | null>(
    (least, one) => (least === null || isLater(least, one) ? one : least),
    null,
  );
}

function parts(position: string): [start: number, count: number] {
  const [start = 0, count = 0] = position.split('-').map(Number);
  return [start, count];
}
