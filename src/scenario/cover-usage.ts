/** Lets the company's commitments pay for its usage, hour by hour, as the provider would. */

import { awsMeter } from '../engine/estate/aws-meter.ts';
import type { OperatingSystem } from '../engine/estate/estate.ts';
import {
  applicationOrder,
  commitmentRates,
  compareText,
  createKernel,
  createRateCard,
  DEFAULT_COMMITMENT_RULES,
  monthPeriod,
  type OnCover,
  type PaidRates,
  type Period,
  type PriceBook,
  priceIdOf,
  type RateCard,
  type UsagePool,
} from '../engine/index.ts';
import type { Company } from './company.ts';
import { arnOf, type CompanyCommitment, commitmentsOf } from './company-commitments.ts';
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

type Pool = { readonly pool: UsagePool; readonly lines: number[] };

/** What is billed with a machine, by its operation: the generator's own lines, whose codes the importer reads back. */
function systemOf({ usageType, operation }: UsageLine): OperatingSystem | null {
  const meter = awsMeter('AmazonEC2', usageType, operation);
  return meter.kind === 'instance-hours' && meter.purchase === 'on-demand' ? meter.operatingSystem : null;
}

function poolOf(
  { instanceType, rate }: { readonly instanceType: string; readonly rate: number },
  operatingSystem: OperatingSystem,
  company: Company,
  hours: number,
): UsagePool {
  const { region } = company;
  const shape = {
    kind: 'aws-instance',
    instanceType,
    region,
    availabilityZone: null,
    operatingSystem,
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
    const { instanceType, rate } = line;
    const operatingSystem = line.service === 'AmazonEC2' ? systemOf(line) : null;
    if (operatingSystem === null || instanceType === null) return;
    const key = `${instanceType} ${operatingSystem}`;
    let pool = pools.get(key);
    if (!pool) {
      pool = { pool: poolOf({ instanceType, rate }, operatingSystem, company, hours), lines: [] };
      pools.set(key, pool);
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
