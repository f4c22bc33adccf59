/** Bars of a sparkline as a path: square-root scale, a baseline where there was nothing. */

export interface SparkShape {
  width: number;
  height: number;
  /** From one bar to the next. */
  step: number;
  bar: number;
  /** Height of an empty bucket; 0: none. */
  base: number;
}

/** Bars of 24 hours in a row of the list. */
export const ROW_SPARK: SparkShape = { width: 47, height: 14, step: 2, bar: 1.5, base: 0.75 };
/** Bars of the last hour in the sidebar. */
export const HOUR_SPARK: SparkShape = { width: 34, height: 10, step: 2, bar: 1.25, base: 0 };

/** `past` and `now` (the last bucket): two `d` of paths, since only the last is dark. */
export function sparkPaths(values: readonly number[], shape: SparkShape): { past: string; now: string } {
  const peak = Math.max(...values, 1);
  const bars = values.map((value, index) => {
    const tall =
      value > 0 ? Math.max(Math.round(Math.sqrt(value / peak) * shape.height * 2) / 2, 1.5) : shape.base;
    return tall > 0 ? `M${index * shape.step} ${shape.height}v-${tall}h${shape.bar}v${tall}z` : '';
  });
  return { past: bars.slice(0, -1).join(''), now: bars.at(-1) ?? '' };
}
