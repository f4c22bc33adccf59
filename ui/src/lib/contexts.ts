/** What surrounds an event (user, contexts, where it ran) as short lines for a glance, and as tables in full. Pure. */
import type { EventView, JsonValue, Pair } from '../api/gen';
import { lineOf } from './values';

/** A table with a name. */
export interface Table {
  readonly name: string;
  readonly pairs: readonly Pair[];
}

/** The table of what belongs to no context. */
export const WHERE = 'where it ran';

/** Release and environment stand beside the event already. */
const AT_A_GLANCE: ReadonlySet<string> = new Set(['transaction', 'server', 'sdk']);

/** Contexts of which, without a line of their own, every field would be noise. */
const BACKGROUND: ReadonlySet<string> = new Set(['app', 'culture', 'device', 'otel', 'profile', 'trace']);

/** One line for each thing that is worth a glance: fields of the user, a context in one line, else its fields. */
export function glance(event: EventView): Pair[] {
  const pairs: Pair[] = event.user.map((pair) => ({ key: `user.${pair.key}`, value: pair.value }));
  for (const context of event.contexts) {
    if (context.summary !== '') pairs.push({ key: context.name, value: context.summary });
    else if (!BACKGROUND.has(context.name))
      pairs.push(...context.fields.map(({ key, value }) => ({ key: `${context.name}.${key}`, value })));
  }
  return [...pairs, ...place(event).filter((pair) => AT_A_GLANCE.has(pair.key))].filter(
    (pair) => pair.value !== null,
  );
}

/** Everything, a table for each. */
export function tables(event: EventView): Table[] {
  return [
    { name: 'user', pairs: event.user },
    ...event.contexts.map((context) => ({ name: context.name, pairs: context.fields })),
    { name: WHERE, pairs: place(event) },
  ].filter((table) => table.pairs.length > 0);
}

/** The pairs in which the words stand, in key or value; all of them for no words. */
export function pairsWith(pairs: readonly Pair[], words: string): readonly Pair[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return pairs;
  return pairs.filter((pair) => `${pair.key} ${lineOf(pair.value)}`.toLowerCase().includes(wanted));
}

/** Pairs as text, one a line, for the clipboard. */
export function pairsText(pairs: readonly Pair[]): string {
  return pairs.map((pair) => `${pair.key}: ${asText(pair.value)}`).join('\n');
}

function place(event: EventView): Pair[] {
  const sdk =
    event.sdk_name === null
      ? null
      : [event.sdk_name, event.sdk_version].filter((word) => word !== null).join(' ');
  const fields: readonly (readonly [string, string | null])[] = [
    ['event', event.event_id],
    ['grouped by', event.grouping.method],
    ['transaction', event.transaction],
    ['server', event.server_name],
    ['logger', event.logger],
    ['release', event.release],
    ['dist', event.dist],
    ['environment', event.environment],
    ['trace id', event.trace_id],
    ['sdk', sdk],
  ];
  return fields.flatMap(([key, value]) => (value === null || value === '' ? [] : [{ key, value }]));
}

function asText(value: JsonValue): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
