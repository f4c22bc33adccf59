/** The change stream: one held answer of JSON lines, taken up again by itself where it broke off. */
import { RpcError } from './error';
import type { ChangeLine } from './gen';
import { splitLines } from './lines';
import { authorized, connectionLost } from './transport';

/** The resident says something every 15 s; after this long without a word the connection is dead. */
const SILENCE_MS = 40_000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;

export interface Follower {
  /** Called for each line, heartbeats too. */
  line(line: ChangeLine): void;
  /** Called when the connection stands, and when it broke. */
  live(live: boolean): void;
}

/** Follows from `position` until the signal says stop. Never throws. */
export async function followChanges(
  position: string,
  follower: Follower,
  signal: AbortSignal,
): Promise<void> {
  let since = position;
  let wait = FIRST_WAIT_MS;
  while (!signal.aborted) {
    try {
      await readOnce(
        since,
        signal,
        (line) => {
          wait = FIRST_WAIT_MS;
          since = line.position;
          follower.line(line);
        },
        () => follower.live(true),
      );
    } catch (thrown) {
      if (RpcError.from(thrown).code === 'unauthorized') return;
    }
    if (isOver(signal)) return;
    connectionLost();
    follower.live(false);
    await pause(wait, signal);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}

async function readOnce(
  since: string,
  signal: AbortSignal,
  take: (line: ChangeLine) => void,
  opened: () => void,
): Promise<void> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    const answer = await authorized(`/rpc/changes?since=${encodeURIComponent(since)}`, {
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!answer.body) return;
    opened();
    const reader = answer.body.getReader();
    const decoder = new TextDecoder();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
      const split = splitLines(rest, decoder.decode(value, { stream: true }));
      rest = split.rest;
      for (const line of split.lines) take(JSON.parse(line) as ChangeLine);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** `signal.aborted`, which may have changed while we waited. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
