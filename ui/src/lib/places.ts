/** The places of the sidebar. A place is a query; where one is follows from the query, nothing else is kept. */
import type { IconName } from '../parts/icons';
import type { KeyId } from './keys';
import { tidyQuery } from './query';

export interface Place {
  id: 'inbox' | 'bookmarks' | 'muted' | 'resolved' | 'all';
  title: string;
  icon: IconName;
  query: string;
  key: KeyId;
  /** What an empty list says there. */
  empty: string;
}

export const PLACES: readonly Place[] = [
  {
    id: 'inbox',
    title: 'Inbox',
    icon: 'inbox',
    query: 'is:unresolved',
    key: 'go-inbox',
    empty: 'Nothing unresolved.',
  },
  {
    id: 'bookmarks',
    title: 'Bookmarks',
    icon: 'bookmark',
    query: 'is:bookmarked',
    key: 'go-bookmarks',
    empty: 'Nothing bookmarked.',
  },
  { id: 'muted', title: 'Muted', icon: 'mute', query: 'is:muted', key: 'go-muted', empty: 'Nothing muted.' },
  {
    id: 'resolved',
    title: 'Resolved',
    icon: 'resolved',
    query: 'is:resolved',
    key: 'go-resolved',
    empty: 'Nothing resolved yet.',
  },
  { id: 'all', title: 'All', icon: 'all', query: '', key: 'go-all', empty: 'No issues.' },
];

/** The query of a project's entry. */
export function projectQuery(slug: string): string {
  return `is:unresolved project:${slug}`;
}

/** Where a query is: a place, a project, or neither (a search). */
export function whereIs(query: string): { place: Place | null; project: string | null } {
  const tidy = tidyQuery(query);
  const project = /^is:unresolved project:([a-z0-9_]+)$/.exec(tidy)?.[1] ?? null;
  return { place: PLACES.find((place) => place.query === tidy) ?? null, project };
}
