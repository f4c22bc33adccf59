/**
 * Every key of the window, once: what it does, in which words, and how it is written. Who does it registers a handler with
 * `state/keyboard`; the overlay lists those that have one.
 */

/** One action that has a key. */
export interface KeyAction {
  id: string;
  /** As typed: `j`, `shift+[`, `ctrl+k`; two strokes are separated by a space: `g i`. Several ways: several entries. */
  keys: readonly string[];
  words: string;
  group: 'Move' | 'Issue' | 'Event' | 'Places' | 'Crashtray';
  /** It works while somebody types, too. */
  whileTyping?: true;
}

export const KEYS = [
  { id: 'next', keys: ['j', 'ArrowDown'], words: 'Next issue', group: 'Move' },
  { id: 'previous', keys: ['k', 'ArrowUp'], words: 'Previous issue', group: 'Move' },
  { id: 'next-mark', keys: ['shift+J', 'shift+ArrowDown'], words: 'Next issue too', group: 'Move' },
  { id: 'previous-mark', keys: ['shift+K', 'shift+ArrowUp'], words: 'Previous issue too', group: 'Move' },
  { id: 'first', keys: ['Home'], words: 'First issue', group: 'Move' },
  { id: 'last', keys: ['End'], words: 'Last loaded issue', group: 'Move' },
  { id: 'next-page', keys: ['PageDown'], words: 'Ten issues on', group: 'Move' },
  { id: 'previous-page', keys: ['PageUp'], words: 'Ten issues back', group: 'Move' },
  { id: 'all', keys: ['ctrl+a'], words: 'Select all that are loaded', group: 'Move' },
  { id: 'open', keys: ['Enter'], words: 'Open the issue', group: 'Move' },
  { id: 'back', keys: ['Escape'], words: 'Back to the list', group: 'Move' },
  { id: 'resolve', keys: ['e'], words: 'Resolve, or reopen', group: 'Issue' },
  { id: 'mute', keys: ['m'], words: 'Mute, or unmute', group: 'Issue' },
  { id: 'bookmark', keys: ['b'], words: 'Bookmark, or let it go', group: 'Issue' },
  { id: 'unread', keys: ['u'], words: 'Mark as unread, or as read', group: 'Issue' },
  { id: 'copy', keys: ['c'], words: 'Copy', group: 'Issue' },
  { id: 'editor', keys: ['o'], words: 'Open the line in the editor', group: 'Issue' },
  { id: 'merge', keys: ['shift+M'], words: 'Merge what is selected into one issue', group: 'Issue' },
  { id: 'split', keys: ['shift+S'], words: 'Split the group of this event off', group: 'Issue' },
  { id: 'delete', keys: ['#'], words: 'Delete', group: 'Issue' },
  { id: 'undo', keys: ['z', 'ctrl+z'], words: 'Undo the last change', group: 'Issue' },
  { id: 'event-previous', keys: ['['], words: 'Event before', group: 'Event' },
  { id: 'event-next', keys: [']'], words: 'Event after', group: 'Event' },
  { id: 'event-first', keys: ['shift+{', 'shift+['], words: 'First event', group: 'Event' },
  { id: 'event-latest', keys: ['shift+}', 'shift+]'], words: 'Latest event', group: 'Event' },
  {
    id: 'panel',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    words: 'Go to a panel',
    group: 'Event',
  },
  { id: 'explain', keys: ['x'], words: 'Why it is in this issue', group: 'Event' },
  { id: 'go-inbox', keys: ['g i'], words: 'Inbox', group: 'Places' },
  { id: 'go-bookmarks', keys: ['g b'], words: 'Bookmarks', group: 'Places' },
  { id: 'go-muted', keys: ['g m'], words: 'Muted', group: 'Places' },
  { id: 'go-resolved', keys: ['g r'], words: 'Resolved', group: 'Places' },
  { id: 'go-all', keys: ['g a'], words: 'All', group: 'Places' },
  { id: 'go-setup', keys: ['g u'], words: 'Set-up', group: 'Places' },
  { id: 'go-settings', keys: ['g s', 'ctrl+,'], words: 'Settings', group: 'Places', whileTyping: true },
  { id: 'search', keys: ['/'], words: 'Search', group: 'Crashtray' },
  { id: 'commands', keys: ['ctrl+k'], words: 'Commands', group: 'Crashtray', whileTyping: true },
  { id: 'save', keys: ['ctrl+s'], words: 'Save the rules', group: 'Crashtray', whileTyping: true },
  {
    id: 'preview',
    keys: ['ctrl+Enter'],
    words: 'Preview what rules would change',
    group: 'Crashtray',
    whileTyping: true,
  },
  { id: 'arrivals', keys: ['w'], words: 'What arrives', group: 'Crashtray' },
  { id: 'test', keys: ['t'], words: 'Send a test error', group: 'Crashtray' },
  { id: 'theme', keys: ['ctrl+shift+L'], words: 'Theme', group: 'Crashtray' },
  { id: 'help', keys: ['?'], words: 'All keys', group: 'Crashtray' },
] as const satisfies readonly KeyAction[];

export type KeyId = (typeof KEYS)[number]['id'];

/** What a key press is: enough of a `KeyboardEvent`. */
export interface Stroke {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** A stroke as the list writes it. Shift is named only where it does not already show in the character, or for letters. */
export function strokeName({ key, ctrlKey, metaKey, altKey, shiftKey }: Stroke): string {
  const shows = key.length === 1 && key.toLowerCase() === key.toUpperCase() && !/[[\]{}]/.test(key);
  const shift = shiftKey && !shows ? 'shift+' : '';
  return `${ctrlKey || metaKey ? 'ctrl+' : ''}${altKey ? 'alt+' : ''}${shift}${key}`;
}

/** What a stroke means after `prefix` (the first of two strokes, or empty). */
export function readStroke(
  prefix: string,
  name: string,
): { action: KeyAction & { id: KeyId } } | { prefix: string } | null {
  const typed = prefix ? `${prefix} ${name}` : name;
  const action = KEYS.find(({ keys }) => (keys as readonly string[]).includes(typed));
  if (action) return { action };
  const opens = KEYS.some(({ keys }) => keys.some((keystroke) => keystroke.startsWith(`${typed} `)));
  return opens ? { prefix: typed } : null;
}

/** The key beside a word: the first way, as people read it. */
export function keyLabel(id: KeyId): string {
  const action = KEYS.find((entry) => entry.id === id);
  return action ? prettyKey(action.keys[0]) : '';
}

/** `ArrowDown` is an arrow, `Escape` is `esc`. */
export function prettyKey(key: string): string {
  const names: Record<string, string> = {
    ArrowDown: '↓',
    ArrowUp: '↑',
    Enter: 'enter',
    Escape: 'esc',
    PageDown: 'page ↓',
    PageUp: 'page ↑',
    Home: 'home',
    End: 'end',
    'shift+{': 'shift+[',
    'shift+}': 'shift+]',
  };
  return names[key] ?? key.replace(/\+([A-Z])$/, (_, letter: string) => `+${letter.toLowerCase()}`);
}
