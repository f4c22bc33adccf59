/** The keys of the list, the same wherever the focus is. */
import { stepped } from '../../lib/rows';
import { actions } from '../../state/actions.svelte';
import { inbox } from '../../state/inbox.svelte';
import { keyboard } from '../../state/keyboard.svelte';
import { selection } from '../../state/selection.svelte';
import { toasts } from '../../state/toasts.svelte';

interface Hands {
  /** Scrolls to a row. */
  show: (number: number) => Promise<void>;
  /** Puts an issue in front, to be read. */
  read: (number: number) => void;
  /** Gives the focus back to the list. */
  focus: () => void;
}

const PAGE = 10;

/** Binds them; the result takes them away. */
export function listKeys({ show, read, focus }: Hands): () => void {
  /** Where the selected row stood last, and in which list: steps go on from there when it has left. */
  let stood = { number: selection.current, query: inbox.query, at: -1 };
  $effect(() => {
    const { current } = selection;
    const { query } = inbox;
    const at = inbox.rows.findIndex((row) => row.number === current);
    if (at >= 0 || stood.number !== current || stood.query !== query) stood = { number: current, query, at };
  });

  /** The row so many steps from the selected one, or from where it stood; from none, the first. */
  const stepTo = (step: number): number | null => {
    inbox.hold(false);
    const at = inbox.rows.findIndex((row) => row.number === selection.current);
    const target = stepped(inbox.rows.length, at, stood.at, step);
    if (target >= inbox.rows.length - 5) void inbox.more();
    return inbox.rows[target]?.number ?? null;
  };
  const go = (number: number | null | undefined): boolean => {
    if (number == null) return false;
    selection.select(number);
    void show(number);
    return true;
  };
  const extend = (number: number | null): boolean => {
    if (number === null) return false;
    selection.extend(inbox.rows, number);
    void show(number);
    return true;
  };
  const change = (deed: () => Promise<unknown>): boolean => {
    if (selection.targets.length === 0) return false;
    void deed();
    return true;
  };
  /** Letters move everywhere; where one reads, arrows and their like scroll. */
  const unlessReading = (deed: () => boolean) => (event: KeyboardEvent) => !scrollsWith(event) && deed();

  return keyboard.bind({
    next: unlessReading(() => go(stepTo(1))),
    previous: unlessReading(() => go(stepTo(-1))),
    'next-mark': unlessReading(() => extend(stepTo(1))),
    'previous-mark': unlessReading(() => extend(stepTo(-1))),
    'next-page': unlessReading(() => go(stepTo(PAGE))),
    'previous-page': unlessReading(() => go(stepTo(-PAGE))),
    first: unlessReading(() => go(inbox.rows[0]?.number)),
    last: unlessReading(() => go(inbox.rows.at(-1)?.number)),
    all: unlessReading(() => {
      selection.markAll(inbox.rows);
      return true;
    }),
    open: () => {
      if (selection.current === null) return go(inbox.rows[0]?.number);
      read(selection.current);
      return true;
    },
    back: () => {
      if (selection.marked.size > 0) selection.unmark();
      else selection.reading = false;
      focus();
    },
    resolve: () => change(() => actions.toggle('resolve')),
    mute: () => change(() => actions.toggle('mute')),
    bookmark: () => change(() => actions.toggle('bookmark')),
    unread: () => change(() => actions.toggle('unread')),
    merge: () => selection.marked.size > 1 && change(() => actions.merge()),
    delete: () => change(() => actions.change(selection.targets, 'delete')),
    undo: () => void actions.undo(toasts.current?.undo ?? null),
  });
}

/** True for keys that scroll, pressed where there is an issue to scroll. */
function scrollsWith(event: KeyboardEvent): boolean {
  return event.key.length > 1 && event.target instanceof Element && event.target.closest('.page') !== null;
}
