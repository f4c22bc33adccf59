/** Who does what when a key is pressed. The last who registered for an action has it; the keys themselves are in `lib/keys`. */
import { untrack } from 'svelte';
import { readStroke, strokeName, type KeyId } from '../lib/keys';

/** Called with the event, for actions that have several keys. Returning false: not now, the browser may have it. */
export type KeyHandler = (event: KeyboardEvent) => unknown;

type Bindings = readonly (readonly [KeyId, KeyHandler])[];

const PREFIX_MS = 1_500;

class Keyboard {
  #handlers = $state.raw<Bindings>([]);
  #prefix = '';
  #prefixAt = 0;

  /** Registers handlers; the result takes them away again. Made for `$effect(() => keyboard.bind({ … }))`. */
  bind(handlers: Partial<Record<KeyId, KeyHandler>>): () => void {
    const mine = Object.entries(handlers) as [KeyId, KeyHandler][];
    this.#change((all) => [...all, ...mine]);
    return () => this.#change((all) => all.filter((entry) => !mine.some((own) => own === entry)));
  }

  /** Ids that do something now. */
  get bound(): ReadonlySet<KeyId> {
    return new Set(this.#handlers.map(([id]) => id));
  }

  /** Does what the key of this action would do. */
  run(id: KeyId, event: KeyboardEvent = new KeyboardEvent('keydown')): boolean {
    const handler = this.#handlers.findLast(([own]) => own === id)?.[1];
    return handler !== undefined && handler(event) !== false;
  }

  /** For the window's `keydown`. */
  press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || /^(Control|Shift|Alt|Meta)$/.test(event.key)) return;
    const prefix = event.timeStamp - this.#prefixAt < PREFIX_MS ? this.#prefix : '';
    const read = readStroke(prefix, strokeName(event)) ?? (prefix ? readStroke('', strokeName(event)) : null);
    this.#prefix = '';
    if (!read) return;
    if ('prefix' in read) {
      if (isTyping(event.target)) return;
      this.#prefix = read.prefix;
      this.#prefixAt = event.timeStamp;
      return;
    }
    if (isTyping(event.target) && !read.action.whileTyping) return;
    if (read.action.id === 'open' && isPressable(event.target)) return;
    if (this.run(read.action.id, event)) event.preventDefault();
  }

  /** Without tracking: whoever binds in an effect does not depend on what others bind. */
  #change(edit: (all: Bindings) => Bindings): void {
    this.#handlers = edit(untrack(() => this.#handlers));
  }
}

export const keyboard = new Keyboard();

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}

/** Enter presses a button or a link that has the focus. */
function isPressable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a[href], summary') !== null;
}
