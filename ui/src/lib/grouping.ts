/** The explanation of a group, as it is laid out: folds of what was left out, and rules with the frames they touched. Pure. */
import type { RuleView, TraceView, ValueView } from '../api/gen';
import { counted } from './numbers';

/** A run of values, all hashed or not foldable (`left_out` is null), or all left out for one reason. */
export interface ValueRun {
  readonly left_out: string | null;
  readonly values: readonly ValueView[];
}

/** So many values in a row that were left out for one reason are folded. */
const FOLDED = 3;

/** Values in order, with long runs of what was left out for the same reason put together. */
export function valueRuns(values: readonly ValueView[]): ValueRun[] {
  const runs: { left_out: string | null; values: ValueView[] }[] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last && value.left_out !== null && last.left_out === value.left_out) last.values.push(value);
    else runs.push({ left_out: value.left_out, values: [value] });
  }
  return runs.map((run) => (run.values.length < FOLDED ? { ...run, left_out: null } : run));
}

/** Where a value stands; where there is one exception, without saying of which. */
export function originWords(origin: string, oneException: boolean): string {
  return oneException ? origin.replace(/ of exception 1$/, '') : origin;
}

/** `14 frames`, or `14 values` where some are parts of frames, or none. */
export function runCount(values: readonly ValueView[]): string {
  return counted(
    values.length,
    values.every(({ origin }) => origin.startsWith('frame ')) ? 'frame' : 'value',
  );
}

/** What a hash is made of, in words. */
export function variantWords(variant: string): string {
  const words: Record<string, string> = {
    app: 'of your own code',
    checksum: 'given by the program',
    custom: 'of a fingerprint',
    default: 'of the event without frames',
    fallback: 'of nothing: there is nothing to group by',
    system: 'of all frames, yours or not',
  };
  return words[variant] ?? '';
}

/** A rule, and the frames whose marks it changed. */
export interface RuleTouches {
  /** Null: it is not the user's. */
  readonly rule: RuleView | null;
  /** The rule, or who it was. */
  readonly text: string;
  /** True: `text` is a rule and not words. */
  readonly isRule: boolean;
  readonly actions: string;
  /** Whose frames they are; empty where there is but one stack trace. */
  readonly of: string;
  /** `3 charge`: its place, counted from 1 and from the oldest call, and its name. */
  readonly frames: readonly string[];
}

/** Every rule that touched a frame, the user's first, each once for what it did to a stack trace. */
export function touchesByRule(traces: readonly TraceView[]): RuleTouches[] {
  const found = new Map<string, RuleTouches & { frames: string[] }>();
  for (const trace of traces) {
    const of = traces.length > 1 ? trace.of : '';
    trace.frames.forEach((frame, at) => {
      for (const { by, rule, actions } of frame.touches) {
        const key = `${of}\n${by}\n${actions}`;
        const touches = found.get(key) ?? { rule, ...textOf(by, rule), actions, of, frames: [] };
        touches.frames.push(`${at + 1} ${frame.function ?? frame.place}`);
        found.set(key, touches);
      }
    });
  }
  return [...found.values()].sort((a, b) => Number(a.rule === null) - Number(b.rule === null));
}

/** `line 2, for all projects`. */
export function ruleWhere({ own, line }: RuleView): string {
  return `line ${line}, ${own ? 'of this project' : 'for all projects'}`;
}

function textOf(by: string, rule: RuleView | null): Pick<RuleTouches, 'text' | 'isRule'> {
  if (rule) return { text: rule.text, isRule: true };
  const builtIn = /^built in: (.*)$/s.exec(by)?.[1];
  return { text: builtIn ?? by, isRule: builtIn !== undefined };
}
