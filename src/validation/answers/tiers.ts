/** Worked examples of volume prices in an organisation: usage added up before it is tiered, and blended rates. */

import { organizationTieredCost } from '../../engine/pricing/volume-tiers.ts';
import type { Answer, Inputs } from '../answer.ts';
import {
  has,
  isRecord,
  numberIn,
  numberOf,
  numberOr,
  positiveOr,
  recordsOf,
  tiersOf,
} from '../read-inputs.ts';

const GB_PER_TB = 1024;

/** Keys that hold usage by account, and how many GB one unit of them is. */
function usageIn(inputs: Inputs): { readonly usage: Inputs; readonly scale: number } | null {
  if (isRecord(inputs.usage_tb))
    return { usage: inputs.usage_tb, scale: positiveOr(inputs, 'gb_per_tb', GB_PER_TB) };
  if (isRecord(inputs.usage_gb)) return { usage: inputs.usage_gb, scale: 1 };
  if (Array.isArray(inputs.usage)) return usageList(inputs);
  return isRecord(inputs.usage) ? { usage: inputs.usage, scale: 1 } : null;
}

/** `[{account: 'Bob', tb: 8}]`. @throws Error for an entry without an amount */
function usageList(inputs: Inputs): { readonly usage: Inputs; readonly scale: number } {
  const perTb = positiveOr(inputs, 'gb_per_tb', GB_PER_TB);
  const entries = recordsOf(inputs, 'usage').map((entry, index) => {
    const name = entry.account ?? entry.name ?? `account ${index + 1}`;
    const tb = numberIn(entry, 'tb');
    return [String(name), tb === null ? numberOf(entry, 'gb', 'quantity', 'units') : tb * perTb] as const;
  });
  return { usage: Object.fromEntries(entries), scale: 1 };
}

const TIERS = ['tiers_per_gb', 'tiers_per_unit', 'tiers'];
const tierKey = (inputs: Inputs) => TIERS.find(key => has(inputs, key));

function consolidated(inputs: Inputs) {
  const { usage, scale } = usageIn(inputs) ?? { usage: {}, scale: 1 };
  const units = new Map(Object.keys(usage).map(name => [name, numberOf(usage, name) * scale]));
  const perTb = positiveOr(inputs, 'gb_per_tb', GB_PER_TB);
  const cost = organizationTieredCost(units, tiersOf(inputs, tierKey(inputs) ?? 'tiers', perTb));
  const separate = [...cost.separate.values()].reduce((sum, each) => sum + each, 0);
  const rate = cost.blendedRate ?? 0;
  return {
    consolidated_cost: cost.consolidated,
    separate_cost: separate,
    saving: separate - cost.consolidated,
    separate_cost_by_account: Object.fromEntries(cost.separate),
    blended_rate: cost.blendedRate,
    // The bill of a member shows its usage at the average rate of all.
    blended_cost_by_account: Object.fromEntries([...units].map(([name, amount]) => [name, amount * rate])),
  };
}

/** Hours under reservations and on demand, at what each costs an hour. */
function blended(inputs: Inputs) {
  const accounts = has(inputs, 'accounts') ? recordsOf(inputs, 'accounts') : [inputs];
  const hours = (key: string) => accounts.reduce((sum, account) => sum + numberOr(account, key, 0), 0);
  const [reserved, onDemand] = [hours('ri_hours'), hours('on_demand_hours')];
  const cost = reserved * numberOr(inputs, 'ri_rate', 0) + onDemand * numberOf(inputs, 'on_demand_rate');
  const total = reserved + onDemand;
  return { total_hours: total, total_cost: cost, blended_rate: total === 0 ? null : cost / total };
}

export const TIERS_ANSWERS: readonly Answer[] = [
  {
    kind: 'tiers',
    accepts: inputs => usageIn(inputs) !== null && tierKey(inputs) !== undefined,
    compute: consolidated,
  },
  {
    kind: 'tiers',
    accepts: inputs =>
      has(inputs, 'on_demand_rate') && (has(inputs, 'on_demand_hours') || Array.isArray(inputs.accounts)),
    compute: blended,
  },
];
