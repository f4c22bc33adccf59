/** How the page comes to life: ask for what is shown, again until somebody answers, then follow the changes from there. */
import { earliest } from '../lib/position';
import { changes } from './changes.svelte';
import { inbox } from './inbox.svelte';
import { selection } from './selection.svelte';
import { sidebar } from './sidebar.svelte';
import { view } from './view.svelte';

const RETRY_MS = 1_000;
/** Nothing is drawn for this long: what comes faster needs no empty panes before it. */
const PATIENCE_MS = 150;

/** Starts; the result stops everything. */
export function start(): () => void {
  const over = new AbortController();
  const stops = [
    changes.on((change, position) => inbox.hear(change, position)),
    changes.on((change) => sidebar.hear(change)),
  ];
  const patience = setTimeout(() => settle('issues'), PATIENCE_MS);
  void ask(over.signal);
  return () => {
    over.abort();
    clearTimeout(patience);
    for (const stop of stops) stop();
  };
}

async function ask(signal: AbortSignal): Promise<void> {
  const positions = await Promise.all([inbox.reload(), sidebar.load()]);
  const position = earliest(positions.filter((one) => one !== null));
  if (signal.aborted) return;
  if (position === null) {
    setTimeout(() => {
      if (!signal.aborted) void ask(signal);
    }, RETRY_MS);
    return;
  }
  const empty = sidebar.view?.all === 0 && selection.current === null;
  if (empty) view.screen = 'setup';
  else settle('issues');
  signal.addEventListener('abort', changes.follow(position));
}

function settle(screen: 'issues' | 'setup'): void {
  if (view.screen === 'nothing') view.screen = screen;
}
