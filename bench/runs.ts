/**
 * How the time of a run grows with resources, moves and months: the sample, copied side by side, under the reference plan with
 * fewer and with all of its moves. Each row stands against a bare pass over the same hours.
 * Usage: node bench/runs.ts [runs, default 3]
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEstate } from '../src/app/estate-source.ts';
import { readPlanOrThrow } from '../src/app/plan-file-io.ts';
import { createSimulator, type Estate, type Plan, type Simulator } from '../src/engine/index.ts';
import { openEmbeddedBook } from '../src/prices/embedded-book.ts';
import { loadScenario } from '../src/scenario/pack.ts';

const book = openEmbeddedBook();

/** The estate several times over: the same machines under other ids. */
function copied(estate: Estate, times: number): Estate {
  const resources = Array.from({ length: times }, (_, copy) =>
    estate.resources
      // A commitment of the bill is there once: it is found by its id.
      .filter(({ kind }) => copy === 0 || kind !== 'commitment')
      .map(resource => (copy === 0 ? resource : { ...resource, id: `${resource.id}#${copy}` })),
  ).flat();
  return { ...estate, resources: resources.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** The plan with its first moves, its purchases last. */
function shortened(plan: Plan, count: number): Plan {
  return { ...plan, moves: plan.moves.slice(0, count) };
}

/** The plan with growth: no month is like another. */
function growing(plan: Plan): Plan {
  const rule = { workloads: ['*'], annualRate: 0.2, annualRange: null, seasonality: null };
  const growth = [{ ...rule, elasticity: 1, storageAnnualRate: null }];
  return { ...plan, assumptions: { ...plan.assumptions, growth } };
}

/** The plan with its last move one month later. */
function changed(plan: Plan): Plan {
  const last = plan.moves.length - 1;
  return {
    ...plan,
    moves: plan.moves.map((move, index) => (index === last ? { ...move, start: move.start + 1 } : move)),
  };
}

function milliseconds(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function median(runs: number, measure: () => number): number {
  const times = Array.from({ length: runs }, measure).sort((a, b) => a - b);
  return times[Math.floor(runs / 2)] ?? 0;
}

/** Quantity times rate of every hour of every machine. */
function barePass(estate: Estate): number {
  let total = 0;
  for (const resource of estate.resources) {
    if (resource.kind !== 'instance') continue;
    for (const { hours, effectiveCost } of resource.compute)
      for (const hour of hours) total += hour * effectiveCost;
  }
  return total;
}

function row(estate: Estate, plan: Plan, horizonMonths: number, runs: number): string {
  const options = { horizonMonths };
  const fresh = (): Simulator => createSimulator(estate, book);
  const used = (): Simulator => {
    const simulator = fresh();
    simulator.run(plan, options);
    return simulator;
  };
  const peer = median(runs, () => milliseconds(() => barePass(estate)));
  const cold = median(runs, () => {
    const simulator = fresh();
    return milliseconds(() => simulator.run(plan, options));
  });
  const warm = used();
  const again = median(runs, () => milliseconds(() => warm.run(plan, options)));
  const oneMove = median(runs, () => {
    const simulator = used();
    return milliseconds(() => simulator.run(changed(plan), options));
  });
  const cells = [estate.resources.length, plan.moves.length, horizonMonths];
  const times = [peer, cold, oneMove, again].map(time => time.toFixed(1));
  return [...cells, ...times, (cold / peer).toFixed(0)].map(cell => String(cell).padStart(10)).join('');
}

async function main(runs: number): Promise<void> {
  const cacheFolder = mkdtempSync(join(tmpdir(), 'trimtab-bench-'));
  try {
    const request = { scenario: 'saas-500k', workspace: '', cacheFolder };
    const nothing = { workloadsFile: null, commitmentsFile: null, period: null, currency: null };
    const { estate } = await openEstate({ ...request, ...nothing }, book);
    const plan = readPlanOrThrow(loadScenario('saas-500k').plans.reference ?? '');
    const all = plan.moves.length;
    const heads = ['resources', 'moves', 'months', 'bare ms', 'first ms', 'one move', 'again ms', 'x bare'];
    console.log(heads.map(head => head.padStart(10)).join(''));
    for (const times of [1, 2, 4]) console.log(row(copied(estate, times), plan, 12, runs));
    for (const count of [Math.ceil(all / 4), Math.ceil(all / 2)])
      console.log(row(estate, shortened(plan, count), 12, runs));
    for (const months of [24, 36]) console.log(row(estate, plan, months, runs));
    console.log('\nwith growth of 20 % a year: every month is another one');
    for (const months of [12, 24]) console.log(row(estate, growing(plan), months, runs));
  } finally {
    rmSync(cacheFolder, { recursive: true, force: true });
  }
}

await main(Number(process.argv[2] ?? 3));
