/** Times for people. All of them take `now`; none reads a clock. Milliseconds since the epoch. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** In a row: `12s`, `6m`, `2h`, `3d`. What lies ahead counts as now. */
export function shortAge(at: number, now: number): string {
  const age = Math.max(0, now - at);
  if (age < MINUTE) return `${Math.floor(age / SECOND)}s`;
  if (age < HOUR) return `${Math.floor(age / MINUTE)}m`;
  if (age < DAY) return `${Math.floor(age / HOUR)}h`;
  return `${Math.floor(age / DAY)}d`;
}

/** In a sentence: `12 s ago`, `6 min ago`, `2 h ago`, `3 d ago`. */
export function longAge(at: number, now: number): string {
  const short = shortAge(at, now);
  const units: Record<string, string> = { s: 's', m: 'min', h: 'h', d: 'd' };
  return `${short.slice(0, -1)} ${units[short.slice(-1)] ?? ''} ago`;
}

/** The section of the list: `Today`, `Yesterday`, `Thursday`, `20 November`, `20 November 2025`. */
export function dayName(at: number, now: number): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / DAY);
  if (days <= 0) return 'Today';
  if (days === 1) return 'Yesterday';
  const date = new Date(at);
  if (days < 7) return date.toLocaleDateString('en-GB', { weekday: 'long' });
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return date.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

/** `14:32:07`, local time. */
export function clock(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB');
}

/** `14:32:07.214`, local time. */
export function clockMs(at: number): string {
  return `${clock(at)}.${String(Math.floor(((at % SECOND) + SECOND) % SECOND)).padStart(3, '0')}`;
}

/** For tooltips: `20 November 2026, 14:32:07`, local time. */
export function fullTime(at: number): string {
  const date = new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  return `${date}, ${clock(at)}`;
}

/** Midnight before it, local time. */
export function startOfDay(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
