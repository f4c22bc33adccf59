/** When an event happened, for its navigator. Pure: now is an argument. */
import { clockMs, longAge } from './time';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `14:32:07.214` today, `20 Nov 14:32:07.214` this year, else with the year. Local time. */
export function eventClock(at: number, now: number): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return 'unknown time';
  const today = new Date(now);
  if (date.toDateString() === today.toDateString()) return clockMs(at);
  const day = `${date.getDate()} ${MONTHS[date.getMonth()] ?? ''}`;
  return date.getFullYear() === today.getFullYear()
    ? `${day} ${clockMs(at)}`
    : `${day} ${date.getFullYear()} ${clockMs(at)}`;
}

/** How far the client's clock is from the receipt, where it is more than a minute; else empty. */
export function clockDrift(timestamp: number | null, received: number): string {
  if (timestamp === null) return '';
  const off = received - timestamp;
  if (Math.abs(off) <= 60_000) return '';
  const size = span(Math.abs(off));
  return off > 0 ? `${size} before it was received` : `${size} after it was received`;
}

/** `6 d`: a length of time in one unit. */
export function span(ms: number): string {
  return longAge(0, ms).replace(/ ago$/, '');
}
