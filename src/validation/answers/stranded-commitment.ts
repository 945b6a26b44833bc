/** Worked examples of a commitment that a later reduction of usage strands. */

import { createDemandStack } from '../../engine/commitments/sizing/demand-stack.ts';
import { createLevelCurve } from '../../engine/commitments/sizing/level.ts';
import type { Answer } from '../answer.ts';
import { namedNumbers, oneOf, resolveSpelling, within } from './named-numbers.ts';
import { readAnswer } from './read-answer.ts';

const STRAND_INPUTS = {
  base: [
    'base_on_demand',
    'on_demand',
    'on_demand_per_hour',
    'base_on_demand_per_hour',
    'on_demand_cost',
    'base_cost',
  ],
  discount: ['sp_discount', 'plan_discount', 'commitment_discount', 'ri_discount'],
  reduction: [
    'rightsizing',
    'rightsize',
    'rightsizing_reduction',
    'usage_reduction',
    'rightsize_fraction',
    'rightsizing_fraction',
    'rightsizing_saving',
  ],
  coverage: [],
};
const STRAND_OUTPUTS = {
  bill_before: ['bill_after_commit', 'committed_bill', 'bill_with_commitment'],
  bill_after_rightsizing: [
    'bill_after',
    'bill_commit_then_rightsize',
    'commit_then_rightsize',
    'bill_commit_first',
    'commit_first',
  ],
  saving: [
    'saving_of_rightsizing',
    'saving_until_expiry',
    'rightsizing_saving',
    'saving_commit_first',
    'saving_commit_then_rightsize',
  ],
  bill_rightsize_then_commit: [
    'rightsize_then_commit',
    'bill_rightsize_first',
    'rightsize_first',
    'bill_after_expiry',
  ],
  saving_rightsize_first: ['saving_rightsize_then_commit', 'saving_after_expiry'],
  stranded: ['unused', 'unused_commitment', 'stranded_commitment', 'stranded_per_hour'],
  demand_at_sp_rates: ['demand_at_plan_rates', 'demand_after', 'usage_at_plan_rates'],
};

/** A usage reduction under a plan that was bought before it: two bills of the same engine, not a percentage. */
export const STRANDED_COMMITMENT_ANSWER: Answer = {
  ...readAnswer(
    'stacking',
    inputs => {
      const given = namedNumbers(inputs, STRAND_INPUTS);
      const base = given && oneOf(given, 'base');
      const discount = given && oneOf(given, 'discount');
      const reduction = given && oneOf(given, 'reduction');
      if (given === null || base == null || discount == null || reduction == null || base < 0) return null;
      const isShare = ['discount', 'reduction', 'coverage'].every(name => within(given, name, 0, 1));
      return isShare && discount < 1
        ? { base, discount, reduction, coverage: oneOf(given, 'coverage') ?? 1 }
        : null;
    },
    ({ base, discount, reduction, coverage }) => {
      const curveOf = (onDemand: number) =>
        createLevelCurve(
          createDemandStack(1, [
            { id: 'usage', onDemandRate: 1, planRate: 1 - discount, quantities: Float64Array.of(onDemand) },
          ]),
        );
      const left = base * (1 - reduction);
      const commitment = base * coverage * (1 - discount);
      const before = curveOf(base).at(commitment);
      const after = curveOf(left).at(commitment);
      const rightsizedFirst = curveOf(left).at(left * coverage * (1 - discount));
      return {
        commitment_per_hour: commitment,
        bill_before: before.effectiveCost,
        bill_after_rightsizing: after.effectiveCost,
        saving: before.effectiveCost - after.effectiveCost,
        bill_rightsize_then_commit: rightsizedFirst.effectiveCost,
        saving_rightsize_first: before.effectiveCost - rightsizedFirst.effectiveCost,
        stranded: after.unusedCost,
        demand_at_sp_rates: left * (1 - discount),
        utilization: after.commitmentUtilization,
      };
    },
  ),
  resolve: resolveSpelling(STRAND_OUTPUTS),
};
