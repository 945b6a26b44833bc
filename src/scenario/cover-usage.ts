/** Lets the company's commitments pay for its usage, hour by hour, as the provider would. */

import {
  applicationOrder,
  commitmentRates,
  compareText,
  createKernel,
  createRateCard,
  DEFAULT_COMMITMENT_RULES,
  HOURS_PER_YEAR,
  monthPeriod,
  type OnCover,
  type PaidRates,
  type Period,
  type PriceBook,
  priceIdOf,
  type RateCard,
  type ReservedInstance,
  recurringShare,
  type SavingsPlan,
  type UsagePool,
  UserError,
} from '../engine/index.ts';
import type { Company } from './company.ts';
import type { UsageLine } from './usage-line.ts';

/** Rows of one line that follow each other and are alike. */
export type UsageRun = {
  /** Index of the line. */
  readonly line: number;
  readonly firstRow: number;
  readonly rows: number;
  readonly quantity: number;
  /** Index of the commitment that pays; -1 for on-demand and spot. */
  readonly commitment: number;
  /** Amortised USD per unit where a commitment pays. */
  readonly committedRate: number;
};

/** What companies of scenarios buy. */
export type CompanyCommitment = SavingsPlan | ReservedInstance;

/** A commitment of the company, and what it did in the month. */
export type CommitmentMonth = {
  readonly commitment: CompanyCommitment;
  readonly arn: string;
  /** USD used in each hour. */
  readonly usedPerHour: Float64Array;
};

/** Usage split by who pays for it. */
export type CoveredUsage = {
  readonly runs: readonly UsageRun[];
  readonly commitments: readonly CommitmentMonth[];
};

const NOTHING_PAID: PaidRates = {
  onDemandPerHour: new Map(),
  savingsPlanPerHour: new Map(),
  unitPrice: new Map(),
  contractFactor: new Map(),
};

/** The company's commitments as the engine knows them. */
export function commitmentsOf(company: Company, book: PriceBook): CompanyCommitment[] {
  const term = (start: string, years: number) => ({
    startMs: Date.parse(`${start}T00:00:00Z`),
    endMs: Date.parse(`${start}T00:00:00Z`) + years * HOURS_PER_YEAR * 3_600_000,
  });
  const plans = company.savingsPlans.map(plan => ({
    kind: 'savings-plan' as const,
    id: plan.id,
    ownerAccount: company.payer,
    offering: plan.offering,
    family: plan.family ?? null,
    region: plan.offering === 'ec2-instance' ? company.region : null,
    commitmentPerHour: plan.perHour,
    termYears: plan.termYears,
    payment: plan.payment,
    ...term(plan.start, plan.termYears),
  }));
  const reservations = company.reservations.map(reserved => {
    const rate = book.commitmentRate({
      offering: 'standard-ri',
      instanceType: reserved.type,
      region: company.region,
      operatingSystem: 'linux',
      termYears: reserved.termYears,
      payment: reserved.payment,
    });
    if (!rate) {
      throw new UserError({
        code: 'company-without-price',
        message: `The price book has no reservation price for ${reserved.type} in ${company.region}.`,
        hint: 'Choose an instance type whose family has reservation prices.',
        exitCode: 3,
      });
    }
    return {
      kind: 'reserved-instance' as const,
      id: reserved.id,
      ownerAccount: company.payer,
      offeringClass: 'standard' as const,
      instanceType: reserved.type,
      region: company.region,
      availabilityZone: null,
      operatingSystem: 'linux' as const,
      tenancy: 'shared' as const,
      count: reserved.count,
      effectivePerHour: rate.price,
      recurringPerHour: rate.price * recurringShare(reserved),
      termYears: reserved.termYears,
      payment: reserved.payment,
      ...term(reserved.start, reserved.termYears),
    };
  });
  return [...reservations, ...plans];
}

function arnOf(commitment: CompanyCommitment, company: Company): string {
  return commitment.kind === 'savings-plan'
    ? `arn:aws:savingsplans::${company.payer}:savingsplan/${commitment.id}`
    : `arn:aws:ec2:${company.region}:${company.payer}:reserved-instances/${commitment.id}`;
}

type Pool = { readonly pool: UsagePool; readonly lines: number[] };

function poolOf(instanceType: string, rate: number, company: Company, hours: number): UsagePool {
  const { region } = company;
  const shape = {
    kind: 'aws-instance',
    instanceType,
    region,
    availabilityZone: null,
    operatingSystem: 'linux',
    tenancy: 'shared',
    isEmptySlot: false,
  } as const;
  const price = { unit: 'instance-hour', listRate: rate, onDemandRate: rate };
  const quantities = new Float64Array(hours);
  return { id: priceIdOf(shape), account: '', workload: null, shape, ...price, quantities };
}

/** Lines that a commitment may pay for, by pool. */
function poolsOf(company: Company, lines: readonly UsageLine[], hours: number): Pool[] {
  const pools = new Map<string, Pool>();
  lines.forEach((line, index) => {
    if (!line.usageType.startsWith('BoxUsage') || line.instanceType === null) return;
    const { instanceType } = line;
    let pool = pools.get(instanceType);
    if (!pool) {
      pool = { pool: poolOf(instanceType, line.rate, company, hours), lines: [] };
      pools.set(instanceType, pool);
    }
    pool.lines.push(index);
    const { quantities } = pool.pool;
    line.quantities.forEach((units, hour) => {
      quantities[hour] = (quantities[hour] ?? 0) + units;
    });
  });
  return [...pools.values()].sort((a, b) => compareText(a.pool.id, b.pool.id));
}

