/**
 * Measures how long a plan of the sample takes, against one bare pass over the same hours: what any program must do at least
 * to price the bill by the hour once.
 * Usage: node bench/plans.ts [runs, default 7]
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEstate } from '../src/app/estate-source.ts';
import { readPlanOrThrow } from '../src/app/plan-file-io.ts';
import {
  createSimulator,
  type Estate,
  emptyPlan,
  findOpportunities,
  type Plan,
  score,
} from '../src/engine/index.ts';
import { openEmbeddedBook } from '../src/prices/embedded-book.ts';
import { loadScenario } from '../src/scenario/pack.ts';

const HORIZON = { horizonMonths: 12 };
const NAME_WIDTH = 52;

/** Median of several runs, in milliseconds. @param make what is needed before the clock starts */
function median<T>(runs: number, make: () => T, run: (value: T) => unknown): number {
  const times = Array.from({ length: runs }, () => {
    const value = make();
    const start = performance.now();
    run(value);
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
}

/** Quantity times rate of every hour of every machine, added up by the hour. */
function barePass(estate: Estate): Float64Array {
  const total = new Float64Array(estate.hours);
  for (const resource of estate.resources) {
    if (resource.kind !== 'instance') continue;
    for (const { hours, effectiveCost } of resource.compute) {
      for (let hour = 0; hour < total.length; hour += 1) {
        total[hour] = (total[hour] ?? 0) + (hours[hour] ?? 0) * effectiveCost;
      }
    }
  }
  return total;
}

/** The plan with its last move one month later: what a person does at the plan screen. */
function changed(plan: Plan): Plan {
  const moves = plan.moves.map((move, index) =>
    index === plan.moves.length - 1 ? { ...move, start: move.start + 1 } : move,
  );
  return { ...plan, moves };
}

async function main(runs: number): Promise<void> {
  const cacheFolder = mkdtempSync(join(tmpdir(), 'trimtab-bench-'));
  try {
    const book = openEmbeddedBook();
    const request = {
      scenario: 'saas-500k',
      workspace: '',
      cacheFolder,
      workloadsFile: null,
      commitmentsFile: null,
      period: null,
      currency: null,
    };
    const generating = performance.now();
    await openEstate(request, book);
    const first = performance.now() - generating;
    const opening = performance.now();
    const { estate } = await openEstate(request, book);
    const again = performance.now() - opening;
    const scenario = loadScenario('saas-500k');
    const reference = readPlanOrThrow(scenario.plans.reference ?? '');
    const empty = emptyPlan(scenario.target);
    const fresh = () => createSimulator(estate, book);
    const used = () => {
      const simulator = fresh();
      simulator.run(reference, HORIZON);
      return simulator;
    };

    const peer = median(
      runs,
      () => null,
      () => barePass(estate),
    );
    const print = (name: string, milliseconds: number) =>
      console.log(
        `${name.padEnd(NAME_WIDTH)}${milliseconds.toFixed(1).padStart(9)} ms ${(milliseconds / peer).toFixed(1).padStart(8)} x`,
      );
    console.log(`${estate.resources.length} resources, ${estate.hours} hours; median of ${runs} runs\n`);
    print('one bare pass over the hours (the peer)', peer);
    print(
      'empty plan, new simulator',
      median(runs, fresh, simulator => simulator.run(empty, HORIZON)),
    );
    print(
      `${reference.moves.length} moves, 12 months, new simulator`,
      median(runs, fresh, simulator => simulator.run(reference, HORIZON)),
    );
    print(
      'the same with its last move changed',
      median(runs, used, simulator => simulator.run(changed(reference), HORIZON)),
    );
    print(
      'the same unchanged',
      median(runs, used, simulator => simulator.run(reference, HORIZON)),
    );
    const run = used().run(reference, HORIZON);
    print(
      'score with 2,000 draws',
      median(
        runs,
        () => run,
        played => score(played, { seed: '1', runs: 2000 }),
      ),
    );
    print(
      'opportunities on the bill',
      median(runs, fresh, simulator => findOpportunities(simulator, empty)),
    );
    print('open the sample again', again);
    print('open the sample the first time (generate, import)', first);
  } finally {
    rmSync(cacheFolder, { recursive: true, force: true });
  }
}

await main(Number(process.argv[2] ?? 7));
