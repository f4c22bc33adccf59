/** Where rows of known heights stand in a long list, and which of them a viewport shows. */

/** `tops[i]` is where item `i` starts; one more at the end for the whole height. */
export function topsOf(heights: readonly number[]): number[] {
  const tops = [0];
  let top = 0;
  for (const height of heights) tops.push((top += height));
  return tops;
}

/** The index of the item at `y`; the first or the last where it is outside. */
export function itemAt(tops: readonly number[], y: number): number {
  let low = 0;
  let high = Math.max(tops.length - 2, 0);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tops[middle] ?? Infinity) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The items to draw, `[from, to)`, with some beyond the edges. */
export function visibleRange(
  tops: readonly number[],
  scroll: number,
  viewport: number,
  beyond: number,
): [number, number] {
  const count = tops.length - 1;
  if (count <= 0) return [0, 0];
  return [
    Math.max(0, itemAt(tops, scroll) - beyond),
    Math.min(count, itemAt(tops, scroll + viewport) + 1 + beyond),
  ];
}

/** Where to scroll so that an item is seen whole: as little as possible. `margin` is kept free above and below. */
export function scrollToShow(
  tops: readonly number[],
  index: number,
  scroll: number,
  viewport: number,
  margin: number,
): number {
  const top = tops[index] ?? 0;
  const bottom = tops[index + 1] ?? top;
  const highest = Math.max(0, (tops.at(-1) ?? 0) - viewport);
  if (top - margin < scroll) return Math.max(0, Math.min(top - margin, highest));
  if (bottom + margin > scroll + viewport) return Math.min(highest, bottom + margin - viewport);
  return scroll;
}
