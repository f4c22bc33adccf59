/** Breadcrumbs as lines of a timeline: when before the crash, which sign, what stands on the line, what is folded. Pure. */
import type { BreadcrumbView, JsonValue, Pair } from '../api/gen';
import type { IconName } from '../parts/icons';
import { grouped } from './numbers';
import { lineOf } from './values';

/** A breadcrumb as it is drawn. */
export interface CrumbLine {
  readonly crumb: BreadcrumbView;
  /** Its place in the event, from 0. */
  readonly at: number;
  readonly icon: IconName;
  readonly category: string;
  /** A word before the text, semibold: the HTTP method. */
  readonly verb: string;
  readonly text: string;
  /** A machine wrote it and one could paste it. */
  readonly code: boolean;
  /** At the right: the first is the outcome, in the colour of the level. */
  readonly outcome: string;
  readonly aside: string;
  /** What is not on the line. */
  readonly rest: readonly Pair[];
}

/** What the reader wants to see; empty: everything. */
export interface CrumbFilter {
  readonly types: ReadonlySet<string>;
  readonly levels: ReadonlySet<string>;
  readonly words: string;
}

/** "−1.20 s": the time before the crash. Above a minute "−2 min 5 s", above an hour "−3 h 12 min". */
export function beforeCrash(crumb: number | null, crash: number | null): string {
  if (crumb === null || crash === null) return '';
  const seconds = (crumb - crash) / 1000;
  const sign = seconds < 0 ? '−' : seconds > 0 ? '+' : '';
  const size = Math.abs(seconds);
  if (size < 59.995) return `${size < 0.005 ? '' : sign}${size.toFixed(2)} s`;
  const whole = Math.round(size);
  if (whole < 3600) return `${sign}${Math.floor(whole / 60)} min ${whole % 60} s`;
  const hours = Math.floor(whole / 3600);
  if (hours < 48) return `${sign}${hours} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${sign}${Math.floor(hours / 24)} d`;
}

/** "12, the last 4.8 s". */
export function crumbSummary(crumbs: readonly BreadcrumbView[], crash: number | null): string {
  const count = grouped(crumbs.length);
  const first = crumbs.find((crumb) => crumb.timestamp !== null)?.timestamp ?? null;
  if (first === null || crash === null || first >= crash) return count;
  const seconds = (crash - first) / 1000;
  if (seconds < 60) return `${count}, the last ${seconds.toFixed(1)} s`;
  if (seconds < 5400) return `${count}, the last ${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${count}, the last ${Math.round(seconds / 3600)} h`;
  return `${count}, the last ${Math.round(seconds / 86_400)} d`;
}

/** The word that a breadcrumb is filtered by: the first part of its category, else its type. */
export function crumbType(crumb: BreadcrumbView): string {
  const head = (crumb.category ?? '').split(/[.:]/)[0] ?? '';
  return head === '' ? crumb.kind : head;
}

/** True: the filter lets it through. */
export function crumbPasses(line: CrumbLine, filter: CrumbFilter): boolean {
  const { crumb } = line;
  if (filter.types.size > 0 && !filter.types.has(crumbType(crumb))) return false;
  if (filter.levels.size > 0 && !filter.levels.has(crumb.level)) return false;
  const words = filter.words.trim().toLowerCase();
  if (words === '') return true;
  const text = [line.category, line.verb, line.text, line.outcome, line.aside, ...line.rest.map(pairText)];
  return text.join(' ').toLowerCase().includes(words);
}

/** Reads a breadcrumb into its line. */
export function crumbLine(crumb: BreadcrumbView, at: number): CrumbLine {
  const category = crumb.category ?? crumb.kind;
  const base = { crumb, at, icon: crumbIcon(crumb), category, verb: '', code: false, outcome: '', aside: '' };
  const used = new Set<string>();
  const take = (...keys: string[]): string => {
    for (const key of keys) {
      const pair = crumb.data.find((one) => one.key === key);
      if (pair && pair.value !== null && pair.value !== '') {
        used.add(key);
        return lineOf(pair.value);
      }
    }
    return '';
  };
  const rest = (): Pair[] => crumb.data.filter((pair) => !used.has(pair.key));
  const message = crumb.message ?? '';
  if (isHttp(crumb) && crumb.data.some((pair) => pair.key === 'url')) {
    const verb = take('method', 'http.request.method').toUpperCase();
    const text = take('url') || message;
    const outcome = take('status_code', 'http.response.status_code', 'status');
    const aside = milliseconds(take('duration', 'duration_ms'));
    return { ...base, verb, text, code: true, outcome, aside, rest: rest() };
  }
  if (crumb.kind === 'navigation' && message === '') {
    const from = take('from');
    const to = take('to');
    const text = from === '' ? to : `${from} → ${to}`;
    return { ...base, text: text || firstPair(crumb.data, used), rest: rest() };
  }
  const code = /^(query|db|sql|cache|redis|subprocess)/.test(category) || crumb.kind === 'query';
  if (category.startsWith('cache') && crumb.data.some((pair) => pair.key === 'hit')) {
    const outcome = take('hit') === 'true' ? 'hit' : 'miss';
    return { ...base, text: message || firstPair(crumb.data, used), code, outcome, rest: rest() };
  }
  const aside = code ? milliseconds(take('duration', 'duration_ms', 'db.duration')) : '';
  return { ...base, text: message || firstPair(crumb.data, used), code, aside, rest: rest() };
}

const ICONS: readonly (readonly [RegExp, IconName])[] = [
  [/^(navigation|router|route)/, 'nav'],
  [/^(http|xhr|fetch|httplib|httpx|requests|aiohttp|rpc|grpc|graphql)/, 'http'],
  [/^(query|db|sql|sqlalchemy|django\.db|mongo|active_record)/, 'db'],
  [/^(cache|redis|memcache)/, 'cache'],
  [/^(auth|session|user\.login)/, 'key'],
  [/^(ui|click|touch|gesture|input)/, 'click'],
  [/^(sentry\.event|exception|error)/, 'note'],
  [/^(feature|flag)/, 'flag'],
  [/^(replay)/, 'replay'],
  [/^(transaction|trace|span)/, 'trace'],
];

/** The sign of a breadcrumb, by its category, then its type; what is not known is a log line. */
export function crumbIcon(crumb: BreadcrumbView): IconName {
  for (const word of [crumb.category ?? '', crumb.kind]) {
    const found = ICONS.find(([pattern]) => pattern.test(word));
    if (found) return found[1];
  }
  return 'log';
}

function isHttp(crumb: BreadcrumbView): boolean {
  return crumb.kind === 'http' || /^(xhr|fetch|http)/.test(crumb.category ?? '');
}

function milliseconds(text: string): string {
  if (text === '') return '';
  const value = Number(text);
  return Number.isFinite(value) ? `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} ms` : text;
}

function firstPair(data: readonly Pair[], used: Set<string>): string {
  const pair = data.find((one) => !used.has(one.key));
  if (!pair) return '';
  used.add(pair.key);
  return pairText(pair);
}

function pairText(pair: { readonly key: string; readonly value: JsonValue }): string {
  return `${pair.key}: ${lineOf(pair.value)}`;
}
