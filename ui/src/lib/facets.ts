/** Tags of an event beside their distribution over the issue: shares and the segments of a bar. Pure. */
import type { Pair, TagFacet } from '../api/gen';
import { lineOf } from './values';

/** A piece of a bar, in percent of its width. */
export interface Segment {
  readonly x: number;
  readonly width: number;
  /** mine: the value of this event; only: the only value there is; other: any other value. */
  readonly kind: 'mine' | 'only' | 'other';
}

/** One tag of this event. */
export interface TagShare {
  readonly key: string;
  readonly value: string;
  /** Percent of the events with this key that have this value; null: not counted. */
  readonly percent: number | null;
  readonly segments: readonly Segment[];
}

/** Space between two segments, in percent. */
const GAP = 0.6;

/** The tags of an event, each with its share of the issue. */
export function tagShares(tags: readonly Pair[], facets: readonly TagFacet[]): TagShare[] {
  const byKey = new Map(facets.map((facet) => [facet.key, facet]));
  return tags.map((pair) => {
    const value = lineOf(pair.value);
    const facet = byKey.get(pair.key);
    if (!facet || facet.total === 0) return { key: pair.key, value, percent: null, segments: [] };
    const mine = facet.values.find((one) => one.value === value);
    const percent = mine ? Math.round((mine.n / facet.total) * 100) : null;
    return { key: pair.key, value, percent, segments: segmentsOf(facet, value) };
  });
}

/** The bar of a tag: its values, most frequent first, then everything else as one piece. */
export function segmentsOf(facet: TagFacet, value: string): Segment[] {
  const counted = facet.values.reduce((sum, one) => sum + one.n, 0);
  const total = Math.max(facet.total, counted);
  const rest = total - counted;
  const single = facet.values.length === 1 && rest === 0;
  const parts = [...facet.values, ...(rest > 0 ? [{ value: null, n: rest }] : [])];
  let x = 0;
  return parts.map((part) => {
    const share = (part.n / total) * 100;
    const kind = single ? 'only' : part.value === value ? 'mine' : 'other';
    const segment: Segment = { x: round(x), width: round(Math.max(share - GAP, 0.4)), kind };
    x += share;
    return segment;
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
