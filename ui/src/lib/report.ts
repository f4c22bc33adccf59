/**
 * An event as Markdown, made to be pasted into an issue tracker or an assistant. Text from the event is hostile: it stands only in code,
 * behind fences longer than anything in it, so that it can neither mark up, link, nor mention. Pure.
 */
import type { EventView, ExceptionView, FrameView, IssueView, JsonValue, Pair } from '../api/gen';
import { beforeCrash, crumbLine } from './crumbs';
import {
  brokenFrame,
  exceptionChain,
  foldFrames,
  foldLabel,
  frameLocation,
  frameName,
  linkWords,
  sourceLines,
} from './frames';
import { counted } from './numbers';
import { fullText, lineOf } from './values';

/** Breadcrumbs and frames of a report, at most; what was left out is said. */
const CRUMBS = 50;
const FRAMES = 60;
/** Characters of a value in a list. */
const VALUE = 500;

/** The whole report. */
export function markdownReport(issue: IssueView, event: EventView): string {
  const parts = [heading(issue), facts(issue, event)];
  if (event.exceptions.length === 0 && event.message !== null)
    parts.push(`## Message\n\n${fence(event.message)}`);
  for (const [n, link] of exceptionChain(event.exceptions).entries())
    parts.push(exceptionPart(link.exception, event, n === 0));
  if (event.exceptions.every((exception) => exception.frames.length === 0)) {
    for (const thread of event.threads) {
      if (thread.frames.length === 0) continue;
      const name = [thread.name, thread.id].filter((word) => word !== null && word !== '').join(' ');
      parts.push(`## Thread ${code(name)}\n\n${fence(frameText(thread.frames, event.newest_first))}`);
    }
  }
  parts.push(
    crumbPart(event),
    requestPart(event),
    pairPart('Tags', event.tags),
    contextPart(event),
    pairPart('Extra', event.extra),
  );
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** A code block whose fence is longer than any run of backticks in it. */
export function fence(text: string, language = ''): string {
  const marks = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${marks}${language}\n${text.replace(/\n+$/, '')}\n${marks}`;
}

/** Text as code within a line. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === '') return '';
  const marks = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return marks + pad + line + pad + marks;
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), (run) => run[0].length));
}

function heading(issue: IssueView): string {
  const { kind } = issue.row;
  return `# ${code(issue.full_value === '' || issue.full_value === kind ? kind : `${kind}: ${cut(issue.full_value, VALUE)}`)}`;
}

function facts(issue: IssueView, event: EventView): string {
  const { row } = issue;
  const handled = row.handled === false ? ', unhandled' : '';
  const lines = [
    `- Issue: ${code(row.id)}, ${row.level}${handled}, ${row.state}; ${counted(row.events, 'event')}, ${counted(row.users, 'user')}`,
    `- Event: ${code(event.event_id)}, ${new Date(event.timestamp ?? event.received).toISOString()}`,
  ];
  const add = (name: string, value: string | null): void => {
    if (value !== null && value !== '') lines.push(`- ${name}: ${code(cut(value, VALUE))}`);
  };
  add('Where', row.culprit);
  add('Transaction', event.transaction);
  add('Release', event.release);
  add('Environment', event.environment);
  add('Platform', event.platform);
  add('SDK', event.sdk_name === null ? null : `${event.sdk_name} ${event.sdk_version ?? ''}`);
  return lines.join('\n');
}

function exceptionPart(exception: ExceptionView, event: EventView, first: boolean): string {
  const words = first ? 'Stack trace' : linkWords(exception).replace(/:$/, '');
  const title = [exception.kind ?? 'Error', exception.value ?? ''].filter((word) => word !== '').join(': ');
  const text =
    exception.frames.length === 0 ? title : `${title}\n\n${frameText(exception.frames, event.newest_first)}`;
  return `## ${words}\n\n${fence(text)}`;
}

function frameText(frames: readonly FrameView[], newestFirst: boolean): string {
  const broken = frames[brokenFrame(frames)];
  const items = foldFrames(frames, newestFirst);
  const shown = items.slice(0, FRAMES).map((item) => {
    if (item.kind === 'fold') return `… ${foldLabel(item.name, item.frames.length)}`;
    const { file, line } = frameLocation(item.frame);
    const where = `${file}${line} in ${frameName(item.frame)}`;
    const source = sourceLines(item.frame, item.frame === broken ? 5 : 0, item.frame === broken ? 2 : 0);
    const width = Math.max(...source.map((one) => String(one.no ?? '').length), 0);
    const text = source.map(
      (one) => `  ${one.hit ? '>' : ' '} ${String(one.no ?? '').padStart(width)}  ${one.text}`,
    );
    const vars =
      item.frame === broken
        ? item.frame.vars.map((one) => `      ${one.name} = ${cut(lineOf(one.value), VALUE)}`)
        : [];
    return [where, ...text, ...vars].join('\n');
  });
  if (items.length > FRAMES) shown.push(`… ${items.length - FRAMES} more`);
  return shown.join('\n');
}

function crumbPart(event: EventView): string {
  if (event.breadcrumbs.length === 0) return '';
  const from = Math.max(0, event.breadcrumbs.length - CRUMBS);
  const lines = event.breadcrumbs.slice(from).map((crumb, n) => {
    const line = crumbLine(crumb, from + n);
    const when = beforeCrash(crumb.timestamp, event.timestamp ?? event.received);
    const words = [line.verb, line.text, line.outcome, line.aside].filter((word) => word !== '');
    return `${when.padStart(9)}  ${line.category}  ${cut(words.join(' ').replace(/\s+/g, ' '), VALUE)}`;
  });
  if (from > 0) lines.unshift(`… ${from} earlier`);
  return `## Breadcrumbs\n\n${fence(lines.join('\n'))}`;
}

function requestPart(event: EventView): string {
  const { request } = event;
  if (!request?.url) return '';
  // Headers, cookies and bodies stay here: they are where the secrets are.
  return `## Request\n\n${fence(`${request.method ?? 'GET'} ${request.url}`)}`;
}

function contextPart(event: EventView): string {
  const pairs = event.contexts.flatMap((context): Pair[] => {
    if (context.summary !== '') return [{ key: context.name, value: context.summary }];
    return context.fields.map((field) => ({ key: `${context.name}.${field.key}`, value: field.value }));
  });
  return pairPart('Contexts', pairs);
}

function pairPart(title: string, pairs: readonly Pair[]): string {
  if (pairs.length === 0) return '';
  const text = pairs.map((pair) => `${pair.key}: ${cut(oneLine(pair.value), VALUE)}`).join('\n');
  return `## ${title}\n\n${fence(text)}`;
}

function oneLine(value: JsonValue): string {
  return (typeof value === 'object' ? JSON.stringify(value) : fullText(value)).replace(/\s+/g, ' ');
}

function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}
