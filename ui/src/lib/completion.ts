/** What the word at the caret of the search box may become. Keys and values are those of the resident's query language. */

/** Values by key, as they may be typed. */
export type Vocabulary = Readonly<Record<'is' | 'level' | 'project' | 'type', readonly string[]>>;

export interface Completion {
  /** What is put in place of `[from, to)` of the text. */
  text: string;
  from: number;
  to: number;
  /** A key waits for its value; a value is followed by a space. */
  kind: 'key' | 'value';
}

export const STATES = [
  'unresolved',
  'resolved',
  'muted',
  'bookmarked',
  'unread',
  'new',
  'regressed',
  'unhandled',
];
export const LEVELS = ['fatal', 'error', 'warning', 'info', 'debug'];

const MOST = 8;

/** At most eight, those that begin alike first. None for an empty word, for one that is complete, and within quotes. */
export function completions(text: string, caret: number, vocabulary: Vocabulary): Completion[] {
  const before = /[^\s"]*$/.exec(text.slice(0, caret))?.[0] ?? '';
  const after = /^[^\s"]*/.exec(text.slice(caret))?.[0] ?? '';
  const word = before.replace(/^-/, '');
  const isQuoted = (text.slice(0, caret).match(/"/g)?.length ?? 0) % 2 === 1;
  if (word === '' || after !== '' || isQuoted) return [];
  const [key = '', ...rest] = word.split(':');
  const place = { to: caret };
  if (rest.length === 0)
    return like(Object.keys(vocabulary), key).map((name) => {
      return { text: `${name}:`, from: caret - key.length, kind: 'key', ...place };
    });
  const typed = rest.join(':');
  const values = Object.hasOwn(vocabulary, key) ? vocabulary[key as keyof Vocabulary] : [];
  return like(values, typed).map((value) => {
    return { text: `${quoted(value)} `, from: caret - typed.length, kind: 'value', ...place };
  });
}

function like(words: readonly string[], typed: string): string[] {
  const needle = typed.toLowerCase();
  if (words.some((word) => word.toLowerCase() === needle)) return [];
  const begin = words.filter((word) => word.toLowerCase().startsWith(needle));
  const within = words.filter(
    (word) => needle.length > 1 && word.toLowerCase().includes(needle) && !begin.includes(word),
  );
  return [...begin, ...within].slice(0, MOST);
}

function quoted(value: string): string {
  return /[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value;
}
