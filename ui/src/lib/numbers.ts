/** Numbers for people. */

const GROUPED = new Intl.NumberFormat('en-US');

/** `3,204`. */
export function grouped(n: number): string {
  return GROUPED.format(n);
}

/** In a narrow column: `3,204`, `18k`, `1.2M`. */
export function short(n: number): string {
  if (n < 10_000) return grouped(n);
  if (n < 999_500) return `${Math.round(n / 1_000)}k`;
  return `${(n / 1_000_000).toFixed(n < 9_950_000 ? 1 : 0)}M`;
}

/** `1 issue`, `3,204 issues`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${grouped(n)} ${n === 1 ? one : many}`;
}

/** `0.2 kB`, `6.4 kB`, `1.3 MB`; below 100 bytes `87 B`. */
export function bytes(n: number): string {
  if (n < 100) return `${n} B`;
  if (n < 999_500) return `${(n / 1_000).toFixed(n < 99_950 ? 1 : 0)} kB`;
  return `${(n / 1_000_000).toFixed(1)} MB`;
}
