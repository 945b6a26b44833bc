/**
 * Measures how long every lever takes to look at an estate of up to 100,000 resources, against one plain pass over the same
 * resources and their hours; and the whole search for opportunities on the sample.
 * Usage: node bench/levers.ts [runs, default 3]
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEstate } from '../src/app/estate-source.ts';
import { createSimulator, type Estate, emptyPlan, findOpportunities, LEVERS } from '../src/engine/index.ts';
import { defaultParams } from '../src/engine/lever-params.ts';
import { WHOLE_ESTATE } from '../src/engine/plan.ts';
import { createRateCard, type RateCard } from '../src/engine/rate-card.ts';
import { applyMove } from '../src/engine/simulate/apply-move.ts';
import { openEmbeddedBook } from '../src/prices/embedded-book.ts';
import { loadScenario } from '../src/scenario/pack.ts';

const SIZES = [25_000, 50_000, 100_000];
const NAME_WIDTH = 46;

/** Smallest CPU time of several runs, in milliseconds: what else the machine does is no part of it. */
function least(runs: number, run: () => unknown): number {
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

/** The sample's resources again and again under other ids, until there are so many. */
function multiplied(estate: Estate, size: number): Estate {
  const resources = Array.from({ length: size }, (_, index) => {
    const copy = Math.floor(index / estate.resources.length);
    const resource = estate.resources[index % estate.resources.length];
    if (!resource) throw new Error('the sample has resources');
    return copy === 0 ? resource : { ...resource, id: `${resource.id}~${copy}` };
  });
  return { ...estate, resources };
}

/** What any program must do at least: every resource once, and every hour of every machine. */
function plainPass({ resources }: Estate): number {
  let total = 0;
  for (const resource of resources) {
    total += Number(resource.effectiveCost);
    if (resource.kind !== 'instance') continue;
    for (const { hours } of resource.compute)
      for (let hour = 0; hour < hours.length; hour++) total += hours[hour] ?? 0;
  }
  return total;
}

/** Every lever that acts on resources, with its defaults, on all of them. */
function everyLever(estate: Estate, rates: RateCard): number {
  // A new object: nothing is remembered of an estate that was looked at before.
  const fresh = { ...estate };
  const { guardrails } = emptyPlan(loadScenario('saas-500k').target);
  let found = 0;
  for (const lever of LEVERS) {
    if (lever.target === 'estate') continue;
    const { id } = lever.meta;
    const params = defaultParams(lever.params);
    const move = { id, lever: id, scope: WHOLE_ESTATE, params, start: 1, owner: null, note: null };
    found += applyMove(fresh, move, lever, guardrails, rates).applied.length;
  }
  return found;
}

async function main(runs: number): Promise<void> {
  const cacheFolder = mkdtempSync(join(tmpdir(), 'trimtab-bench-'));
  try {
    const book = openEmbeddedBook();
    const { estate } = await openEstate(
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
    const print = (name: string, milliseconds: number, peer: number) =>
      console.log(
        `${name.padEnd(NAME_WIDTH)}${milliseconds.toFixed(0).padStart(8)} ms ${(milliseconds / peer).toFixed(1).padStart(8)} x`,
      );
    console.log(`${LEVERS.length} levers; CPU time, least of ${runs} runs; against a plain pass\n`);
    for (const size of SIZES) {
      const large = multiplied(estate, size);
      const rates = createRateCard(large.paidRates, book);
      const peer = least(runs, () => plainPass(large));
      print(`${size} resources, plain pass`, peer, peer);
      print(
        `${size} resources, every lever`,
        least(runs, () => everyLever(large, rates)),
        peer,
      );
    }
    const peer = least(runs, () => plainPass(estate));
    const empty = emptyPlan(loadScenario('saas-500k').target);
    print(
      `opportunities on the sample (${estate.resources.length})`,
      least(runs, () => findOpportunities(createSimulator(estate, book), empty)),
      peer,
    );
  } finally {
    rmSync(cacheFolder, { recursive: true, force: true });
  }
}

await main(Number(process.argv[2] ?? 3));
