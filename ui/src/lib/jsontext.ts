/**
 * JSON as the text that came, read in place: a node is a range of the text, its children are found when it is opened. So repeated keys,
 * long numbers and the order of keys stay as they are, and a megabyte costs nothing until somebody looks. Pure; never throws.
 */

/** What a value is, by its first character. */
export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'word';

/** A value within the text. */
export interface JsonNode {
  /** The key as it is written, quotes included; null in lists and at the root. */
  readonly key: string | null;
  readonly kind: JsonKind;
  /** Where the line of this value begins: its key, else itself. */
  readonly from: number;
  /** First character. */
  readonly start: number;
  /** After the last character. */
  readonly end: number;
}

/** The value that the text is; null where there is none. */
export function rootOf(text: string): JsonNode | null {
  const start = skipSpace(text, 0);
  if (start >= text.length) return null;
  return { key: null, kind: kindAt(text, start), from: start, start, end: endOfValue(text, start) };
}

/** What is inside an object or a list, in order, at most `limit`. Text that is cut short ends the list. */
export function childrenIn(text: string, node: JsonNode, limit = Infinity): JsonNode[] {
  if (node.kind !== 'object' && node.kind !== 'array') return [];
  const children: JsonNode[] = [];
  let at = node.start + 1;
  while (children.length < limit) {
    at = skipSpace(text, at);
    if (text[at] === ',') at = skipSpace(text, at + 1);
    if (at >= node.end || text[at] === '}' || text[at] === ']') break;
    const from = at;
    let key: string | null = null;
    if (node.kind === 'object' && text[at] === '"') {
      const keyEnd = endOfString(text, at);
      const colon = skipSpace(text, keyEnd);
      if (text[colon] === ':') {
        key = text.slice(at, keyEnd);
        at = skipSpace(text, colon + 1);
      }
    }
    if (at >= node.end) break;
    const end = Math.max(at + 1, endOfValue(text, at));
    children.push({ key, kind: kindAt(text, at), from, start: at, end });
    at = end;
  }
  return children;
}

/** Every place where the words stand, first to last, at most `limit`. Case does not matter. */
export function findIn(text: string, words: string, limit: number): number[] {
  const found: number[] = [];
  if (words === '') return found;
  const pattern = new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'giu');
  for (const match of text.matchAll(pattern)) {
    found.push(match.index);
    if (found.length >= limit) break;
  }
  return found;
}

function kindAt(text: string, at: number): JsonKind {
  const head = text[at] ?? '';
  if (head === '{') return 'object';
  if (head === '[') return 'array';
  if (head === '"') return 'string';
  return /[-0-9]/.test(head) ? 'number' : 'word';
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 32) at++;
  return at;
}

function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === 34) return at + 1;
  }
  return text.length;
}

/** After the value that begins at `from`. Depth is counted, not nested calls: any depth passes. */
function endOfValue(text: string, from: number): number {
  const head = text[from];
  if (head === '"') return endOfString(text, from);
  if (head !== '{' && head !== '[') {
    let at = from;
    while (at < text.length && !/[,\]}\s]/.test(text.charAt(at))) at++;
    return at;
  }
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) at = endOfString(text, at) - 1;
    else if (code === 123 || code === 91) depth++;
    else if (code === 125 || code === 93) {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

/** A line of an open tree. */
export type JsonLine =
  | {
      readonly kind: 'leaf' | 'closed' | 'opened';
      readonly node: JsonNode;
      readonly depth: number;
      readonly last: boolean;
      readonly count: number;
    }
  | { readonly kind: 'end'; readonly node: JsonNode; readonly depth: number; readonly last: boolean }
  | { readonly kind: 'more'; readonly node: JsonNode; readonly depth: number; readonly left: number };

/** How many children a node shows at first, and how many more at each step. */
export const CHILD_STEP = 50;
/** Children are counted up to here; a longer list says "10,000+". */
export const COUNT_LIMIT = 10_000;

/** A tree over a text: finds children once, remembers them. What is open is the caller's. */
export class JsonOutline {
  readonly root: JsonNode | null;
  readonly #children = new Map<number, JsonNode[]>();
  readonly #counts = new Map<number, number>();

  constructor(readonly text: string) {
    this.root = rootOf(text);
  }

  /** The lines to draw: of the nodes whose start is in `open`, at most `limits.get(start)` children. */
  lines(open: ReadonlySet<number>, limits: ReadonlyMap<number, number>): JsonLine[] {
    const lines: JsonLine[] = [];
    const visit = (node: JsonNode, depth: number, last: boolean): void => {
      const nested = node.kind === 'object' || node.kind === 'array';
      const count = nested ? this.#count(node) : 0;
      if (!nested || count === 0) {
        lines.push({ kind: 'leaf', node, depth, last, count });
        return;
      }
      if (!open.has(node.start)) {
        lines.push({ kind: 'closed', node, depth, last, count });
        return;
      }
      lines.push({ kind: 'opened', node, depth, last, count });
      const children = this.children(node);
      const limit = limits.get(node.start) ?? CHILD_STEP;
      children.slice(0, limit).forEach((child, n) => visit(child, depth + 1, n === children.length - 1));
      if (children.length > limit)
        lines.push({ kind: 'more', node, depth: depth + 1, left: children.length - limit });
      lines.push({ kind: 'end', node, depth, last });
    };
    if (this.root) visit(this.root, 0, true);
    return lines;
  }

  /** All children of a node. */
  children(node: JsonNode): JsonNode[] {
    let found = this.#children.get(node.start);
    if (!found) {
      found = childrenIn(this.text, node);
      this.#children.set(node.start, found);
    }
    return found;
  }

  /** The nodes to open, and how many children each must show, so that the character at `offset` is on a line. */
  reveal(offset: number): { readonly open: readonly number[]; readonly limits: ReadonlyMap<number, number> } {
    const open: number[] = [];
    const limits = new Map<number, number>();
    let node = this.root;
    while (node && (node.kind === 'object' || node.kind === 'array') && node.start < offset) {
      const children = this.children(node);
      const at = children.findLastIndex((child) => child.from <= offset);
      const child = children[at];
      if (!child) break;
      open.push(node.start);
      limits.set(node.start, Math.ceil((at + 1) / CHILD_STEP) * CHILD_STEP);
      if (offset < child.start || offset >= child.end) break;
      node = child;
    }
    return { open, limits };
  }

  #count(node: JsonNode): number {
    const known = this.#children.get(node.start);
    if (known) return Math.min(known.length, COUNT_LIMIT);
    let count = this.#counts.get(node.start);
    if (count === undefined) {
      count = childrenIn(this.text, node, COUNT_LIMIT).length;
      this.#counts.set(node.start, count);
    }
    return count;
  }
}
