/** What the fragment of the address says: which issue is looked at, or that the set-up is. */

export type Address = { issue: number } | 'setup' | null;

/** `#issue=12`, `#setup`. Null: it says nothing of ours. */
export function readAddress(hash: string): Address {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const number = Number(parameters.get('issue'));
  if (Number.isSafeInteger(number) && number > 0) return { issue: number };
  return parameters.has('setup') ? 'setup' : null;
}

/** The fragment, with its sign; empty for null. */
export function writeAddress(address: Address): string {
  if (address === null) return '';
  return address === 'setup' ? '#setup' : `#issue=${address.issue}`;
}
