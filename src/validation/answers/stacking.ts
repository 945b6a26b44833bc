/** Worked examples of levers on the same money: a contract discount over a plan, or several levers. */

import { z } from 'zod';
import { EXACT_SHAPLEY_LEVERS_MAX, shapleyValues } from '../../engine/attribution/exact-shapley.ts';
import { allLevers } from '../../engine/attribution/lever-set.ts';
import { multiplicativeCost } from '../../engine/attribution/multiplicative-cost.ts';
import { waterfall } from '../../engine/attribution/waterfall.ts';
import type { Answer, Inputs } from '../answer.ts';
import { EXCLUSIVE_ACTIONS_ANSWER } from './exclusive-actions.ts';
import { canonicalName, namedNumbers, oneOf, resolveSpelling, within } from './named-numbers.ts';
import { readAnswer } from './read-answer.ts';
import { STRANDED_COMMITMENT_ANSWER } from './stranded-commitment.ts';

const CONTRACT_INPUTS = {
  on_demand_rate: ['on_demand', 'list_rate', 'od_rate', 'on_demand_cost', 'list_cost', 'base'],
  sp_discount: [
    'ri_discount',
    'plan_discount',
    'commitment_discount',
    'savings_plan_discount',
    'cud_discount',
  ],
  edp_discount: [
    'ppa_discount',
    'contract_discount',
    'private_discount',
    'negotiated_discount',
    'macc_discount',
  ],
};
const CONTRACT_OUTPUTS = {
  rate_after_sp: ['rate_after_plan', 'rate_after_ri', 'rate_after_commitment', 'cost_after_sp'],
  rate_after_edp: [
    'rate_after_ppa',
    'rate_after_contract',
    'final_rate',
    'effective_rate',
    'cost_after_edp',
    'final_cost',
  ],
  saving_from_sp: ['savings_from_sp', 'saving_from_plan', 'saving_from_ri', 'saving_from_commitment'],
  saving_from_edp: ['savings_from_edp', 'saving_from_ppa', 'saving_from_contract'],
  total_saving: ['total_savings', 'saving', 'combined_saving'],
  total_discount: ['combined_discount', 'effective_discount', 'total_discount_fraction'],
  additive_rate: ['rate_if_additive', 'additive', 'not_additive'],
};

/** A contract discount on what a plan leaves: each takes its share of what the other leaves, never of the list price. */
const contractOverPlan: Answer = {
  ...readAnswer(
    'stacking',
    inputs => {
      const given = namedNumbers(inputs, CONTRACT_INPUTS);
      const base = given && oneOf(given, 'on_demand_rate');
      const plan = given && oneOf(given, 'sp_discount');
      const contract = given && oneOf(given, 'edp_discount');
      if (given === null || base == null || plan == null || contract == null || base < 0) return null;
      const isShare = within(given, 'sp_discount', 0, 1) && within(given, 'edp_discount', 0, 1);
      return isShare ? { base, plan, contract } : null;
    },
    ({ base, plan, contract }) => {
      const costOf = multiplicativeCost(base, [plan, contract]);
      const [fromPlan, fromContract] = waterfall([0, 1], costOf);
      return {
        rate_after_sp: costOf(1n),
        rate_after_edp: costOf(3n),
        saving_from_sp: fromPlan,
        saving_from_edp: fromContract,
        total_saving: base - costOf(3n),
        total_discount: base > 0 ? 1 - costOf(3n) / base : null,
        additive_rate: base * (1 - plan - contract),
      };
    },
  ),
  resolve: resolveSpelling(CONTRACT_OUTPUTS),
};

