/** Answers on the size of a Savings Plan: the commitment for some machines, how much of one is used, whether it goes back. */

import { checkReturn } from '../../engine/commitments/aws/give-back.ts';
import type { SavingsPlan } from '../../engine/commitments/commitment.ts';
import type { Answer, Inputs } from '../answer.ts';
import { has, numberOf, numberOr, numbersOf, recordsOf, textOf } from '../read-inputs.ts';
import { type AwsUse, checkSize, EXAMPLE_REGION, isUsedUp, runAws, UNSAID } from './aws-application.ts';

const kind = 'aws-sp';

/** A commitment far above any sum of an example: what a group uses of it is the commitment to buy. */
const LARGE_COMMITMENT = 1e9;

function groupOf(row: Inputs): string {
  const plan = textOf(row, 'plan');
  const name = `${plan}/${numberOf(row, 'term_years')}yr/${textOf(row, 'option')}`;
  const family = /^[a-z0-9-]+/i.exec(textOf(row, 'type'))?.[0] ?? '';
  return /ec2/i.test(plan) ? `${name}/${family}/${textOf(row, 'region')}` : name;
}

/** Commitments to buy for some machines: by plan, term and payment, and by family and Region for EC2 Instance plans. */
const COMMITMENT_SUM: Answer = {
  kind,
  accepts: inputs => Array.isArray(inputs.rows),
  compute: inputs => {
    const groups = Map.groupBy(recordsOf(inputs, 'rows'), groupOf);
    return Object.fromEntries(
      [...groups].map(([group, rows]) => [
        group,
        usedOf(
          rows.map(row => ({ rate: numberOf(row, 'sp_rate'), quantities: [numberOr(row, 'count', 1)] })),
          LARGE_COMMITMENT,
        )?.used,
      ]),
    );
  },
};

/** What usage takes of one Compute plan. Its on-demand price does not matter: twice the plan rate. */
function usedOf(
  rows: readonly { readonly rate: number; readonly quantities: readonly number[] }[],
  commitmentPerHour: number,
): AwsUse | undefined {
  const hours = Math.max(1, ...rows.map(({ quantities }) => quantities.length));
  checkSize(rows.length, hours);
  const pools = rows.map(({ rate, quantities }, index) => ({
    id: String(index),
    account: '',
    workload: null,
    shape: { kind: 'aws-metered', service: 'AWSFargate', region: EXAMPLE_REGION, item: 'usage' } as const,
    unit: 'unit',
    listRate: 2 * rate,
    onDemandRate: 2 * rate,
    quantities: Float64Array.from({ length: hours }, (_, hour) => quantities[hour] ?? 0),
  }));
  const plan: SavingsPlan = {
    ...UNSAID,
    kind: 'savings-plan',
    id: 'plan',
    ownerAccount: null,
    offering: 'compute',
    family: null,
    region: null,
    commitmentPerHour,
  };
  const { uses } = runAws({
    hours,
    pools,
    commitments: [plan],
    spendRate: (_plan, pool) => pool.onDemandRate / 2,
    isShared: true,
  });
  return uses[0];
}

/** Utilisation of an hour, or of several when the usage is a list. */
const UTILIZATION: Answer = {
  kind,
  accepts: inputs => has(inputs, 'commitment_per_hour', 'usage_at_sp_rates'),
  compute: inputs => {
    const quantities = Array.isArray(inputs.usage_at_sp_rates)
      ? numbersOf(inputs, 'usage_at_sp_rates')
      : [numberOf(inputs, 'usage_at_sp_rates')];
    const use = usedOf([{ rate: 1, quantities }], numberOf(inputs, 'commitment_per_hour'));
    const { used = 0, unused = 0, committed = 0 } = use ?? {};
    const usage = quantities.reduce((sum, quantity) => sum + quantity, 0);
    return {
      used_commitment: used,
      unused_commitment: unused,
      plan_charge: committed,
      utilization: committed > 0 ? used / committed : null,
      commitment_exhausted: use !== undefined && isUsedUp([use]),
      usage_beyond_commitment_at_sp_rates: usage - used,
    };
  },
};

const RETURN_TIME = ['returned_at', 'return_date', 'now'];
const PURCHASE_TIME = ['purchased_at', 'purchase_date', 'start'];

function timeOf(inputs: Inputs, keys: readonly string[]): number {
  const key = keys.find(each => has(inputs, each)) ?? '';
  const ms = Date.parse(textOf(inputs, key));
  if (Number.isNaN(ms)) throw new Error(`\`${key}\` must be a time`);
  return ms;
}

/** Whether a plan may be returned. */
const RETURN: Answer = {
  kind,
  accepts: inputs =>
    has(inputs, 'commitment_per_hour') &&
    [RETURN_TIME, PURCHASE_TIME].every(keys => keys.some(key => has(inputs, key))),
  compute: inputs => {
    const plan = {
      commitmentPerHour: numberOf(inputs, 'commitment_per_hour'),
      startMs: timeOf(inputs, PURCHASE_TIME),
    };
    const verdict = checkReturn(plan, timeOf(inputs, RETURN_TIME), numberOr(inputs, 'returns_left', 1));
    return {
      returnable: verdict.isAllowed,
      allowed: verdict.isAllowed,
      reason: verdict.isAllowed ? null : verdict.reason,
    };
  },
};

/** Commitments by themselves, without the usage of an hour. */
export const PLAN_COMMITMENT_ANSWERS: readonly Answer[] = [COMMITMENT_SUM, RETURN, UTILIZATION];
