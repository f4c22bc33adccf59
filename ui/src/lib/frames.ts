/** Which frames of a stack trace are shown, which are folded, and which lines of source around them. Pure; draws nothing. */
import type { ExceptionView, FrameView } from '../api/gen';
import { counted, grouped } from './numbers';

/** One line of the stack: a frame that is shown, or consecutive library frames under one name. */
export type StackItem =
  | { readonly kind: 'frame'; readonly frame: FrameView; readonly at: number }
  | {
      readonly kind: 'fold';
      readonly name: string;
      readonly frames: readonly FrameView[];
      readonly at: number;
    };

/** One line of source. */
export interface SourceLine {
  /** 1-based; null where the frame says no number. */
  readonly no: number | null;
  readonly text: string;
  readonly hit: boolean;
}

/** Lines around the crashing one that a frame shows when it is open. */
export const LINES_BEFORE = 5;
export const LINES_AFTER = 2;

/** Highlighting and drawing take time by the length of a line: what follows is cut. */
export const LINE_LIMIT = 1000;

/**
 * Where it broke, among the frames of one exception: the marked one, else the innermost own one, else the innermost.
 * `frames` come oldest call first; -1 where there are none.
 */
export function brokenFrame(frames: readonly FrameView[]): number {
  const marked = frames.findIndex((frame) => frame.crashed);
  if (marked >= 0) return marked;
  const own = frames.findLastIndex((frame) => frame.in_app);
  return own >= 0 ? own : frames.length - 1;
}

/** Folds consecutive library frames of one package. The frame where it broke is never folded. Order: as asked. */
export function foldFrames(frames: readonly FrameView[], newestFirst: boolean): StackItem[] {
  const broken = brokenFrame(frames);
  const items: StackItem[] = [];
  let open = null as { name: string; frames: FrameView[]; at: number } | null;
  for (let step = 0; step < frames.length; step++) {
    const at = newestFirst ? frames.length - 1 - step : step;
    const frame = frames[at];
    if (!frame) continue;
    if (frame.in_app || at === broken) {
      open = null;
      items.push({ kind: 'frame', frame, at });
    } else if (open?.name === frame.library) {
      open.frames.push(frame);
    } else {
      open = { name: frame.library, frames: [frame], at };
      items.push({ kind: 'fold', ...open });
    }
  }
  return items;
}

/** "14 frames of django". */
export function foldLabel(name: string, count: number): string {
  return `${counted(count, 'frame')} of ${name === '' ? 'libraries' : name}`;
}

/** "20 frames, 4 yours". */
export function frameSummary(frames: readonly FrameView[]): string {
  const own = frames.filter((frame) => frame.in_app).length;
  const count = counted(frames.length, 'frame');
  return own === 0 ? count : `${count}, ${grouped(own)} yours`;
}

/** What a frame is called: its function, else what is known of it. */
export function frameName(frame: FrameView): string {
  if (frame.function === '?') return '<anonymous>';
  return frame.function ?? frame.module ?? frame.instruction_addr ?? 'unknown';
}

/** Where a frame is: the path, and behind it line and column. */
export function frameLocation(frame: FrameView): { readonly file: string; readonly line: string } {
  const file = frame.filename ?? frame.abs_path ?? frame.module ?? '';
  if (file === '') return { file: frame.instruction_addr ?? '', line: '' };
  if (frame.lineno === null) return { file, line: '' };
  return { file, line: frame.colno === null ? `:${frame.lineno}` : `:${frame.lineno}:${frame.colno}` };
}

/** The source that an open frame shows: up to five lines before, two after, blank ends trimmed, common indent kept. */
export function sourceLines(frame: FrameView, before = LINES_BEFORE, after = LINES_AFTER): SourceLine[] {
  if (frame.context_line === null) return [];
  const head = frame.pre_context.slice(Math.max(0, frame.pre_context.length - before));
  const tail = frame.post_context.slice(0, after);
  const number = (offset: number): number | null => (frame.lineno === null ? null : frame.lineno + offset);
  const lines = [
    ...head.map((text, n) => ({ no: number(n - head.length), text, hit: false })),
    { no: number(0), text: frame.context_line, hit: true },
    ...tail.map((text, n) => ({ no: number(n + 1), text, hit: false })),
  ].map((line) => ({ ...line, text: cutLine(line.text) }));
  const blank = (line: SourceLine | undefined): boolean =>
    line !== undefined && !line.hit && line.text.trim() === '';
  while (blank(lines[0])) lines.shift();
  while (blank(lines.at(-1))) lines.pop();
  return lines;
}

/** The one line of a frame that is closed, without its indent. */
export function ownLine(frame: FrameView): SourceLine[] {
  if (frame.context_line === null || frame.context_line.trim() === '') return [];
  return [{ no: frame.lineno, text: cutLine(frame.context_line.trim()), hit: false }];
}

/** A line as it is drawn: tabs as four spaces, no line end, at most a thousand characters. */
export function cutLine(text: string): string {
  const clean = text.replace(/[\r\n]+$/, '').replaceAll('\t', '    ');
  return clean.length > LINE_LIMIT ? `${clean.slice(0, LINE_LIMIT)}…` : clean;
}

/** An exception and how deep it hangs in its group. */
export interface ChainLink {
  readonly exception: ExceptionView;
  /** Its place in the event's list. */
  readonly at: number;
  readonly depth: number;
}

/** The chain as it is read: the one raised last first, causes after it, members of a group under their group. */
export function exceptionChain(exceptions: readonly ExceptionView[]): ChainLink[] {
  const links = exceptions.map((exception, at) => ({ exception, at })).reverse();
  const grouped = exceptions.some((exception) => /\[\d+\]$/.test(exception.source ?? ''));
  if (!grouped) return links.map((link) => ({ ...link, depth: 0 }));
  const known = new Set(exceptions.map((exception) => exception.exception_id));
  const chain: ChainLink[] = [];
  const seen = new Set<number>();
  const visit = (parent: number | null, depth: number): void => {
    for (const link of links) {
      const { exception_id: id, parent_id: up } = link.exception;
      const under = up === null || up === id || !known.has(up) ? null : up;
      if (under !== parent || seen.has(link.at)) continue;
      seen.add(link.at);
      chain.push({ ...link, depth });
      if (id !== null) visit(id, depth + 1);
    }
  };
  visit(null, 0);
  for (const link of links) if (!seen.has(link.at)) chain.push({ ...link, depth: 0 });
  return chain;
}

/** How an exception came to the one that it hangs on: the words before its type. */
export function linkWords(exception: ExceptionView): string {
  const source = exception.source ?? '';
  if (source === '__cause__' || source === 'cause') return 'Caused by';
  if (/\[\d+\]$/.test(source)) return 'Member of the group:';
  return 'While handling';
}

/** "shop/rates.py:31" of the frame where an exception broke; empty where it has no frames. */
export function brokeAt(exception: ExceptionView): string {
  const frame = exception.frames[brokenFrame(exception.frames)];
  if (!frame) return '';
  const { file, line } = frameLocation(frame);
  return file + line;
}
