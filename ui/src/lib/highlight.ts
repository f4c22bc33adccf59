/** Source as coloured pieces: highlight.js through lowlight gives a tree, which becomes text in four inks. No HTML is ever made. */
import type { LanguageFn } from 'highlight.js';
import type { createLowlight } from 'lowlight';

/** k keyword, s string, d number, c comment; empty: the colour of text. */
export type Ink = '' | 'k' | 's' | 'd' | 'c';

/** A run of characters of one ink, on one line. */
export interface Piece {
  readonly text: string;
  readonly ink: Ink;
  /** The part of the crashing line that is at fault. */
  readonly fault?: true;
}

/** One array of pieces for each line. */
export type Inked = readonly (readonly Piece[])[];

/** Turns lines into inked lines; the grammar is there already. */
export type Highlighter = (lines: readonly string[]) => Inked;

type Grammar = () => Promise<{ default: LanguageFn }>;

const javascript: Grammar = () => import('highlight.js/lib/languages/javascript');
const typescript: Grammar = () => import('highlight.js/lib/languages/typescript');
const cpp: Grammar = () => import('highlight.js/lib/languages/cpp');

/** A grammar per language, loaded when the first frame of that language is shown. */
const GRAMMARS: Readonly<Record<string, Grammar>> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: cpp,
  cpp,
  csharp: () => import('highlight.js/lib/languages/csharp'),
  dart: () => import('highlight.js/lib/languages/dart'),
  elixir: () => import('highlight.js/lib/languages/elixir'),
  go: () => import('highlight.js/lib/languages/go'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript,
  json: () => import('highlight.js/lib/languages/json'),
  jsx: javascript,
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  objectivec: () => import('highlight.js/lib/languages/objectivec'),
  php: () => import('highlight.js/lib/languages/php'),
  python: () => import('highlight.js/lib/languages/python'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  tsx: typescript,
  typescript,
};

type Root = ReturnType<ReturnType<typeof createLowlight>['highlight']>;
type Node = Root['children'][number];

const loaded = new Map<string, Promise<Highlighter>>();

/** The highlighter of a language; null where there is no grammar for it. */
export function highlighter(language: string | null): Promise<Highlighter> | null {
  if (language === null) return null;
  const grammar = Object.hasOwn(GRAMMARS, language) ? GRAMMARS[language] : undefined;
  if (!grammar) return null;
  let ready = loaded.get(language);
  if (!ready) {
    ready = load(language, grammar);
    ready.catch(() => loaded.delete(language));
    loaded.set(language, ready);
  }
  return ready;
}

/** Lines without colours, in the same shape. */
export function plain(lines: readonly string[]): Inked {
  return lines.map((text) => [{ text, ink: '' }]);
}

async function load(language: string, grammar: Grammar): Promise<Highlighter> {
  const [{ createLowlight }, { default: rules }] = await Promise.all([import('./lowlight'), grammar()]);
  const lowlight = createLowlight();
  lowlight.register(language, rules);
  return (lines) => inkTree(lowlight.highlight(language, lines.join('\n')), lines.length);
}

/** Flattens a tree of highlight.js to inked lines. Nested scopes: the innermost that has an ink wins. */
export function inkTree(root: Root, count: number): Inked {
  const lines: Piece[][] = [[]];
  const visit = (node: Node, ink: Ink): void => {
    if (node.type === 'text') {
      node.value.split('\n').forEach((text, n) => {
        if (n > 0) lines.push([]);
        if (text !== '') lines.at(-1)?.push({ text, ink });
      });
    } else if (node.type === 'element') {
      const own = inkOf(node.properties.className);
      for (const child of node.children) visit(child, own ?? ink);
    }
  };
  for (const node of root.children) if (node.type !== 'doctype') visit(node, '');
  while (lines.length < count) lines.push([]);
  return lines;
}

const INKS: Readonly<Record<string, Ink>> = {
  'hljs-comment': 'c',
  'hljs-doctag': 'c',
  'hljs-quote': 'c',
  'hljs-built_in': '',
  'hljs-char': 's',
  'hljs-keyword': 'k',
  'hljs-literal': 'k',
  'hljs-meta': 'k',
  'hljs-number': 'd',
  'hljs-regexp': 's',
  'hljs-selector-tag': 'k',
  'hljs-string': 's',
  'hljs-subst': '',
  'hljs-symbol': 's',
};

function inkOf(className: unknown): Ink | undefined {
  const names = Array.isArray(className) ? className : [];
  for (const name of names) {
    if (typeof name === 'string' && Object.hasOwn(INKS, name)) return INKS[name];
  }
  return undefined;
}
