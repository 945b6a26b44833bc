/** Keys that say the same in other words: packs write `storage` or `storage_cost`, `total` or `total_cost`. */

import type { Inputs } from '../answer.ts';

const ENDINGS = ['_cost', '_charge', '_charges', '_fee', '_per_month', '_month', '_monthly'];
const TOTALS = ['total', 'cost', 'monthly', 'total_monthly', 'monthly_total'];

/** A key without the words that only say that it is money of a month. */
function stem(key: string): string {
  let text = key;
  for (let ending = ''; ; text = text.slice(0, -ending.length)) {
    ending = ENDINGS.find(each => text.endsWith(each) && text.length > each.length) ?? '';
    if (ending === '') break;
  }
  return TOTALS.includes(text) ? 'total' : text.replace(/^total_/, '').replace(/s$/, '');
}

/** The value of the key that says the same; undefined when none does. */
export function sameName(key: string, _inputs: Inputs, computed: Inputs): unknown {
  const found = Object.keys(computed).find(known => stem(known) === stem(key));
  return found === undefined ? undefined : computed[found];
}
