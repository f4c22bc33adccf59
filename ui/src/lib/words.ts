/** Sentences of the resident: `code` in backticks, **names** in stars. */

export interface WordPiece {
  kind: 'text' | 'code' | 'strong';
  text: string;
  /** Where it starts: a key. */
  at: number;
}

/** Cuts a sentence into pieces. A mark without its other half is text. */
export function wordPieces(text: string): WordPiece[] {
  const pieces: WordPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(/`([^`]+)`|\*\*([^*]+)\*\*/g)) {
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index), at: end });
    const [whole, code, strong] = match;
    pieces.push({
      kind: code === undefined ? 'strong' : 'code',
      text: code ?? strong ?? '',
      at: match.index,
    });
    end = match.index + whole.length;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end), at: end });
  return pieces;
}
