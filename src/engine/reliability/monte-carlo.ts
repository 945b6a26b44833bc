/** Simulated windows of a workload: bad minutes, their quantiles and the chance of a breach, before and after a change. */

import { assert } from '../assert.ts';
import { streamKey } from './common-random-numbers.ts';
import { breachProbability } from './compound-poisson.ts';
import type { Distribution } from './distribution.ts';
import {
  addOneOff,
  addOutages,
  createWorkspace,
  eventSource,
  numbersDrawn,
  oneOffSource,
  type WindowRange,
  type Workspace,
} from './event-simulation.ts';
import type { Impact, RateAndSeverity } from './failure-class.ts';
import { assertFailureClass } from './failure-class.ts';
import { breachBounds } from './fft-compound-poisson.ts';
import { sampleMoments, sampleQuantiles, sampleTailMean } from './sample-statistics.ts';

/** A failure class by name: classes of one name before and after a change share their luck. */
export type WindowClass = RateAndSeverity & { readonly name: string };

/** Something that happens at most once in the window, such as a migration that may fail. */
export type OneOffEvent = {
  readonly name: string;
  /** That it goes wrong for users, 0..1. */
  readonly probability: number;
  readonly impact: Impact;
  readonly duration: Distribution;
};

/** All that can cost good minutes in one window. */
export type WindowRisks = {
  readonly classes: readonly WindowClass[];
  readonly oneOff?: readonly OneOffEvent[];
  /** Bad minutes that are certain: overload, latency. */
  readonly burnMinutes?: number;
};

/** How windows are simulated. */
export type SimulationOptions = {
  readonly seed: number | string;
  /** Part of the name of every stream of random numbers. */
  readonly workload: string;
  readonly windowMinutes: number;
  /** Null: no objective, no breach. */
  readonly budgetMinutes: number | null;
  /** Windows to simulate, 20,000 when left out. */
  readonly runs?: number;
  /** First window of the endless row that the seed stands for, 0 when left out: workers take a part each. */
  readonly firstWindow?: number;
  /** r of negative binomial counts; null or left out: Poisson counts. */
  readonly overdispersion?: number | null;
};

/** P(breach) and how sure it is. */
export type BreachEstimate = {
  readonly probability: number;
  /** 0 when it is exact. */
  readonly standardError: number;
  /** Rare breaches are computed from the distribution instead of counted. */
  readonly method: 'simulated' | 'exact';
};

/** What one class contributed; classes of one name together. */
export type ClassMinutes = {
  readonly name: string;
  readonly meanBadMinutes: number;
  /** Of the workload's bad minutes, 0..1. */
  readonly share: number;
};

/** Bad minutes over the simulated windows. */
export type WindowSample = {
  /** By window, in their order. */
  readonly badMinutes: Float64Array;
  readonly mean: number;
  readonly sd: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  /** Mean of the worst 5 % of the windows. */
  readonly cvar95: number;
  /** Null without an objective. */
  readonly breach: BreachEstimate | null;
  /** Most minutes first. */
  readonly byClass: readonly ClassMinutes[];
  /** Random numbers of 32 bits that were drawn. */
  readonly numbersDrawn: number;
};

/** What a change does, window by window. */
export type PairSample = {
  readonly before: WindowSample;
  readonly after: WindowSample;
  readonly delta: {
    readonly mean: number;
    readonly standardError: number;
    readonly p10: number;
    readonly p50: number;
    readonly p90: number;
    /** Null without an objective. */
    readonly breachProbability: number | null;
  };
};

export const DEFAULT_RUNS = 20_000;
/** Below this a breach is computed instead of counted. */
const RARE_BREACH = 1e-3;
/** Exact bounds that are further apart than this share of their middle are no answer. */
const BOUNDS_APART = 0.1;
/** Certain bad minutes are reported under the name that the evaluation uses. */
const BURN = 'overload';

const byCodeUnit = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** Streams of what has a name: several of one name are told apart by what they are, so that no order matters. */
function named<Item extends { readonly name: string }>(
  items: readonly Item[],
  prefix: string,
): readonly { readonly item: Item; readonly stream: string }[] {
  const sorted = items
    .map(item => ({ item, text: JSON.stringify([item.name, item]) }))
    .sort((a, b) => byCodeUnit(a.item.name, b.item.name) || byCodeUnit(a.text, b.text));
  const seen = new Map<string, number>();
  return sorted.map(({ item }) => {
    const count = seen.get(item.name) ?? 0;
    seen.set(item.name, count + 1);
    return { item, stream: `${prefix} ${count} ${item.name}` };
  });
}

function assertOptions({ windowMinutes, budgetMinutes }: SimulationOptions, range: WindowRange): void {
  assert(windowMinutes > 0 && Number.isFinite(windowMinutes), 'a window has minutes');
  assert(budgetMinutes === null || budgetMinutes >= 0, 'a budget is not negative');
  assert(Number.isInteger(range.count) && range.count > 0, 'a simulation has whole windows');
  assert(Number.isInteger(range.first) && range.first >= 0, 'windows are counted from 0');
}

