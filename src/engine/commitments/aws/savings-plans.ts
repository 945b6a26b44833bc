/**
 * Savings Plans in an hour (Savings Plans user guide, "Understanding how Savings Plans apply to your usage", 2025 or later):
 * plans of one type together, owner's usage first, the highest saving in percent first, on a tie the lower plan rate.
 */

import { compareText } from '../../text-order.ts';
import type { OrderInput } from '../application.ts';
import type { Commitment, SavingsPlan, SavingsPlanOffering } from '../commitment.ts';
import type { Instrument } from '../draw.ts';
import type { UsagePool } from '../usage.ts';
import { addBenefit, compareUse, type OrderDraft, totalQuantity } from './order-draft.ts';
import { isPlanEligible } from './savings-plan-eligibility.ts';
import { rankBySaving, SHARING_TURNS, type SharingTurn, sharingTurnOf } from './sharing.ts';

/** Savings percentages are compared after rounding: equal ones may differ in binary (1 - .6/.8 and 1 - .003/.004). */
const SAVING_STEPS = 1e9;

const INSTRUMENTS: Readonly<Record<SavingsPlanOffering, Instrument>> = {
  'ec2-instance': 'ec2-instance-savings-plan',
  compute: 'compute-savings-plan',
  database: 'database-savings-plan',
  sagemaker: 'sagemaker-savings-plan',
};

/** One pool under one plan. */
type PlanUse = {
  readonly plan: SavingsPlan;
  readonly benefit: number;
  readonly pool: UsagePool;
  readonly usage: number;
  readonly turn: SharingTurn;
  /** Plan price of one unit. */
  readonly rate: number;
  /** Share off the on-demand rate in billionths. */
  readonly saving: number;
};

/** Share off the on-demand rate in billionths, so that equal percentages are equal numbers. */
export function savingSteps(rate: number, onDemandRate: number): number {
  return Math.round((1 - rate / onDemandRate) * SAVING_STEPS);
}

const isPlan = (commitment: Commitment): commitment is SavingsPlan => commitment.kind === 'savings-plan';

/** Plans of the usage's own order: what saves most, then the lower rate, then running before empty, then by id. */
function compareUses(a: PlanUse, b: PlanUse): number {
  return (
    b.saving - a.saving || a.rate - b.rate || compareUse(a.pool, b.pool) || compareText(a.plan.id, b.plan.id)
  );
}

function compareStarts(a: SavingsPlan, b: SavingsPlan): number {
  const start = ({ startMs }: SavingsPlan) => startMs ?? Number.NEGATIVE_INFINITY;
  const [first, second] = [start(a), start(b)];
  return first === second ? compareText(a.id, b.id) : first - second;
}

function usesOfPlan(
  plan: SavingsPlan,
  benefit: number,
  { pools, period, rates, settings }: OrderInput,
): PlanUse[] {
  const turnOf = sharingTurnOf(plan.ownerAccount, settings.sharing);
  const uses: PlanUse[] = [];
  pools.forEach((pool, usage) => {
    if (!isPlanEligible(plan, pool, period.endMs)) return;
    const turn = turnOf(pool.account);
    const rate = turn === null ? null : rates.spendRate(plan, pool);
    if (turn === null || rate === null || !(rate > 0) || !(pool.onDemandRate > 0)) return;
    const saving = savingSteps(rate, pool.onDemandRate);
    // Assumption: a plan never raises a price, so usage whose plan rate is higher stays on demand.
    if (saving < 0 || (saving === 0 && settings.zeroDiscountUsage === 'stays-on-demand')) return;
    uses.push({ plan, benefit, pool, usage, turn, rate, saving });
  });
  return uses;
}

/** Largest saving account first; inside an account as everywhere. */
function byAccount(uses: readonly PlanUse[]): PlanUse[] {
  const best = new Map<number, { account: string; saving: number }>();
  for (const { pool, usage, rate } of uses) {
    const saving = (pool.onDemandRate - rate) * totalQuantity(pool);
    if (saving > (best.get(usage)?.saving ?? Number.NEGATIVE_INFINITY)) {
      best.set(usage, { account: pool.account, saving });
    }
  }
  const ranks = rankBySaving([...best.values()]);
  const rankOf = ({ pool }: PlanUse) => ranks.get(pool.account) ?? 0;
  return [...uses].sort((a, b) => rankOf(a) - rankOf(b));
}

/** Adds the plans of one type: all of them serve their owners before any serves another account. */
export function addSavingsPlans(draft: OrderDraft, input: OrderInput, offering: SavingsPlanOffering): void {
  const { settings } = input;
  const plans = input.commitments
    .filter(isPlan)
    .filter(plan => plan.offering === offering)
    .sort(compareStarts);
  const usesByPlan = plans.map(plan => {
    const { index, isInForce } = addBenefit(draft, input, plan, {
      instrument: INSTRUMENTS[offering],
      capacity: plan.commitmentPerHour,
      costPerUnit: 1,
    });
    return isInForce ? usesOfPlan(plan, index, input).sort(compareUses) : [];
  });
  const inOrder =
    settings.savingsPlanOrder === 'best-saving' ? usesByPlan.flat().sort(compareUses) : usesByPlan.flat();
  for (const turn of SHARING_TURNS) {
    const uses = inOrder.filter(use => use.turn === turn);
    const isByAccount = turn > 0 && settings.leftoverOrder === 'largest-saving-account';
    for (const { benefit, usage, rate } of isByAccount ? byAccount(uses) : uses) {
      draft.steps.push({ kind: 'draw', benefit, usage, unitsPerQuantity: rate });
    }
  }
}
