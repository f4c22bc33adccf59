/** Finds commands by a few letters. Pure. */
import * as fuzzysort from 'fuzzysort';
import type { Command } from './commands';

/** A command that was found, and which of its letters matched. */
export interface Found {
  command: Command;
  /** Runs of letters; `hit` ones matched. */
  letters: { text: string; hit: boolean }[];
}

const MOST = { 'This issue': 6, Crashtray: 12, Issues: 6 } as const;
const GROUPS = ['This issue', 'Crashtray', 'Issues'] as const;

/** Best first within each group. Without letters: all commands, no issues. */
export function find(commands: readonly Command[], letters: string): Found[] {
  const typed = letters.trim();
  if (typed === '')
    return commands
      .filter(({ group }) => group !== 'Issues')
      .map((command) => ({ command, letters: [{ text: command.words, hit: false }] }));
  const hits = fuzzysort.go(typed, commands, { key: 'words', limit: 0, threshold: 0.5 });
  return GROUPS.flatMap((group) => hits.filter(({ obj }) => obj.group === group).slice(0, MOST[group])).map(
    (hit) => ({
      command: hit.obj,
      letters: hit
        .highlight((text) => ({ text, hit: true }))
        .map((run) => (typeof run === 'string' ? { text: run, hit: false } : run))
        .filter(({ text }) => text !== ''),
    }),
  );
}
