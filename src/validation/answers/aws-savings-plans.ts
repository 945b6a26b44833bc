/** Answers on Savings Plans: what they and Reserved Instances cover of the usage of an hour, and what it costs. */

import type { CommitmentRates } from '../../engine/commitments/application.ts';
import type { SavingsPlan, SavingsPlanOffering } from '../../engine/commitments/commitment.ts';
import type { Instrument } from '../../engine/commitments/draw.ts';
import type { Answer, Inputs } from '../answer.ts';
import { has, positiveOr, recordsOf } from '../read-inputs.ts';
import { type AwsRun, type AwsUse, checkSize, isUsedUp, runAws } from './aws-application.ts';
import { readReservedInstance } from './aws-reserved-instances.ts';
import { type ExampleUse, OFFERING_KEYS, readPlan, readUse } from './aws-savings-plan-usage.ts';
import { type NamedUsage, usageKey } from './aws-usage-keys.ts';

const PLAN_INSTRUMENTS: Readonly<Record<SavingsPlanOffering, Instrument>> = {
  'ec2-instance': 'ec2-instance-savings-plan',
  compute: 'compute-savings-plan',
  sagemaker: 'sagemaker-savings-plan',
  database: 'database-savings-plan',
};
const PLANS = Object.values(PLAN_INSTRUMENTS);
const RESERVATIONS: readonly Instrument[] = ['zonal-reserved-instance', 'regional-reserved-instance'];

const total = <Item>(items: readonly Item[], amountOf: (item: Item) => number) =>
  items.reduce((sum, item) => sum + amountOf(item), 0);

type Outcome = {
  readonly uses: readonly ExampleUse[];
  readonly plans: readonly SavingsPlan[];
  readonly run: AwsRun;
  readonly planUses: readonly AwsUse[];
  readonly named: readonly NamedUsage[];
  /** Amortised price of the reservations; null when the example does not say. */
  readonly reservedCost: number | null;
};

/** The first coverage of a usage by plans decides its place in the order. */
function namesInOrder(uses: readonly AwsUse[], usages: readonly ExampleUse[]): readonly string[] {
  return [...new Set(uses.flatMap(({ order }) => order))].map(usage => usages[usage]?.id ?? '');
}

function planCostOf(run: AwsRun, use: ExampleUse, usage: number): number {
  return (Object.keys(PLAN_INSTRUMENTS) as SavingsPlanOffering[]).reduce(
    (sum, offering) => sum + run.covered(usage, [PLAN_INSTRUMENTS[offering]]) * (use.rates[offering] ?? 0),
    0,
  );
}

/** Keys under which a reservation may name the usage that it was bought for. */
const USAGE_NAMES = ['usage', 'usage_id', 'covers', 'type'];

/** A reservation that names a usage row instead of its type has that row's type, platform, Region and tenancy. */
function withNamedUsage(row: Inputs, uses: readonly ExampleUse[]): Inputs {
  const named = uses.find(({ id }) => USAGE_NAMES.some(key => row[key] === id));
  if (named?.pool.shape.kind !== 'aws-instance') return row;
  const { instanceType, region, operatingSystem, tenancy } = named.pool.shape;
  return { region, platform: operatingSystem, tenancy, ...row, type: instanceType };
}

function apply(inputs: Inputs): Outcome {
  const hours = positiveOr(inputs, 'hours', 1);
  if (!Number.isInteger(hours)) throw new Error('`hours` must be a whole number');
  const rows = recordsOf(inputs, 'usage');
  checkSize(Math.max(1, rows.length), hours);
  const uses = rows.map((row, index) => readUse(row, index, hours));
  const plans = recordsOf(inputs, 'savings_plans').map(readPlan);
  const reservedRows = has(inputs, 'reserved_instances') ? recordsOf(inputs, 'reserved_instances') : [];
  const reservations = reservedRows.map((row, index) =>
    readReservedInstance(withNamedUsage(row, uses), index),
  );
  const ratesByPool = new Map(uses.map(({ pool, rates }) => [pool.id, rates]));
  const spendRate: CommitmentRates['spendRate'] = (plan, pool) =>
    plan.kind === 'savings-plan' ? (ratesByPool.get(pool.id)?.[plan.offering] ?? null) : null;
  const run = runAws({
    hours,
    pools: uses.map(({ pool }) => pool),
    commitments: [...reservations, ...plans],
    spendRate,
    isShared: inputs.discount_sharing !== false,
  });
  const named = uses.map((use, usage): NamedUsage => {
    const onDemandQuantity = run.uncovered(usage);
    return {
      id: use.id,
      family: use.family,
      service: use.service,
      onDemandQuantity,
      onDemandCost: onDemandQuantity * use.pool.onDemandRate,
      planQuantity: run.covered(usage, PLANS),
      planCost: planCostOf(run, use, usage),
      reservedQuantity: run.covered(usage, RESERVATIONS),
    };
  });
  const isPriced = reservedRows.every(row => has(row, 'effective_hourly'));
  return {
    uses,
    plans,
    run,
    named,
    planUses: run.uses.filter(({ instrument }) => PLANS.includes(instrument)),
    reservedCost: isPriced
      ? total(reservations, ({ count, effectivePerHour }) => count * effectivePerHour) * hours
      : null,
  };
}

