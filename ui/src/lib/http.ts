/** The request of an event as a person reads it, and as a command line that sends it again. Pure; sends nothing. */
import type { JsonValue, Pair, RequestView } from '../api/gen';
import { entriesOf, fullText, lineOf } from './values';

/** An address in the parts that are drawn apart. */
export interface UrlParts {
  /** "http://localhost:8000"; empty where the address has none. */
  readonly origin: string;
  readonly path: string;
  /** With its question mark. */
  readonly query: string;
  /** With its hash. */
  readonly fragment: string;
}

/** Splits the address of a request. What does not read as an address stays whole, as path. */
export function urlParts(request: RequestView): UrlParts {
  const url = request.url ?? '';
  const split = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)(.*)$/is.exec(url);
  const query = request.query.length === 0 ? '' : `?${queryString(request.query)}`;
  const fragment = request.fragment === null || request.fragment === '' ? '' : `#${request.fragment}`;
  return { origin: split?.[1] ?? '', path: split?.[2] ?? url, query, fragment };
}

/** "step=3&name=a%20b". */
export function queryString(pairs: readonly Pair[]): string {
  return pairs.map((pair) => `${encode(pair.key)}=${encode(lineOf(pair.value))}`).join('&');
}

/** Cookies as one header: "sessionid=…; csrftoken=…". */
export function cookieLine(cookies: readonly Pair[]): string {
  return cookies.map((pair) => `${pair.key}=${lineOf(pair.value)}`).join('; ');
}

/** Headers that curl makes itself, or that would be wrong in a second request. */
const LEFT_OUT = new Set(['host', 'content-length', 'connection', 'transfer-encoding', 'accept-encoding']);

/** The request as a curl command for a POSIX shell; every word that needs it is quoted. */
export function curlCommand(request: RequestView): string {
  const { origin, path, query } = urlParts(request);
  const method = (request.method ?? 'GET').toUpperCase();
  const words: string[] = [];
  const body = request.data === null ? '' : bodyText(request.data, request.headers);
  if (method === 'HEAD') words.push('--head');
  else if (method !== (body === '' ? 'GET' : 'POST')) words.push(`-X ${quote(method)}`);
  const headers = request.headers.filter((pair) => !LEFT_OUT.has(pair.key.toLowerCase()));
  for (const pair of headers) words.push(`-H ${quote(`${pair.key}: ${oneLine(lineOf(pair.value))}`)}`);
  const cookies = headers.some((pair) => pair.key.toLowerCase() === 'cookie')
    ? ''
    : cookieLine(request.cookies);
  if (cookies !== '') words.push(`-H ${quote(`Cookie: ${oneLine(cookies)}`)}`);
  if (body !== '') words.push(`--data-raw ${quote(body)}`);
  return [`curl ${quote(origin + path + query)}`, ...words].join(' \\\n  ');
}

/** The body as it went over the wire: a form for objects of a form request, JSON for other objects. */
export function bodyText(data: JsonValue, headers: readonly Pair[]): string {
  if (typeof data !== 'object' || data === null) return fullText(data);
  const type = headers.find((pair) => pair.key.toLowerCase() === 'content-type');
  const form = type !== undefined && /x-www-form-urlencoded/i.test(lineOf(type.value));
  if (!form || Array.isArray(data)) return JSON.stringify(data);
  return entriesOf(data)
    .flatMap(([key, value]) =>
      (Array.isArray(value) ? value : [value]).map((one) => `${encode(key)}=${encode(lineOf(one))}`),
    )
    .join('&');
}

/** A word for a POSIX shell. Text from an event is hostile: nothing in it may end the quotes. */
export function quote(word: string): string {
  const clean = word.replaceAll('\0', '');
  if (/^[\w@%+=:,./-]+$/.test(clean) && !clean.startsWith('-')) return clean;
  return `'${clean.replaceAll("'", "'\\''")}'`;
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}

function encode(text: string): string {
  // A lone surrogate has no UTF-8: encodeURIComponent would throw.
  return encodeURIComponent(
    text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd'),
  );
}
