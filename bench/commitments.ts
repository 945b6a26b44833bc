/**
 * Measures a year of hourly commitments: 2,000 usage pools, 40 commitments, one core, against a plain loop that only adds up
 * the same arrays; and one changed commitment, run again.
 * Usage: node bench/commitments.ts [runs, default 7]
 */

import type { ApplicationOrder, Benefit, Step } from '../src/engine/commitments/draw.ts';
import { createKernel, type KernelResult } from '../src/engine/commitments/kernel.ts';
import { randomStream } from '../src/engine/random.ts';

const HOURS = 8760;
const MONTH_HOURS = 730;
const FAMILIES = 40;
const POOLS_PER_FAMILY = 50;
const RESERVED_FAMILIES = 20;
const PLANNED_FAMILIES = 10;
const COMPUTE_PLANS = 10;
const NAME_WIDTH = 60;
/** Large to 16xlarge. */
const UNITS_OF_SIZES = [4, 8, 16, 32, 64, 128];

type Pool = {
  readonly family: number;
  readonly units: number;
  readonly rate: number;
  readonly quantities: Float64Array;
};

/** Median of several runs, in milliseconds. */
function median(runs: number, run: () => unknown): number {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
}

/** Days, nights, weekends and noise; a fifth of the pools stand still outside office hours. */
function makePools(): readonly Pool[] {
  const { next: random } = randomStream('bench', 'commitments');
  return Array.from({ length: FAMILIES * POOLS_PER_FAMILY }, (_, index) => {
    const family = index % FAMILIES;
    const units = UNITS_OF_SIZES[Math.floor(random() * UNITS_OF_SIZES.length)] ?? 8;
    const base = 1 + random() * 20;
    const swing = random() * 0.6;
    const isOffice = random() < 0.2;
    const quantities = Float64Array.from({ length: HOURS }, (_value, hour) => {
      const isDay = hour % 24 >= 8 && hour % 24 < 20 && Math.floor(hour / 24) % 7 < 5;
      if (isOffice && !isDay) return 0;
      const wave = Math.sin(((hour % 24) / 24) * 2 * Math.PI);
      return base * (1 + swing * wave + 0.1 * (random() - 0.5));
    });
    return { family, units, rate: units * (0.01 + random() * 0.005), quantities };
  });
}

const mean = ({ quantities }: Pool) => quantities.reduce((sum, value) => sum + value, 0) / HOURS;

/** Regional reservations, then plans of a family, then plans over everything, the best discount first. */
function makeOrder(pools: readonly Pool[]): ApplicationOrder {
  const { next: random } = randomStream('bench', 'discounts');
  const benefits: Benefit[] = [];
  const steps: Step[] = [];
  const add = (instrument: Benefit['instrument'], capacity: number, costPerUnit: number): number =>
    benefits.push({
      id: `${instrument}-${benefits.length}`,
      instrument,
      capacity,
      costPerUnit,
      renewal: 'hour',
      fromHour: 0,
      toHour: HOURS,
    }) - 1;
  const indexed = pools.map((pool, usage) => ({ pool, usage, average: mean(pool) }));
  const membersOf = (family: number) => indexed.filter(({ pool }) => pool.family === family);

  for (let family = 0; family < RESERVED_FAMILIES; family++) {
    const members = membersOf(family).sort((a, b) => a.pool.units - b.pool.units || a.usage - b.usage);
    const units = members.reduce((sum, { pool, average }) => sum + average * pool.units, 0);
    const benefit = add('regional-reserved-instance', units * 0.5, 0.007);
    for (const { pool, usage } of members) {
      steps.push({ kind: 'draw', benefit, usage, unitsPerQuantity: pool.units });
    }
  }
  for (let plan = 0; plan < PLANNED_FAMILIES; plan++) {
    const rated = membersOf(RESERVED_FAMILIES + plan)
      .map(member => ({ ...member, discount: 0.3 + random() * 0.3 }))
      .sort((a, b) => b.discount - a.discount);
    const spend = rated.reduce(
      (sum, { pool, average, discount }) => sum + average * pool.rate * (1 - discount),
      0,
    );
    const benefit = add('ec2-instance-savings-plan', spend * 0.5, 1);
    for (const { pool, usage, discount } of rated) {
      steps.push({ kind: 'draw', benefit, usage, unitsPerQuantity: pool.rate * (1 - discount) });
    }
  }
  const spend = indexed.reduce((sum, { pool, average }) => sum + average * pool.rate * 0.7, 0);
  const pairs = Array.from({ length: COMPUTE_PLANS }, (_, plan) => {
    // Half of what the other instruments leave.
    const benefit = add('compute-savings-plan', (spend * 0.31) / COMPUTE_PLANS, 1);
    return { benefit, extra: plan * 0.015 };
  }).flatMap(({ benefit, extra }) =>
    indexed.map(({ pool, usage }) => ({
      benefit,
      usage,
      pool,
      discount: 0.2 + ((usage * 37) % 100) / 500 + extra,
    })),
  );
  pairs.sort((a, b) => b.discount - a.discount || a.usage - b.usage || a.benefit - b.benefit);
  for (const { benefit, usage, pool, discount } of pairs) {
    steps.push({ kind: 'draw', benefit, usage, unitsPerQuantity: pool.rate * (1 - discount) });
  }
  return { benefits, steps };
}

