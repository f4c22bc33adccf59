/** The search text as the search box shows it. What it means, and what is wrong with it, the resident says. */

/** A piece of the text: all pieces together are the text. */
export interface QueryPiece {
  kind: 'key' | 'operator' | 'value' | 'word' | 'space';
  text: string;
  /** Where it starts, in UTF-16 units. */
  at: number;
}

/** Cuts a query into pieces: `-level:>=error "two words"`. */
export function queryPieces(text: string): QueryPiece[] {
  const pieces: QueryPiece[] = [];
  const push = (kind: QueryPiece['kind'], piece: string, at: number): void => {
    if (piece !== '') pieces.push({ kind, text: piece, at });
  };
  for (const match of text.matchAll(/\s+|(?:"[^"]*"?|[^\s"])+/g)) {
    const [whole] = match;
    const keyed = /^(-?[\w.-]+(?:\[[^\]]*\])?)(:(?:>=|<=|>|<)?)(.*)$/s.exec(whole);
    if (/^\s/.test(whole)) push('space', whole, match.index);
    else if (!keyed) push('word', whole, match.index);
    else {
      const [, key = '', operator = '', value = ''] = keyed;
      push('key', key, match.index);
      push('operator', operator, match.index + key.length);
      push('value', value, match.index + key.length + operator.length);
    }
  }
  return pieces;
}

/** The piece that an error at `at` (characters, not UTF-16 units) is about: the one there, else the last. */
export function wrongPiece(pieces: readonly QueryPiece[], text: string, at: number): QueryPiece | null {
  const units = Array.from(text).slice(0, at).join('').length;
  const solid = pieces.filter(({ kind }) => kind !== 'space');
  return solid.find((piece) => units < piece.at + piece.text.length) ?? solid.at(-1) ?? null;
}

/** One space between words, none around: two texts that mean the same compare equal more often. */
export function tidyQuery(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