const share = z.number().min(0).max(1);
const BASE_NAMES = ['base', 'base_cost', 'on_demand_cost', 'list_cost', 'bill', 'cost', 'total'];
const LEVER_LISTS = [
  'levers',
  'discounts',
  'savings',
  'fractions',
  'lever_savings',
  'lever_fractions',
  'reductions',
];
const leverSchema = z.union([
  share.transform(fraction => ({ id: null, fraction })),
  z
    .object({
      id: z.string().max(200).optional(),
      name: z.string().max(200).optional(),
      fraction: share.optional(),
      discount: share.optional(),
      saving: share.optional(),
    })
    .transform(({ id, name, fraction, discount, saving }) => ({
      id: id ?? name ?? null,
      fraction: fraction ?? discount ?? saving ?? Number.NaN,
    }))
    .refine(({ fraction }) => !Number.isNaN(fraction)),
]);
const leversSchema = z.array(leverSchema).min(1).max(EXACT_SHAPLEY_LEVERS_MAX);
const LEVER_OUTPUTS = {
  final_cost: ['cost_after', 'remaining_cost', 'cost', 'bill_after', 'total_cost'],
  total_saving: ['total_savings', 'total', 'saving', 'combined_saving', 'shapley_sum', 'sum'],
  total_saving_fraction: [
    'combined_fraction',
    'combined_saving_fraction',
    'total_discount',
    'combined_discount',
  ],
  waterfall: ['waterfall_savings', 'steps', 'savings_by_lever'],
  waterfall_reversed: ['reversed_waterfall', 'waterfall_reverse'],
  shapley: ['shapley_values', 'shapley_value'],
  additive: ['additive_saving', 'sum_of_headlines'],
};

/** Where each lever stands in the order asked for; null when the order is no order of the levers. */
function orderOf(value: unknown, ids: readonly (string | null)[]): number[] | null {
  const order = z.array(z.union([z.string(), z.number().int().min(0)])).safeParse(value);
  if (!order.success) return null;
  const indexes = order.data.map(entry => (typeof entry === 'number' ? entry : ids.indexOf(entry)));
  const isOrder =
    indexes.length === ids.length && new Set(indexes).size === ids.length && indexes.every(i => i in ids);
  return isOrder ? indexes : null;
}

/** A base and levers that each take a share of it; nothing else that would change the answer. */
function readLevers(inputs: Inputs) {
  const rest = new Map(
    Object.entries(inputs)
      .filter(([, value]) => typeof value !== 'string' && typeof value !== 'boolean')
      .map(([key, value]) => [canonicalName(key), value]),
  );
  const take = (names: readonly string[]) => {
    const name = names.find(candidate => rest.has(candidate));
    const value = name === undefined ? undefined : rest.get(name);
    if (name !== undefined) rest.delete(name);
    return value;
  };
  const base = z.number().min(0).max(1e15).default(100).safeParse(take(BASE_NAMES));
  const levers = leversSchema.safeParse(take(LEVER_LISTS));
  const order = take(['order']);
  if (!base.success || !levers.success || rest.size > 0) return null;
  const inOrder =
    order === undefined
      ? levers.data.map((_, i) => i)
      : orderOf(
          order,
          levers.data.map(({ id }) => id),
        );
  const fractions = levers.data.map(({ fraction }) => fraction);
  return inOrder === null ? null : { base: base.data, fractions, order: inOrder };
}

/** Several levers on the same money: in the order given, in the reversed one, and over all orders. */
const multiplicativeLevers: Answer = {
  ...readAnswer('stacking', readLevers, ({ base, fractions, order }) => {
    const costOf = multiplicativeCost(base, fractions);
    const after = costOf(allLevers(fractions.length));
    return {
      final_cost: after,
      total_saving: base - after,
      total_saving_fraction: base > 0 ? 1 - after / base : null,
      waterfall: waterfall(order, costOf),
      waterfall_reversed: waterfall(order.toReversed(), costOf),
      shapley: shapleyValues(fractions.length, costOf),
      additive: base * fractions.reduce((sum, fraction) => sum + fraction, 0),
    };
  }),
  resolve: resolveSpelling(LEVER_OUTPUTS),
};

/** Examples of kind `stacking`; the first that accepts the inputs computes them. */
export const STACKING_ANSWERS: readonly Answer[] = [
  contractOverPlan,
  STRANDED_COMMITMENT_ANSWER,
  EXCLUSIVE_ACTIONS_ANSWER,
  multiplicativeLevers,
];