/** What every program has to do at least. */
function plainSum(pools: readonly Pool[]): number {
  let total = 0;
  for (const { quantities } of pools) {
    for (let hour = 0; hour < HOURS; hour++) total += quantities[hour] ?? 0;
  }
  return total;
}

function onDemandCost(pools: readonly Pool[], { uncoveredQuantity }: KernelResult): number {
  return pools.reduce((sum, { rate }, index) => sum + (uncoveredQuantity[index] ?? 0) * rate, 0);
}

function main(runs: number): void {
  const pools = makePools();
  const order = makeOrder(pools);
  const input = { order, pools, hours: HOURS };
  const peer = median(runs, () => plainSum(pools));
  const print = (name: string, milliseconds: number) =>
    console.log(
      `${name.padEnd(NAME_WIDTH)}${milliseconds.toFixed(1).padStart(9)} ms ${(milliseconds / peer).toFixed(1).padStart(8)} x`,
    );
  console.log(
    `${HOURS} hours x ${pools.length} pools x ${order.benefits.length} commitments, ${order.steps.length} steps; median of ${runs} runs\n`,
  );
  print('a plain loop that adds up the same arrays (the peer)', peer);
  print(
    'totals: a new kernel, run once',
    median(runs, () => createKernel(input).run()),
  );
  const all = { ...input, keepUncovered: true, keepUsed: true, keepUnitCosts: true };
  print(
    'everything by the hour: a new kernel, run once',
    median(3, () => createKernel(all).run()),
  );

  const changeOf = (benefit: number, run: number) => [
    { benefit, capacity: (order.benefits[benefit]?.capacity ?? 0) * (1 + 0.01 * (run + 1)) },
  ];
  for (const [name, benefit] of [
    ['a changed Compute Savings Plan', RESERVED_FAMILIES + PLANNED_FAMILIES],
    ['a changed EC2 Instance Savings Plan', RESERVED_FAMILIES],
    ['a changed reservation', 0],
  ] as const) {
    const kernel = createKernel(input);
    let run = 0;
    print(
      `${name}, first time`,
      median(1, () => kernel.rerun(changeOf(benefit, run++))),
    );
    print(
      `${name}, again`,
      median(runs, () => kernel.rerun(changeOf(benefit, run++))),
    );
  }
  const month = createKernel({
    order,
    pools: pools.map(({ quantities }) => ({ quantities: quantities.subarray(0, MONTH_HOURS) })),
    hours: MONTH_HOURS,
  });
  let run = 0;
  const changed = () => month.rerun(changeOf(RESERVED_FAMILIES + PLANNED_FAMILIES, run++));
  changed();
  print(`a month of ${MONTH_HOURS} hours: a changed Compute Savings Plan, again`, median(runs, changed));

  const result = createKernel(input).run();
  const everything = pools.reduce((sum, pool) => sum + mean(pool) * HOURS * pool.rate, 0);
  const used = order.benefits.map(
    (benefit, index) => (result.usedUnits[index] ?? 0) / (benefit.capacity * HOURS),
  );
  const share = (value: number) => `${(value * 100).toFixed(1)} %`;
  console.log(
    `\ncovered ${share(1 - onDemandCost(pools, result) / everything)} of the on-demand cost; commitments used ${share(Math.min(...used))} to ${share(Math.max(...used))}`,
  );
}

main(Number(process.argv[2] ?? 7));
