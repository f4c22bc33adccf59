/** Everything that can be done now, as one list of commands: the palette finds, others do. */
import type { Sort } from '../../api/gen';
import { prettyKey, KEYS, type KeyId } from '../../lib/keys';
import { PLACES, projectQuery } from '../../lib/places';
import type { IconName } from '../../parts/icons';
import { actions } from '../../state/actions.svelte';
import { inbox } from '../../state/inbox.svelte';
import { keyboard } from '../../state/keyboard.svelte';
import { selection } from '../../state/selection.svelte';
import { sidebar } from '../../state/sidebar.svelte';
import { theme, type ThemeChoice } from '../../state/theme.svelte';

export interface Command {
  id: string;
  group: 'This issue' | 'Crashtray' | 'Issues';
  words: string;
  /** Behind the words, quieter. */
  sub: string;
  /** A sign, or the hue of a project. */
  sign: IconName | number;
  keys: readonly string[];
  run: () => void;
}

/** How the palette moves the window. */
export interface Moves {
  go: (query: string) => void;
  open: (number: number) => void;
}

const MOST_ISSUES = 500;

const SORTS: Record<Sort, string> = {
  events: 'events',
  first_seen: 'first seen',
  last_seen: 'last seen',
  users: 'users',
};

/** All commands; those of the selected issues first. */
export function allCommands(moves: Moves): Command[] {
  return [...ofSelection(), ...ofCrashtray(moves), ...ofIssues(moves)];
}

function ofSelection(): Command[] {
  const { targets } = selection;
  if (targets.length === 0) return [];
  const rows = inbox.rows.filter((row) => targets.includes(row.number));
  const all = (state: string): boolean => rows.length > 0 && rows.every((row) => row.state === state);
  const sub = targets.length > 1 ? `${targets.length} issues` : '';
  const one = (id: KeyId, words: string, sign: IconName): Command =>
    ofKey(id, 'This issue', words, sign, sub);
  return [
    one('resolve', all('resolved') ? 'Reopen' : 'Resolve', 'resolved'),
    one('mute', all('muted') ? 'Unmute' : 'Mute', 'mute'),
    one(
      'bookmark',
      rows.length > 0 && rows.every((row) => row.bookmarked) ? 'Let the bookmark go' : 'Bookmark',
      'bookmark',
    ),
    one(
      'unread',
      rows.length > 0 && rows.every((row) => row.unread) ? 'Mark as read' : 'Mark as unread',
      'inbox',
    ),
    ...(targets.length > 1 ? [one('merge', 'Merge into one issue', 'merge')] : []),
    ...(keyboard.bound.has('split') && targets.length === 1
      ? [one('split', 'Split the group of this event off', 'split')]
      : []),
    ...(keyboard.bound.has('copy') && targets.length === 1 ? [one('copy', 'Copy as Markdown', 'copy')] : []),
    ...(keyboard.bound.has('explain') && targets.length === 1
      ? [one('explain', 'Explain the grouping', 'all')]
      : []),
    one('delete', 'Delete', 'trash'),
  ];
}

function ofCrashtray({ go }: Moves): Command[] {
  const endpoint = sidebar.view?.endpoint;
  const paused = endpoint?.paused_until != null;
  const does = (id: string, words: string, sign: IconName, run: () => void, sub = ''): Command => {
    return { id, group: 'Crashtray', words, sub, sign, keys: [], run };
  };
  return [
    ...PLACES.map((place) => ofKey(place.key, 'Crashtray', `Go to ${place.title}`, place.icon)),
    ...(sidebar.view?.projects ?? []).map(({ slug, name, hue }): Command => ({
      ...does(`project ${slug}`, `Go to project ${name}`, 'project', () => go(projectQuery(slug))),
      sign: hue,
    })),
    ofKey('go-setup', 'Crashtray', 'Go to Set-up', 'plug'),
    ofKey('go-settings', 'Crashtray', 'Settings: grouping rules, appearance', 'settings'),
    ofKey('search', 'Crashtray', 'Search', 'search'),
    ...(Object.entries(SORTS) as [Sort, string][])
      .filter(([sort]) => sort !== inbox.sort)
      .map(([sort, words]) =>
        does(`sort ${sort}`, `Sort by ${words}`, 'sort', () => void inbox.show(inbox.query, sort)),
      ),
    does('read all', 'Mark all that are loaded as read', 'check', () => void readAll()),
    ofKey('undo', 'Crashtray', 'Undo the last change', 'again'),
    ofKey('test', 'Crashtray', 'Send a test error', 'crack', endpoint?.address),
    ...(paused
      ? [does('resume', 'Resume: take events in again', 'plug', () => void sidebar.resume())]
      : [
          does('pause hour', 'Pause for an hour', 'plug', () => void sidebar.pause(60), endpoint?.address),
          does(
            'pause',
            'Pause until it is resumed',
            'plug',
            () => void sidebar.pause(null),
            endpoint?.address,
          ),
        ]),
    ...(['system', 'light', 'dark'] as const satisfies ThemeChoice[])
      .filter((choice) => choice !== theme.choice)
      .map((choice) =>
        does(`theme ${choice}`, `Theme: ${choice === 'system' ? 'as the system' : choice}`, 'theme', () =>
          theme.choose(choice),
        ),
      ),
    ofKey('help', 'Crashtray', 'All keys', 'info'),
  ];
}

function ofIssues({ open }: Moves): Command[] {
  return inbox.rows.slice(0, MOST_ISSUES).map((row) => ({
    id: `issue ${row.number}`,
    group: 'Issues',
    words: `${row.kind} ${row.value}`.trim(),
    sub: row.id,
    sign: row.project_hue,
    keys: [],
    run: () => open(row.number),
  }));
}

/** A command that a key does, too. */
function ofKey(id: KeyId, group: Command['group'], words: string, sign: IconName, sub = ''): Command {
  const key = KEYS.find((action) => action.id === id)?.keys[0] ?? '';
  return {
    id,
    group,
    words,
    sub,
    sign,
    keys: prettyKey(key).split(/[ +](?=.)/),
    run: () => void keyboard.run(id),
  };
}

async function readAll(): Promise<void> {
  const unread = inbox.rows.filter((row) => row.unread).map((row) => row.number);
  if (unread.length > 0) await actions.change(unread, 'read');
}
