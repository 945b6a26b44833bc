/**
 * Measures what a plan of the sample leaves to chance: the exact runs behind the surrogate, 10,000 draws on one and on all
 * processors, and the answer, against one plain pass over the numbers that the draws make.
 * Usage: node bench/chance.ts [draws, default 10000]
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawRuns } from '../src/app/chance-runner.ts';
import { openEstate } from '../src/app/estate-source.ts';
import { readPlanOrThrow } from '../src/app/plan-file-io.ts';
import {
  createSimulator,
  type DrawnBlock,
  drawBlock,
  prepareChance,
  type Surrogate,
  summarise,
} from '../src/engine/index.ts';
import { openEmbeddedBook } from '../src/prices/embedded-book.ts';
import { loadScenario } from '../src/scenario/pack.ts';

const NAME_WIDTH = 52;
const SEED = '1';

/** Milliseconds that something takes. */
async function timed<T>(run: () => T | Promise<T>): Promise<readonly [number, T]> {
  const start = performance.now();
  const value = await run();
  return [performance.now() - start, value];
}

/** Adds up every month of every draw: the least that any summary has to do. */
function plainPass({ runRate, cash }: DrawnBlock): number {
  let total = 0;
  for (const values of [runRate, cash]) for (const value of values) total += value;
  return total;
}

function prepare(
  simulator: ReturnType<typeof createSimulator>,
  run: ReturnType<typeof simulator.run>,
): Surrogate {
  const steps = prepareChance(simulator, run, SEED);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

async function main(draws: number): Promise<void> {
  const cacheFolder = mkdtempSync(join(tmpdir(), 'trimtab-bench-'));
  try {
    const book = openEmbeddedBook();
    const { estate, scenario } = await openEstate(
      {
        scenario: 'saas-500k',
        workspace: '',
        cacheFolder,
        workloadsFile: null,
        commitmentsFile: null,
        businessMetricsFile: null,
        period: null,
        currency: null,
      },
      book,
    );
    const plan = readPlanOrThrow(loadScenario('saas-500k').plans.reference ?? '');
    const simulator = createSimulator(estate, book, scenario?.assumptions ?? {});
    const run = simulator.run(plan, { horizonMonths: 12 });
    const [preparing, surrogate] = await timed(() => prepare(simulator, run));
    const [alone, block] = await timed(() => drawBlock(surrogate, SEED, 0, draws));
    const workers = availableParallelism();
    const [spread, blocks] = await timed(() => drawRuns(surrogate, { seed: SEED, runs: draws, workers }));
    const [summing] = await timed(() => summarise(surrogate, SEED, blocks));
    const passes = await Promise.all(Array.from({ length: 5 }, () => timed(() => plainPass(block))));
    const peer = Math.min(...passes.map(([milliseconds]) => milliseconds));
    const print = (name: string, milliseconds: number) =>
      console.log(
        `${name.padEnd(NAME_WIDTH)}${milliseconds.toFixed(1).padStart(9)} ms ${(milliseconds / peer).toFixed(1).padStart(9)} x`,
      );
    console.log(`${plan.moves.length} moves, ${run.months.length} months, ${draws} draws\n`);
    print('one plain pass over the drawn months (the peer)', peer);
    print('exact runs behind the surrogate, and its check', preparing);
    print('draws in this thread', alone);
    print(`draws in ${workers} workers, their start included`, spread);
    print('quantiles, probabilities, tornado', summing);
    print('all, in workers', preparing + spread + summing);
    console.log(`\nDifference to exact runs: ${JSON.stringify(surrogate.error)}`);
  } finally {
    rmSync(cacheFolder, { recursive: true, force: true });
  }
}

await main(Number(process.argv[2] ?? 10_000));
