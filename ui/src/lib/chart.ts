/** The chart of an issue: counts as bars, a moment as a place on the axis. Pure. */

/** Heights from 0 to `height`, square-root scale; at least 3 where there is anything. */
export function barHeights(counts: readonly number[], height: number): number[] {
  const most = Math.max(1, ...counts);
  return counts.map((n) => (n === 0 ? 0 : Math.max(3, Math.round(Math.sqrt(n / most) * height * 2) / 2)));
}

/** Bars as one path: `pitch` apart, `width` wide, standing on `base`; an empty bucket is a line of one pixel. */
export function barPath(heights: readonly number[], pitch: number, width: number, base: number): string {
  return heights
    .map((height, n) => {
      const tall = height === 0 ? 1 : height;
      return `M${n * pitch} ${base}v-${tall}h${width}v${tall}z`;
    })
    .join('');
}

/** Where a moment stands in the last `days` days, in percent; null outside of them. */
export function placeOnAxis(at: number, now: number, days: number): number | null {
  const percent = 100 - ((now - at) / (days * 86_400_000)) * 100;
  return percent < 0 || percent > 100 ? null : Math.round(percent * 10) / 10;
}
