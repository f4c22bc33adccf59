/** The part of the crashing line that the column points into. Pure. */
import type { Piece } from './highlight';

const EXPRESSION = /[\p{L}\p{N}_$]+(?:\??\.[\p{L}\p{N}_$]+|\[[^\]]*\])*/gu;

/** The name or chain of members (`line.product.name`) around a 1-based column; null where there is none. */
export function faultRange(text: string, column: number | null): readonly [from: number, to: number] | null {
  if (column === null) return null;
  const at = column - 1;
  for (const match of text.matchAll(EXPRESSION)) {
    const end = match.index + match[0].length;
    if (match.index <= at && at < end) return [match.index, end];
  }
  return null;
}

/** Cuts the pieces of a line at the ends of a range and marks what is within. */
export function markFault(pieces: readonly Piece[], range: readonly [number, number] | null): Piece[] {
  const marked: Piece[] = [];
  let at = 0;
  for (const { text, ink } of pieces) {
    const [from, to] = range ?? [0, 0];
    const cuts = [0, from - at, to - at, text.length].map((cut) => Math.min(Math.max(cut, 0), text.length));
    for (const [n, cut] of cuts.slice(1).entries()) {
      const part = text.slice(cuts[n], cut);
      if (part !== '')
        marked.push({ text: part, ink, ...(range !== null && n === 1 ? { fault: true } : {}) });
    }
    at += text.length;
  }
  return marked;
}
