/** What each commitment did: committed, used and unused cost, what it covered, what it billed, and when it pays. */

import { assertNever } from '../assert.ts';
import { compareText } from '../text-order.ts';
import type { CommitmentOutcome } from './application.ts';
import type { Commitment } from './commitment.ts';
import type { Benefit, Instrument } from './draw.ts';
import { effectivePerHour, recurringPerHour, upfrontFee } from './fees.ts';
import { hoursInForce, hoursOf } from './hours-in-force.ts';
import { capacityInPeriod } from './kernel.ts';
import { breakEvenMonth, breakEvenUtilization, shareOf } from './metrics.ts';
import { type AppliedOrder, isCommitment, type PricedCover } from './pool-outcomes.ts';

/** A commitment with the benefits and covers of the order that belong to it. */
type Holding = {
  readonly id: string;
  /** Null for the free tier. */
  readonly commitment: Commitment | null;
  readonly instrument: Instrument;
  readonly benefits: readonly { readonly benefit: Benefit; readonly index: number }[];
  readonly covers: readonly PricedCover[];
};

/** Kind of commitment as reports name it. */
export function instrumentOf(commitment: Commitment): Instrument {
  switch (commitment.kind) {
    case 'savings-plan':
      return `${commitment.offering}-savings-plan`;
    case 'reserved-instance':
      return commitment.availabilityZone === null ? 'regional-reserved-instance' : 'zonal-reserved-instance';
    case 'reserved-node':
    case 'resource-commitment':
    case 'flexible-commitment':
    case 'azure-reservation':
    case 'azure-savings-plan':
    case 'pre-purchase':
    case 'hybrid-benefit':
      return commitment.kind;
    default:
      return assertNever(commitment);
  }
}

/** A benefit whose commitment is not in the input (the free tier never is). */
function kindOf(instrument: Instrument): CommitmentOutcome['kind'] {
  switch (instrument) {
    case 'zonal-reserved-instance':
    case 'regional-reserved-instance':
      return 'reserved-instance';
    case 'ec2-instance-savings-plan':
    case 'compute-savings-plan':
    case 'database-savings-plan':
    case 'sagemaker-savings-plan':
      return 'savings-plan';
    default:
      return instrument;
  }
}

function holdingsOf({ input, order }: AppliedOrder, covers: readonly PricedCover[]): readonly Holding[] {
  const benefitsOf = Map.groupBy(
    order.benefits.map((benefit, index) => ({ benefit, index })),
    ({ benefit }) => benefit.id,
  );
  const coversOf = Map.groupBy(covers, ({ benefit }) => order.benefits[benefit]?.id ?? '');
  const commitments = new Map(input.commitments.map(commitment => [commitment.id, commitment]));
  const ids = [...new Set([...benefitsOf.keys(), ...commitments.keys()])].sort(compareText);
  return ids.flatMap(id => {
    const commitment = commitments.get(id) ?? null;
    const benefits = benefitsOf.get(id) ?? [];
    const instrument = benefits[0]?.benefit.instrument ?? (commitment && instrumentOf(commitment));
    return instrument ? [{ id, commitment, instrument, benefits, covers: coversOf.get(id) ?? [] }] : [];
  });
}

/** Share of its cost that the contract discount leaves: as of what it covered; else of what it could cover; else of everything. */
function netFactor({ covers, benefits }: Holding, { order, terms }: AppliedOrder): number {
  const gross = covers.reduce((sum, { grossCost }) => sum + grossCost, 0);
  if (gross > 0) return covers.reduce((sum, { netCost }) => sum + netCost, 0) / gross;
  const own = new Set(benefits.map(({ index }) => index));
  const pools = new Set<number>();
  for (const step of order.steps) {
    if (!own.has(step.benefit)) continue;
    for (const { usage } of step.kind === 'draw' ? [step] : step.targets) pools.add(usage);
  }
  if (pools.size === 0) return 1 - terms.ofEverything;
  return 1 - [...pools].reduce((sum, pool) => sum + (terms.ofPool[pool] ?? 0), 0) / pools.size;
}

/** Money of a commitment by hour, before the contract discount. */
type HourlyCost = { readonly used: Float64Array; readonly unused: Float64Array };

/** A benefit that is there once costs when it is used; what is left when it ends within the period is lost in its last hour. */
function addBenefit(
  { used, unused }: HourlyCost,
  { benefit, index }: Holding['benefits'][number],
  endsWithin: boolean,
  { input, result }: AppliedOrder,
): void {
  const { capacity, costPerUnit, fromHour, toHour, renewal } = benefit;
  const units = result.usedPerHour[index] ?? new Float64Array(input.hours);
  const end = Math.min(toHour, input.hours);
  for (let hour = fromHour; hour < end; hour++) {
    const taken = units[hour] ?? 0;
    used[hour] = (used[hour] ?? 0) + taken * costPerUnit;
    if (renewal === 'hour') unused[hour] = (unused[hour] ?? 0) + (capacity - taken) * costPerUnit;
  }
  if (renewal === 'period' && endsWithin && end > fromHour) {
    const rest = (capacity - (result.usedUnits[index] ?? 0)) * costPerUnit;
    unused[end - 1] = (unused[end - 1] ?? 0) + rest;
  }
}