/** Fills in the bad minutes of every window. Returns the minutes by name. */
function simulate(
  risks: WindowRisks,
  options: SimulationOptions,
  work: Workspace,
  badMinutes: Float64Array,
): Map<string, number> {
  const { seed, workload, windowMinutes, firstWindow = 0, overdispersion = null } = options;
  const range = { first: firstWindow, count: badMinutes.length };
  assertOptions(options, range);
  const { classes, oneOff = [], burnMinutes = 0 } = risks;
  const minutes = new Map<string, number>();
  const book = (name: string, added: number) => minutes.set(name, added + (minutes.get(name) ?? 0));
  assert(burnMinutes >= 0, 'minutes are not negative');
  badMinutes.fill(burnMinutes);
  if (burnMinutes > 0) book(BURN, burnMinutes * range.count);
  for (const { item, stream } of named(classes, 'class')) {
    assertFailureClass(item);
    const source = eventSource(item, windowMinutes, streamKey(seed, workload, stream), overdispersion);
    book(item.name, addOutages(work, source, range, badMinutes));
  }
  for (const { item, stream } of named(oneOff, 'once')) {
    assertFailureClass({ ...item, ratePerYear: 0 });
    assert(item.probability >= 0 && item.probability <= 1, 'a probability is within [0, 1]');
    const source = oneOffSource(item, streamKey(seed, workload, stream));
    book(item.name, addOneOff(work, source, range, badMinutes));
  }
  return minutes;
}

/** A sum that is the budget but for float noise is no breach. */
export const breachLimit = (budgetMinutes: number): number => budgetMinutes * (1 + 1e-9);

/** P(breach) from the distribution itself; null when it cannot be told closely. */
export function exactBreach(
  risks: WindowRisks,
  options: SimulationOptions & { readonly budgetMinutes: number },
  steps?: number,
): number | null {
  const { classes, oneOff = [], burnMinutes = 0 } = risks;
  const { windowMinutes, budgetMinutes, overdispersion = null } = options;
  const question = { classes, windowMinutes, budgetMinutes, burnMinutes };
  if (oneOff.length === 0 && overdispersion === null)
    return breachProbability({ ...question, ...(steps === undefined ? {} : { steps }) });
  const { lower, upper } = breachBounds({ ...question, oneOff, overdispersion });
  return upper - lower <= BOUNDS_APART * (upper + lower) * 0.5 ? (lower + upper) / 2 : null;
}

/** Breaches counted over windows. */
export function countBreaches(badMinutes: Float64Array, budgetMinutes: number): number {
  const limit = breachLimit(budgetMinutes);
  let count = 0;
  for (let i = 0; i < badMinutes.length; i++) if ((badMinutes[i] as number) > limit) count += 1;
  return count;
}

function breachOf(
  risks: WindowRisks,
  options: SimulationOptions,
  badMinutes: Float64Array,
): BreachEstimate | null {
  const { budgetMinutes } = options;
  if (budgetMinutes === null) return null;
  const runs = badMinutes.length;
  const counted = countBreaches(badMinutes, budgetMinutes) / runs;
  if (counted < RARE_BREACH) {
    const exact = exactBreach(risks, { ...options, budgetMinutes });
    if (exact !== null) return { probability: exact, standardError: 0, method: 'exact' };
  }
  const standardError = Math.sqrt((counted * (1 - counted)) / runs);
  return { probability: counted, standardError, method: 'simulated' };
}

function classShares(minutes: ReadonlyMap<string, number>, runs: number): readonly ClassMinutes[] {
  const total = [...minutes.values()].reduce((sum, value) => sum + value, 0);
  return [...minutes]
    .map(([name, value]) => ({ name, meanBadMinutes: value / runs, share: total > 0 ? value / total : 0 }))
    .sort((a, b) => b.meanBadMinutes - a.meanBadMinutes || byCodeUnit(a.name, b.name));
}

/**
 * Simulates windows: outages by class as a compound Poisson process, events that happen once, and what is certain.
 * The same arguments give the same bytes; a window does not change when more windows, or other classes, are simulated beside it.
 * @throws BugError when a rate, impact or duration is impossible
 */
export function simulateWindows(risks: WindowRisks, options: SimulationOptions): WindowSample {
  const { runs = DEFAULT_RUNS } = options;
  const work = createWorkspace();
  const badMinutes = new Float64Array(runs);
  const minutes = simulate(risks, options, work, badMinutes);
  const [p10 = 0, p50 = 0, p90 = 0, p95 = 0, p99 = 0] = sampleQuantiles(
    badMinutes,
    [0.1, 0.5, 0.9, 0.95, 0.99],
  );
  return {
    badMinutes,
    ...sampleMoments(badMinutes),
    p10,
    p50,
    p90,
    p99,
    cvar95: sampleTailMean(badMinutes, 0.95, p95),
    breach: breachOf(risks, options, badMinutes),
    byClass: classShares(minutes, runs),
    numbersDrawn: numbersDrawn(work),
  };
}

/** Bad minutes by window only: what the outer loop over parameters needs. */
export function simulateBadMinutes(risks: WindowRisks, options: SimulationOptions): Float64Array {
  const badMinutes = new Float64Array(options.runs ?? DEFAULT_RUNS);
  simulate(risks, options, createWorkspace(), badMinutes);
  return badMinutes;
}

/** Simulates the same windows before and after a change, with the same luck. */
export function simulatePair(
  before: WindowRisks,
  after: WindowRisks,
  options: SimulationOptions,
): PairSample {
  const samples = { before: simulateWindows(before, options), after: simulateWindows(after, options) };
  const differences = samples.after.badMinutes.map(
    (minutes, i) => minutes - (samples.before.badMinutes[i] ?? 0),
  );
  const { mean, sd } = sampleMoments(differences);
  const [p10 = 0, p50 = 0, p90 = 0] = sampleQuantiles(differences, [0.1, 0.5, 0.9]);
  const [was, is] = [samples.before.breach, samples.after.breach];
  return {
    ...samples,
    delta: {
      mean,
      standardError: sd / Math.sqrt(differences.length),
      p10,
      p50,
      p90,
      breachProbability: was && is ? is.probability - was.probability : null,
    },
  };
}
