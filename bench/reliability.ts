/**
 * Measures simulated windows: 50 workloads x 10 failure classes x 20,000 windows, one core, against drawing as many random
 * numbers with the same generator and nothing else; and what else is asked of a workload.
 * Usage: node bench/reliability.ts [runs, default 7]
 */

import { randomStream } from '../src/engine/random.ts';
import {
  createStream,
  fillFrom,
  startStream,
  streamKey,
} from '../src/engine/reliability/common-random-numbers.ts';
import { breachProbability } from '../src/engine/reliability/compound-poisson.ts';
import type { Distribution } from '../src/engine/reliability/distribution.ts';
import { breachBounds } from '../src/engine/reliability/fft-compound-poisson.ts';
import {
  type SimulationOptions,
  simulatePair,
  simulateWindows,
  type WindowRisks,
} from '../src/engine/reliability/monte-carlo.ts';

const WORKLOADS = 50;
const CLASSES = 10;
const WINDOWS = 20_000;
const NAME_WIDTH = 66;

/** Medians of several runs in milliseconds, taken by turns so that a busy machine is busy for all. */
function medians(runs: number, tasks: readonly (() => unknown)[]): readonly number[] {
  const times = tasks.map(() => [] as number[]);
  for (let run = 0; run < runs; run++) {
    for (const [index, task] of tasks.entries()) {
      const start = performance.now();
      task();
      times[index]?.push(performance.now() - start);
    }
  }
  return times.map(list => list.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0);
}

/** The kinds of durations that the model's own classes have, with parameters of their own for every class. */
function makeWorkloads(): readonly WindowRisks[] {
  const random = randomStream('bench', 'reliability');
  const between = (low: number, high: number) => low + (high - low) * random.next();
  const duration = (kind: number): Distribution => {
    const lognormal = { kind: 'lognormal', mu: between(2, 4.5), sigma: between(0.6, 1.4) } as const;
    if (kind < 4) return lognormal;
    if (kind < 6) return { kind: 'exponential', meanMinutes: between(2, 30) };
    if (kind < 8) return { kind: 'fixed', minutes: between(1, 15) };
    if (kind < 9) return { kind: 'pert', low: 1, mode: 1.5, high: 2 };
    return { kind: 'staged', base: lognormal, switchMinutes: 2, before: 0.1, after: between(0, 0.3) };
  };
  return Array.from({ length: WORKLOADS }, () => ({
    classes: Array.from({ length: CLASSES }, (_, index) => ({
      name: `class ${index}`,
      // From once in ten years to monthly, most of them rare.
      ratePerYear: 0.1 * 120 ** random.next(),
      impact: index === 0 ? { kind: 'pert' as const, low: 0.01, mode: 0.1, high: 1 } : between(0.02, 0.5),
      duration: duration(index),
    })),
  }));
}

const optionsOf = (workload: number): SimulationOptions => ({
  seed: 'bench',
  workload: `workload ${workload}`,
  windowMinutes: 43_200,
  budgetMinutes: 43.2,
  runs: WINDOWS,
});

/** What every simulation has to do at least. */
function drawAlone(numbers: number): void {
  const stream = createStream();
  startStream(stream, streamKey('bench', 'alone', 'peer'), 0, 0);
  const room = new Uint32Array(4096);
  for (let left = numbers; left > 0; left -= room.length) fillFrom(stream, room, Math.min(left, room.length));
}

/** The same with the generator of the rest of the engine, which gives doubles one by one. */
function drawDoubles(numbers: number): number {
  const random = randomStream('bench', 'alone');
  let sum = 0;
  for (let i = 0; i < numbers; i++) sum += random.next();
  return sum;
}

/** The first class happens twice as often. */
function changed(risks: WindowRisks): WindowRisks {
  return {
    classes: risks.classes.map((item, index) =>
      index === 0 ? { ...item, ratePerYear: 2 * item.ratePerYear } : item,
    ),
  };
}

function main(runs: number): void {
  const workloads = makeWorkloads();
  const all = () => workloads.map((risks, index) => simulateWindows(risks, optionsOf(index)));
  const samples = all();
  const numbers = samples.reduce((sum, sample) => sum + sample.numbersDrawn, 0);
  const counted = WORKLOADS * CLASSES * WINDOWS;
  const rare = samples.filter(({ breach }) => breach?.method === 'exact').length;
  const question = ({ classes }: WindowRisks) => ({ classes, windowMinutes: 43_200, budgetMinutes: 43.2 });
  const tasks: readonly (readonly [name: string, run: () => unknown])[] = [
    ['as many random numbers alone (the peer)', () => drawAlone(numbers)],
    ['as many doubles of the engine’s other generator', () => drawDoubles(numbers)],
    ['one random number for each class and window', () => drawAlone(counted)],
    ['simulation: minutes, quantiles, breach, shares', all],
    [
      'before and after a change that doubles one rate',
      () => workloads.map((risks, index) => simulatePair(risks, changed(risks), optionsOf(index))),
    ],
    [
      'breach of every workload on a lattice (Panjer)',
      () => workloads.map(risks => breachProbability(question(risks))),
    ],
    [
      'bounds of the breach of one workload (FFT)',
      () => workloads.slice(0, 1).map(risks => breachBounds(question(risks))),
    ],
  ];
  const times = medians(
    runs,
    tasks.map(([, run]) => run),
  );
  const peer = times[0] ?? 1;
  console.log(`${WORKLOADS} workloads x ${CLASSES} classes x ${WINDOWS} windows; median of ${runs} runs`);
  console.log(
    `${(numbers / 1e6).toFixed(2)} million random numbers for ${(counted / 1e6).toFixed(0)} million class-windows; ${rare} breaches too rare to count\n`,
  );
  for (const [index, [name]] of tasks.entries()) {
    const time = times[index] ?? 0;
    console.log(
      `${name.padEnd(NAME_WIDTH)}${time.toFixed(1).padStart(9)} ms ${(time / peer).toFixed(1).padStart(8)} x`,
    );
  }
}

main(Number(process.argv[2] ?? 7));