function hourlyCost(holding: Holding, applied: AppliedOrder): HourlyCost {
  const { period, hours } = applied.input;
  const cost = { used: new Float64Array(hours), unused: new Float64Array(hours) };
  const { commitment, benefits } = holding;
  const endsWithin = commitment !== null && commitment.endMs !== null && commitment.endMs <= period.endMs;
  for (const each of benefits) addBenefit(cost, each, endsWithin, applied);
  if (benefits.length === 0 && commitment) {
    // Nothing it could apply to: it is paid all the same.
    const { fromHour, toHour } = hoursInForce(commitment, applied.input);
    cost.unused.fill(effectivePerHour(commitment), fromHour, toHour);
  }
  return cost;
}

type Cash = { readonly recurring: number; readonly upfront: number };

/** What the period's invoices say, before the contract discount. */
function cashOf(commitment: Commitment | null, committedCost: number, { input }: AppliedOrder): Cash {
  if (!commitment) return { recurring: committedCost, upfront: 0 };
  const { startMs } = commitment;
  const startsWithin = startMs !== null && startMs >= input.period.startMs && startMs < input.period.endMs;
  return {
    recurring: recurringPerHour(commitment) * hoursOf(hoursInForce(commitment, input), input.hours),
    upfront: startsWithin ? upfrontFee(commitment) : 0,
  };
}

const sum = (row: Float64Array) => row.reduce((total, value) => total + value, 0);
const scaled = (row: Float64Array, factor: number) => (factor === 1 ? row : row.map(value => value * factor));

/** Units offered and used, and their cost at the price of each benefit. */
function unitsOf({ benefits }: Holding, { input, result }: AppliedOrder) {
  const totals = { committed: 0, used: 0, committedCost: 0, usedCost: 0 };
  for (const { benefit, index } of benefits) {
    const committed = capacityInPeriod(benefit, input.hours);
    const used = result.usedUnits[index] ?? 0;
    totals.committed += committed;
    totals.used += used;
    totals.committedCost += committed * benefit.costPerUnit;
    totals.usedCost += used * benefit.costPerUnit;
  }
  return totals;
}

function outcomeOf(holding: Holding, applied: AppliedOrder): CommitmentOutcome {
  const { id, commitment, instrument, covers, benefits } = holding;
  const factor = netFactor(holding, applied);
  const units = unitsOf(holding, applied);
  const hourly = hourlyCost(holding, applied);
  const usedCost = units.usedCost * factor;
  const isOnce = benefits.some(({ benefit }) => benefit.renewal === 'period');
  const unused = sum(hourly.unused) * factor;
  // From the totals where there are some: sums of hours leave a rest of rounding.
  const unusedCost =
    benefits.length > 0 && !isOnce ? (units.committedCost - units.usedCost) * factor : unused;
  const coveredOnDemandCost = covers.reduce((total, { onDemandCost }) => total + onDemandCost, 0);
  const cash = cashOf(commitment, units.committedCost, applied);
  const hoursHeld = commitment ? hoursOf(hoursInForce(commitment, applied.input), applied.input.hours) : 0;
  return {
    id,
    kind: commitment?.kind ?? kindOf(instrument),
    instrument,
    committedUnits: units.committed,
    usedUnits: units.used,
    committedCost: usedCost + unusedCost,
    usedCost,
    unusedCost,
    coveredOnDemandCost,
    coveredListCost: covers.reduce((total, { listCost }) => total + listCost, 0),
    netSavings: coveredOnDemandCost - usedCost - unusedCost,
    upfrontBilledCost: cash.upfront * factor,
    recurringBilledCost: cash.recurring * factor,
    utilization: utilizationOf(units, unusedCost),
    breakEvenUtilization: breakEvenUtilization(usedCost, coveredOnDemandCost),
    breakEvenMonth:
      commitment && hoursHeld > 0 && isCommitment(instrument)
        ? breakEvenMonth({
            upfrontFee: upfrontFee(commitment) * factor,
            recurringPerHour: recurringPerHour(commitment) * factor,
            coveredOnDemandPerHour: coveredOnDemandCost / hoursHeld,
            termYears: commitment.termYears,
          })
        : null,
    usedPerHour: scaled(hourly.used, factor),
    unusedPerHour: scaled(hourly.unused, factor),
  };
}

/** By cost where it has one, by units where it is free; a commitment without any usage it could cover is unused. */
function utilizationOf(units: ReturnType<typeof unitsOf>, unusedCost: number): number | null {
  if (units.committedCost > 0) return units.usedCost / units.committedCost;
  return shareOf(units.used, units.committed) ?? (unusedCost > 0 ? 0 : null);
}

/** Outcome of every commitment, sorted by id; those that the order leaves out are paid for and unused. */
export function commitmentOutcomes(
  applied: AppliedOrder,
  covers: readonly PricedCover[],
): readonly CommitmentOutcome[] {
  return holdingsOf(applied, covers).map(holding => outcomeOf(holding, applied));
}
