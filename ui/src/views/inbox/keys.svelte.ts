/** The keys of the list, the same wherever the focus is. */
import { actions } from '../../state/actions.svelte';
import { inbox } from '../../state/inbox.svelte';
import { keyboard } from '../../state/keyboard.svelte';
import { layout } from '../../state/layout.svelte';
import { selection } from '../../state/selection.svelte';
import { toasts } from '../../state/toasts.svelte';

interface Hands {
  /** Scrolls to a row. */
  show: (number: number) => Promise<void>;
  open: (number: number) => void;
}

/** Binds them; the result takes them away. */
export function listKeys({ show, open }: Hands): () => void {
  /** The row so many steps from the selected one; from none, the first. */
  const stepTo = (step: 1 | -1): number | null => {
    inbox.hold(false);
    const at = inbox.rows.findIndex((row) => row.number === selection.current);
    const target = at < 0 ? 0 : Math.min(Math.max(at + step, 0), inbox.rows.length - 1);
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

  return keyboard.bind({
    next: () => go(stepTo(1)),
    previous: () => go(stepTo(-1)),
    'next-mark': () => extend(stepTo(1)),
    'previous-mark': () => extend(stepTo(-1)),
    first: () => go(inbox.rows[0]?.number),
    last: () => go(inbox.rows.at(-1)?.number),
    all: () => selection.markAll(inbox.rows),
    open: () => (selection.current === null ? go(inbox.rows[0]?.number) : open(selection.current)),
    back: () => back(),
    resolve: () => change(() => actions.toggle('resolve')),
    mute: () => change(() => actions.toggle('mute')),
    bookmark: () => change(() => actions.toggle('bookmark')),
    unread: () => change(() => actions.toggle('unread')),
    delete: () => change(() => actions.change(selection.targets, 'delete')),
    undo: () => void actions.undo(toasts.current?.undo ?? null),
  });

  /** One step out: unmark, then back to the list, then select nothing. */
  function back(): boolean {
    if (selection.marked.size > 0) selection.unmark();
    else if (layout.folded && selection.reading) selection.reading = false;
    else return false;
    return true;
  }
}
