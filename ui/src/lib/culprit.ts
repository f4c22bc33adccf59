/** Where an issue happened, in the two parts that are drawn apart. Pure. */

/** `total_in shop/pricing.py:117` is a name and a place; a transaction is a name alone. */
export function splitCulprit(culprit: string): { readonly name: string; readonly place: string } {
  const split = /^(.+) ((?:in )?\S+\.\w+(?::\d+){0,2})$/s.exec(culprit);
  if (!split || /^[A-Z]+$/.test(split[1] ?? '')) return { name: culprit, place: '' };
  return { name: split[1] ?? '', place: split[2] ?? '' };
}
