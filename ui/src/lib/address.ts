/** What the fragment of the address says: which issue is looked at, or that the set-up is, or some settings. */
import { SETTINGS, type SettingsId } from './settings';

export type Address = { issue: number } | { settings: SettingsId } | 'setup' | null;

/** `#issue=12`, `#setup`, `#settings`, `#settings=appearance`. Null: it says nothing of ours. */
export function readAddress(hash: string): Address {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const number = Number(parameters.get('issue'));
  if (Number.isSafeInteger(number) && number > 0) return { issue: number };
  const settings = parameters.get('settings');
  if (settings !== null) return { settings: SETTINGS.find(({ id }) => id === settings)?.id ?? 'grouping' };
  return parameters.has('setup') ? 'setup' : null;
}

/** The fragment, with its sign; empty for null. */
export function writeAddress(address: Address): string {
  if (address === null) return '';
  if (address === 'setup') return '#setup';
  return 'issue' in address ? `#issue=${address.issue}` : `#settings=${address.settings}`;
}
