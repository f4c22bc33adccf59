/** Values of variables, tags and contexts as text: what stands on one line, in which inks, what type it is, what is inside. Pure. */
import type { JsonValue, VarView } from '../api/gen';
import type { Piece } from './highlight';

/** Characters of a value that a line shows; the whole is shown when it is opened. */
export const VALUE_LIMIT = 400;

/** An object of any keys. */
export type JsonObject = Partial<Record<string, JsonValue>>;

/** A child of a list or an object. */
export interface Child {
  readonly name: string;
  readonly value: JsonValue;
}

/** True: there is something to open. */
export function hasChildren(value: JsonValue): value is JsonValue[] | JsonObject {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** What is inside a list or an object; nothing for all others. */
export function childrenOf(value: JsonValue): Child[] {
  if (Array.isArray(value)) return value.map((child, n) => ({ name: String(n), value: child }));
  if (typeof value !== 'object' || value === null) return [];
  return entriesOf(value).map(([name, child]) => ({ name, value: child }));
}

/** Keys and values of an object or a list. */
export function entriesOf(value: JsonValue[] | JsonObject): [string, JsonValue][] {
  return Object.entries(value).map(([key, child]) => [key, child ?? null]);
}

/** A value as one line of text; strings bare, as the SDKs write them (they carry the language's own notation). */
export function lineOf(value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.length === 0 ? '[]' : preview(value, '[', ']');
  if (typeof value === 'object' && value !== null) {
    return Object.keys(value).length === 0 ? '{}' : preview(value, '{', '}');
  }
  return String(value);
}

/** A value as JSON on one line, strings at the top bare: for data that is JSON by nature. Cut where nobody reads on. */
export function jsonLine(value: JsonValue): string {
  if (typeof value === 'string') return value;
  let text = '';
  const write = (one: JsonValue): void => {
    if (text.length > VALUE_LIMIT) return;
    if (typeof one !== 'object' || one === null) {
      text += typeof one === 'string' ? JSON.stringify(one.slice(0, VALUE_LIMIT)) : String(one);
      return;
    }
    const list = Array.isArray(one);
    text += list ? '[' : '{';
    for (const [n, [key, child]] of entriesOf(one).entries()) {
      if (text.length > VALUE_LIMIT) break;
      text += `${n > 0 ? ', ' : ''}${list ? '' : `${JSON.stringify(key)}: `}`;
      write(child);
    }
    text += list ? ']' : '}';
  };
  write(value);
  return text;
}

/** A value as its language would write it, where JSON has another word. */
export function inLanguage(value: JsonValue, platform: string): JsonValue {
  if (platform === 'python') {
    if (value === null) return 'None';
    if (typeof value === 'boolean') return value ? 'True' : 'False';
  }
  return platform === 'ruby' && value === null ? 'nil' : value;
}

/** A value in full: strings bare, everything else as indented JSON. */
export function fullText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

const WORDS = /^(None|True|False|null|undefined|nil|true|false|NaN|Infinity|self|this)$/;
const NUMBER = /^-?(\d[\d_]*(\.\d+)?([eE][+-]?\d+)?|0x[0-9a-fA-F]+)$/;
const QUOTED = /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?/g;

/** A line of a value in inks: quoted text as string, a bare number, a word of the language. */
export function inkValue(line: string, limit = VALUE_LIMIT): Piece[] {
  const text = line.length > limit ? `${line.slice(0, limit)}…` : line;
  if (WORDS.test(text)) return [{ text, ink: 'k' }];
  if (NUMBER.test(text)) return [{ text, ink: 'd' }];
  // An apostrophe within prose starts no string: only what looks like notation is inked.
  if (!/^(['"[{(<]|[bBrRuUfF]['"]|[\w.]+[[({<])/.test(text)) return [{ text, ink: '' }];
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(QUOTED)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), ink: '' });
    pieces.push({ text: match[0], ink: 's' });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), ink: '' });
  return pieces;
}

/** Variables in the order in which they are read: used on the line, then the others, then what the language made (`__name__`). */
export function bySide(vars: readonly VarView[]): VarView[] {
  const rank = (one: VarView): number => (one.on_line ? 0 : isMachinery(one) ? 2 : 1);
  return [...vars].sort((a, b) => rank(a) - rank(b));
}

/** The type that a value says of itself, in the words of its language; empty where it says none. */
export function typeOf(value: JsonValue, platform: string): string {
  const python = platform === 'python';
  if (Array.isArray(value)) return python ? 'list' : 'Array';
  if (typeof value === 'object' && value !== null) return python ? 'dict' : 'Object';
  if (value === null) return python ? 'NoneType' : 'null';
  if (typeof value === 'boolean') return python ? 'bool' : 'boolean';
  if (typeof value === 'number') return python ? (Number.isInteger(value) ? 'int' : 'float') : 'number';
  return python ? pythonType(value) : '';
}

function pythonType(repr: string): string {
  if (repr === 'None') return 'NoneType';
  if (repr === 'True' || repr === 'False') return 'bool';
  if (/^[rRuU]?['"]/.test(repr)) return 'str';
  if (/^[bB]['"]/.test(repr)) return 'bytes';
  if (/^-?\d+$/.test(repr)) return 'int';
  if (/^-?\d+\.\d+(e[+-]?\d+)?$/.test(repr)) return 'float';
  const call = /^([A-Za-z_][\w.]*)\(/.exec(repr) ?? /^<(?:class )?'?([A-Za-z_][\w.]*)/.exec(repr);
  return call?.[1]?.split('.').at(-1) ?? '';
}

const NOTHING = /^(None|null|undefined|nil|NULL)$/;

/** True: a value that is nothing, used on the crashing line, of an error that speaks of nothing. */
export function explains(value: JsonValue, onLine: boolean, error: string): boolean {
  if (!onLine) return false;
  const nothing = value === null || (typeof value === 'string' && NOTHING.test(value));
  return nothing && /\b(NoneType|None|null|undefined|nil)\b/i.test(error);
}

function preview(value: JsonValue[] | JsonObject, open: string, close: string): string {
  let text = open;
  for (const [key, child] of entriesOf(value)) {
    if (text.length > VALUE_LIMIT) break;
    if (text.length > 1) text += ', ';
    if (!Array.isArray(value)) text += `${key}: `;
    text += previewChild(child);
  }
  return text + close;
}

function previewChild(child: JsonValue): string {
  if (Array.isArray(child)) return child.length === 0 ? '[]' : `[${child.length}]`;
  if (typeof child === 'object' && child !== null) return Object.keys(child).length === 0 ? '{}' : '{…}';
  if (typeof child === 'string')
    return child.length > VALUE_LIMIT ? `${child.slice(0, VALUE_LIMIT)}…` : child;
  return String(child);
}

/** True for what the language puts beside the variables, like `__name__`, unless the line speaks of it. */
export function isMachinery(one: VarView): boolean {
  return !one.on_line && /^__\w+__$/.test(one.name);
}
