/**
 * Measures how long it takes to say which move of the sample's reference plan saved what, against one pass of the same plan:
 * a run of the target month, which any attribution must play at least once.
 * Usage: node bench/attribution.ts [runs, default 5]
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEstate } from '../src/app/estate-source.ts';
import { readPlanOrThrow } from '../src/app/plan-file-io.ts';
import { attributionOf } from '../src/engine/attribution/attribution-of.ts';
import { orderCost } from '../src/engine/attribution/order-cost.ts';
import { createSimulator } from '../src/engine/index.ts';
import { openEmbeddedBook } from '../src/prices/embedded-book.ts';
import { loadScenario } from '../src/scenario/pack.ts';

const NAME_WIDTH = 60;
/** Orders that the search may play. */
const ORDERS = 50;

function toEnd<Found>(search: { next(): unknown; found(): Found }): Found {
  for (let step = search.next(); step; ) step = search.next();
  return search.found();
}

/** Median of several runs, in milliseconds; each with a simulator of its own. */
function median<T>(runs: number, make: () => T, run: (value: T) => unknown): number {
  const times = Array.from({ length: runs }, () => {
    const value = make();
    const start = performance.now();
    run(value);
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
}

async function main(runs: number): Promise<void> {
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
        period: null,
        currency: null,
      },
      book,
    );
    const whole = readPlanOrThrow(loadScenario('saas-500k').plans.reference ?? '');
    // Ten moves, the most that all sets are played of: the first seven, and the three purchases at the end.
    const plan = { ...whole, moves: [...whole.moves.slice(0, 7), ...whole.moves.slice(-3)] };
    const horizonMonths = plan.target.byMonth;
    const fresh = () => createSimulator(estate, book, scenario?.assumptions ?? {});
    const options = { seed: '1', budget: 1000 };
    const plain = median(runs, fresh, simulator => simulator.run(plan, { horizonMonths }));
    const print = (name: string, milliseconds: number) =>
      console.log(
        `${name.padEnd(NAME_WIDTH)}${milliseconds.toFixed(0).padStart(7)} ms ${(milliseconds / plain).toFixed(1).padStart(7)} x`,
      );
    const found = toEnd(attributionOf(fresh(), plan, options));
    const groups = found.groups.map(group => group.length).join(', ');
    console.log(`${estate.resources.length} resources; median of ${runs} runs, new simulator each\n`);
    print(`a plain pass: ${plan.moves.length} moves, ${horizonMonths} months`, plain);
    print(
      `waterfall, exact Shapley, leave-one-out (groups of ${groups})`,
      median(runs, fresh, simulator => toEnd(attributionOf(simulator, plan, options))),
    );
    print(
      `cost of the order, ${ORDERS} orders of 12 months`,
      median(Math.min(3, runs), fresh, simulator =>
        toEnd(orderCost(simulator, plan, { horizonMonths: 12, budget: ORDERS })),
      ),
    );
  } finally {
    rmSync(cacheFolder, { recursive: true, force: true });
  }
}

await main(Number(process.argv[2] ?? 5));
