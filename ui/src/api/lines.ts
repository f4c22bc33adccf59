/** Cuts a stream of text into whole lines; `rest` is what the next piece continues. Empty lines are left out. */
export function splitLines(rest: string, piece: string): { lines: string[]; rest: string } {
  const parts = (rest + piece).split('\n');
  const last = parts.pop() ?? '';
  return { lines: parts.filter((line) => line.trim() !== ''), rest: last };
}