/** Collects rows and joins those that follow each other and are alike. */
function runCollector() {
  const runs: UsageRun[] = [];
  const open = new Map<string, UsageRun>();
  const flush = (key: string) => {
    const run = open.get(key);
    if (run) runs.push(run);
    open.delete(key);
  };
  return {
    add(line: number, row: number, quantity: number, commitment: number, committedRate: number) {
      const key = `${line}/${commitment}`;
      const run = open.get(key);
      const continues =
        run !== undefined &&
        run.firstRow + run.rows === row &&
        run.quantity === quantity &&
        run.committedRate === committedRate;
      if (continues) open.set(key, { ...run, rows: run.rows + 1 });
      else {
        flush(key);
        open.set(key, { line, firstRow: row, rows: 1, quantity, commitment, committedRate });
      }
    },
    finish() {
      for (const key of [...open.keys()]) flush(key);
      return runs.sort((a, b) => a.line - b.line || a.firstRow - b.firstRow || a.commitment - b.commitment);
    },
  };
}

type Cover = { readonly commitment: number; readonly quantity: number; readonly rate: number };

/** What is left below this is the rounding of binary fractions. */
const NOISE = 1e-9;

/** Hands a pool's covered hours to its instances, in order: the first ones are covered whole, one of them in part. */
function coverPool(
  { lines: members }: Pool,
  lines: readonly UsageLine[],
  covers: ReadonlyMap<number, readonly Cover[]>,
  hours: number,
  collect: ReturnType<typeof runCollector>,
): void {
  for (let hour = 0; hour < hours; hour++) {
    const queue = (covers.get(hour) ?? []).map(cover => ({ ...cover }));
    for (const member of members) {
      let left = lines[member]?.quantities[hour] ?? 0;
      while (left > NOISE) {
        const cover = queue.find(({ quantity }) => quantity > NOISE);
        const quantity = cover ? Math.min(left, cover.quantity) : left;
        const rounded = Math.round(quantity * 1e10) / 1e10;
        collect.add(member, hour, rounded, cover?.commitment ?? -1, cover?.rate ?? 0);
        if (cover) cover.quantity -= quantity;
        left -= quantity;
      }
    }
  }
}

/** What covers each pool in each hour. The hours that commitments are used in are written into them. */
function coversOf(
  commitments: readonly CommitmentMonth[],
  pools: readonly UsagePool[],
  { period, hours, rates }: { readonly period: Period; readonly hours: number; readonly rates: RateCard },
): Map<number, Cover[]>[] {
  const indexOf = new Map(commitments.map(({ commitment }, index) => [commitment.id, index]));
  const covers = pools.map(() => new Map<number, Cover[]>());
  const order = applicationOrder({
    period,
    hours,
    pools,
    commitments: commitments.map(({ commitment }) => commitment),
    settings: DEFAULT_COMMITMENT_RULES.settings,
    rates: commitmentRates(rates, DEFAULT_COMMITMENT_RULES),
    freeTier: [],
  });
  const onCover: OnCover = ({ benefit, pool, startHour, hours: length, units, unitsPerQuantity }) => {
    const { id, costPerUnit } = order.benefits[benefit] ?? { id: '', costPerUnit: 0 };
    const commitment = indexOf.get(id) ?? -1;
    const used = commitments[commitment]?.usedPerHour;
    for (let at = 0; at < length; at++) {
      const taken = units[at] ?? 0;
      if (taken <= 0) continue;
      const hour = startHour + at;
      if (used) used[hour] = (used[hour] ?? 0) + taken * costPerUnit;
      const rate = Math.round(unitsPerQuantity * costPerUnit * 1e10) / 1e10;
      const list = covers[pool]?.get(hour) ?? [];
      list.push({ commitment, quantity: taken / unitsPerQuantity, rate });
      covers[pool]?.set(hour, list);
    }
  };
  createKernel({ order, pools, hours, onCover }).run();
  return covers;
}

/** Splits all usage by who pays for it. */
export function coverUsage(
  company: Company,
  lines: readonly UsageLine[],
  hours: number,
  book: PriceBook,
): CoveredUsage {
  const commitments = commitmentsOf(company, book).map(commitment => ({
    commitment,
    arn: arnOf(commitment, company),
    usedPerHour: new Float64Array(hours),
  }));
  const pools = poolsOf(company, lines, hours);
  const covers = coversOf(
    commitments,
    pools.map(({ pool }) => pool),
    { period: monthPeriod(company.month), hours, rates: createRateCard(NOTHING_PAID, book) },
  );
  const collect = runCollector();
  const pooled = new Set(pools.flatMap(pool => pool.lines));
  for (const [index, pool] of pools.entries())
    coverPool(pool, lines, covers[index] ?? new Map(), hours, collect);
  lines.forEach((line, index) => {
    if (pooled.has(index)) return;
    line.quantities.forEach((quantity, row) => {
      if (quantity > 0) collect.add(index, row, Math.round(quantity * 1e10) / 1e10, -1, 0);
    });
  });
  return { runs: collect.finish(), commitments };
}