/** Used, unused and the like of some plans, under keys that begin with a name. */
function planFacts(prefix: string, uses: readonly AwsUse[], usages: readonly ExampleUse[]) {
  const [committed, used] = [total(uses, use => use.committed), total(uses, use => use.used)];
  return {
    [`${prefix}_used`]: used,
    [`${prefix}_unused`]: total(uses, use => use.unused),
    [`${prefix}_charge`]: committed,
    [`${prefix}_utilization`]: committed > 0 ? used / committed : null,
    [`${prefix}_commitment_exhausted`]: isUsedUp(uses),
    [`${prefix}_order`]: namesInOrder(uses, usages),
  };
}

function rateFacts({ uses }: Outcome) {
  return Object.fromEntries(
    (Object.entries(OFFERING_KEYS) as [SavingsPlanOffering, string][])
      .filter(([offering]) => uses.some(({ rates }) => rates[offering] !== undefined))
      .map(([offering, key]) => [
        `usage_at_${key}_rates`,
        total(uses, ({ quantity, rates }) => quantity * (rates[offering] ?? 0)),
      ]),
  );
}

/** Money of the hour. Reservations without a price are left out on both sides of a saving. */
function costFacts(outcome: Outcome) {
  const { named, uses, planUses, reservedCost } = outcome;
  const odRate = (usage: number) => uses[usage]?.pool.onDemandRate ?? 0;
  const everything = total(uses, ({ quantity, pool }) => quantity * pool.onDemandRate);
  const onDemand = total(named, ({ onDemandCost }) => onDemandCost);
  const planCharge = total(planUses, ({ committed }) => committed);
  const reserved = named.reduce(
    (sum, { reservedQuantity }, usage) => sum + reservedQuantity * odRate(usage),
    0,
  );
  const covered = named.reduce((sum, { planQuantity }, usage) => sum + planQuantity * odRate(usage), 0);
  const totalCost = onDemand + planCharge + (reservedCost ?? 0);
  const compared = everything - (reservedCost === null ? reserved : 0);
  const used = total(planUses, use => use.used);
  return {
    usage_at_on_demand_rates: everything,
    on_demand_charges: onDemand,
    on_demand_total: onDemand,
    plan_charge: planCharge,
    used_commitment: used,
    unused_commitment: total(planUses, use => use.unused),
    total_cost: totalCost,
    net_savings: compared - totalCost,
    effective_savings_rate: compared > 0 ? 1 - totalCost / compared : null,
    utilization: planCharge > 0 ? used / planCharge : null,
    coverage: covered + onDemand > 0 ? covered / (covered + onDemand) : null,
  };
}

function byId(named: readonly NamedUsage[], amountOf: (usage: NamedUsage) => number) {
  const sums = new Map<string, number>();
  for (const usage of named) sums.set(usage.id, (sums.get(usage.id) ?? 0) + amountOf(usage));
  return Object.fromEntries(sums);
}

function applied(inputs: Inputs): Readonly<Record<string, unknown>> {
  const outcome = apply(inputs);
  const { uses, plans, planUses, named } = outcome;
  const offerings = new Set(plans.map(({ offering }) => offering));
  const reserved = total(named, ({ reservedQuantity }) => reservedQuantity);
  return {
    ...costFacts(outcome),
    ...rateFacts(outcome),
    coverage_order: namesInOrder(planUses, uses),
    commitment_exhausted: isUsedUp(planUses),
    ...Object.assign(
      {},
      ...[...offerings].map(offering =>
        planFacts(
          OFFERING_KEYS[offering],
          planUses.filter(({ instrument }) => instrument === PLAN_INSTRUMENTS[offering]),
          uses,
        ),
      ),
    ),
    ...(reserved > 0 ? { ri_covered: byId(named, ({ reservedQuantity }) => reservedQuantity) } : {}),
    covered: byId(named, ({ planQuantity }) => planQuantity),
    on_demand: byId(named, ({ onDemandQuantity }) => onDemandQuantity),
    on_demand_charges_by_usage: byId(named, ({ onDemandCost }) => onDemandCost),
  };
}

/** Keys that name a plan (`csp_used`) or usage (`on_demand_m5_and_lambda`). */
function resolveApplied(key: string, inputs: Inputs): unknown {
  const { uses, planUses, named } = apply(inputs);
  const plan = planUses.find(({ id }) => key.startsWith(`${id}_`));
  const ofPlan: Readonly<Record<string, unknown>> = plan ? planFacts(plan.id, [plan], uses) : {};
  return Object.hasOwn(ofPlan, key) ? ofPlan[key] : usageKey(key, named);
}

/** Usage under plans and reservations. */
export const SAVINGS_PLAN_ANSWER: Answer = {
  kind: 'aws-sp',
  accepts: inputs => Array.isArray(inputs.usage) && Array.isArray(inputs.savings_plans),
  compute: applied,
  resolve: resolveApplied,
};
