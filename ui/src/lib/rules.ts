/** Rules for grouping, as they are written and shown: the two languages, what is wrong where, what would change. Pure. */
import type { HistoryView, RuleErrorView, RuleKindView, RulesPreview } from '../api/gen';
import { counted, grouped } from './numbers';

export interface RuleLanguage {
  readonly kind: RuleKindView;
  readonly title: string;
  /** What its rules say, and which of them counts. */
  readonly says: string;
  readonly examples: readonly { readonly rule: string; readonly does: string }[];
  /** How a rule is written, in sentences with `code`. */
  readonly grammar: readonly string[];
}

const MATCHERS =
  '`type`, `value`, `mechanism`, `function`, `module`, `package`, `path`, `family`, `app`, `category`';
const SIGNS =
  '`!` in front of a matcher negates it; `*`, `?` and `[a-z]` stand for others, in paths `**` goes over folders. Text with spaces stands in quotes. A line that begins with `#` is a comment.';

export const LANGUAGES: readonly RuleLanguage[] = [
  {
    kind: 'fingerprint',
    title: 'Fingerprint rules',
    says: 'By what events are grouped. The first rule that matches counts.',
    examples: [
      {
        rule: 'message:"connection to * refused" -> unreachable',
        does: 'Whoever cannot be reached: one issue.',
      },
      {
        rule: 'type:CardError tags.country:CH -> payment {{ transaction }} title="No money in {{ transaction }}"',
        does: 'An issue for each transaction, with a title of its own.',
      },
    ],
    grammar: [
      'Matchers, `->`, and the parts of the fingerprint: they count before those that the program sends. `{{ default }}` is what would be grouped by without the rule; `title=` names the issue.',
      `Matchers: ${MATCHERS}, \`message\`, \`logger\`, \`level\`, \`tags.NAME\`, \`sdk\`, \`release\`.`,
      SIGNS,
    ],
  },
  {
    kind: 'stack',
    title: 'Stack-trace rules',
    says: 'Whose code frames are, and which of them count. Later rules override earlier ones.',
    examples: [
      {
        rule: 'path:**/generated/** -app -group',
        does: 'What was generated is not yours, and does not count.',
      },
      {
        rule: '[ module:shop.retry ] | function:call ^-group',
        does: 'The frames above `call`, if `shop.retry` called it, do not count.',
      },
    ],
    grammar: [
      'Matchers, and actions: `+app` and `-app` say whose code it is, `+group` and `-group` whether it counts; `^` in front: for the frames above (called from it), `v`: for those below. They override what the SDK says. Also `category=`, `max-frames=`, `min-frames=`.',
      `Matchers: ${MATCHERS}. In \`[ … ] |\` in front: of the caller; in \`| [ … ]\` behind: of what it called.`,
      SIGNS,
    ],
  },
];

/** A line of the text with something wrong in it. */
export interface WrongLine {
  /** From 1. */
  readonly line: number;
  /** The line up to where it is wrong, and from there to its end. */
  readonly before: string;
  readonly wrong: string;
}

/** The lines that errors are in, each once; places that are not in the text (it was edited since) are left out. */
export function wrongLines(text: string, errors: readonly RuleErrorView[]): WrongLine[] {
  const lines = new Map<number, WrongLine>();
  for (const { line, at } of errors) {
    if (at > text.length || lines.has(line)) continue;
    const start = text.lastIndexOf('\n', at - 1) + 1;
    const end = text.indexOf('\n', at);
    const rest = text.slice(at, end < 0 ? undefined : end);
    lines.set(line, { line, before: text.slice(start, at), wrong: rest });
  }
  return [...lines.values()];
}

/** Where a line (from 1) begins; past the end: the end. */
export function startOfLine(text: string, line: number): number {
  const before = text.split('\n').slice(0, line - 1);
  return Math.min(text.length, before.join('\n').length + (before.length > 0 ? 1 : 0));
}

/** How far reading history anew is, or what became of it. */
export function historyWords(job: HistoryView): string {
  switch (job.stage) {
    case 'running':
      return `${grouped(job.read)} of ${counted(job.events, 'event')} read.`;
    case 'done':
      return `${counted(job.read, 'event')} read: ${differences(job)}.`;
    case 'stopped':
      return `Stopped after ${counted(job.read, 'event')}: ${differences(job)}.`;
    case 'none':
    case 'failed':
      return '';
  }
}

function differences({ dry_run, differ, moved, moves, more_moves }: HistoryView): string {
  if (differ === 0) return dry_run ? 'nothing would change' : 'nothing changed';
  if (!dry_run)
    return `${counted(differ, 'event')} read otherwise now, ${grouped(moved)} moved to another issue`;
  const would = moves.reduce((sum, { events }) => sum + events, 0);
  const least = more_moves > 0 ? 'at least ' : '';
  return `${counted(differ, 'event')} would read otherwise, ${least}${grouped(would)} would move to another issue`;
}

/** `Line 2, column 7`. */
export function placeOf({ line, column }: RuleErrorView): string {
  return `Line ${grouped(line)}, column ${grouped(column)}`;
}

/** `2 rules`, `No rules`. */
export function rulesCount(n: number): string {
  return n === 0 ? 'No rules' : counted(n, 'rule');
}

/** What was looked at, and what of it would move. */
export function previewNote({ issues, events, moved }: RulesPreview): string {
  const looked = `looked at ${counted(events, 'event')} of ${counted(issues, 'issue')}`;
  return `${looked}, ${moved === 0 ? 'none' : grouped(moved)} would move`;
}

/** True: neither an event would move, nor an issue be called otherwise. */
export function changesNothing({ errors, moved, renamed }: RulesPreview): boolean {
  return errors.length === 0 && moved === 0 && renamed.length === 0;
}
