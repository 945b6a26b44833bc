/** The range of a saving, against the closed form of a PERT (a scaled beta distribution) and against sums of moves. */

import { describe, expect, test } from 'vitest';
import type { Estimate } from '../../src/engine/lever.ts';
import { leverById } from '../../src/engine/levers/index.ts';
import { decimal, ZERO } from '../../src/engine/money.ts';
import type { Plan } from '../../src/engine/plan.ts';
import type { MoveOutcome, Run } from '../../src/engine/simulate/run.ts';
import { createSimulator } from '../../src/engine/simulate/simulate.ts';
import { uncertaintyOf } from '../../src/engine/uncertainty.ts';
import { testBook } from '../helpers/test-book.ts';
import { estateOf, instance, plan } from './estates.ts';

const RUNS = 20_000;

/** P(share <= x) of a PERT, by adding up its density in thin slices. */
function pertCdf({ low, mode, high }: Estimate, x: number): number {
  const alpha = 1 + (4 * (mode - low)) / (high - low);
  const beta = 1 + (4 * (high - mode)) / (high - low);
  const slices = 20_000;
  let total = 0;
  let below = 0;
  for (let slice = 0; slice < slices; slice++) {
    const t = (slice + 0.5) / slices;
    const density = t ** (alpha - 1) * (1 - t) ** (beta - 1);
    total += density;
    if (low + t * (high - low) <= x) below += density;
  }
  return below / total;
}

function pertQuantile(estimate: Estimate, share: number): number {
  let { low, high } = estimate;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (pertCdf(estimate, middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

type Evidence = 'measured' | 'inferred' | 'assumed';

function outcome(
  moveId: string,
  saved: number,
  evidence: Evidence,
  leverId = 'rightsize-compute',
): MoveOutcome {
  return {
    moveId,
    leverId,
    begunMonth: 1,
    doneMonth: 1,
    effectMonth: 1,
    fullMonth: 1,
    status: 'approved',
    applied: [],
    skipped: [],
    savedPerMonth: decimal(saved),
    oneOffCost: ZERO,
    effortDays: { low: 0, mean: 0, high: 0 },
    evidence: { measured: 0, inferred: 0, assumed: 0, [evidence]: 1 },
  };
}

/** A run of $1,000 a month whose first month is what these moves leave, and something else beside them. */
function runWith(
  moves: readonly MoveOutcome[],
  beside = 0,
  basis: Plan['target']['basis'] = 'run-rate',
): Run {
  const target = { goal: { kind: 'reduce-by', fraction: 0.1 }, byMonth: 1, basis } as const;
  const run = createSimulator(estateOf([instance('a')]), testBook()).run(plan([], { target }), {
    horizonMonths: 1,
  });
  const [month] = run.months;
  if (!month) throw new Error('no month');
  const saved = moves.reduce((total, each) => total + Number(each.savedPerMonth), beside);
  const cost = decimal(1000 - saved);
  return {
    ...run,
    baseline: { ...run.baseline, effectiveCost: decimal(1000), recurringBilledCost: decimal(1000) },
    months: [{ ...month, runRateCost: cost, effectiveCost: cost, billedCost: cost }],
    moves,
  };
}

const draw = (run: Run, neededSaving = 0, seed: number | string = 1, runs = RUNS) =>
  uncertaintyOf(run, { seed, runs, neededSaving });

describe('one move', () => {
  test.each(['measured', 'inferred', 'assumed'] as const)(
    'with %s evidence has the quantiles of its PERT',
    evidence => {
      const estimate = leverById('rightsize-compute')?.meta.realization[evidence];
      if (!estimate) throw new Error('no estimate');
      const result = draw(runWith([outcome('m', 100, evidence)]));
      const tolerance = 100 * (estimate.high - estimate.low) * 0.015;
      for (const [found, share] of [
        [result.p10, 0.1],
        [result.p50, 0.5],
        [result.p90, 0.9],
      ] as const)
        expect(Math.abs(found - 100 * pertQuantile(estimate, share))).toBeLessThan(tolerance);
    },
  );

  test('reaches a target with the probability of its PERT', () => {
    const estimate = leverById('rightsize-compute')?.meta.realization.inferred;
    if (!estimate) throw new Error('no estimate');
    for (const needed of [60, 75, 90]) {
      const { probabilityOfTarget } = draw(runWith([outcome('m', 100, 'inferred')]), needed);
      const expected = 1 - pertCdf(estimate, needed / 100);
      // Four standard errors of a share.
      expect(Math.abs(probabilityOfTarget - expected)).toBeLessThan(
        4 * Math.sqrt((expected * (1 - expected)) / RUNS),
      );
    }
  });

  test('that costs money costs all of it', () => {
    expect(draw(runWith([outcome('m', -40, 'assumed')]))).toMatchObject({ p10: -40, p50: -40, p90: -40 });
  });

  test('whose lever nobody knows is taken at its word', () => {
    expect(draw(runWith([outcome('m', 40, 'assumed', 'no-such-lever')]))).toMatchObject({ p10: 40, p90: 40 });
  });
});

describe('several moves', () => {
  test('add up: mean to mean, variance to variance', () => {
    const [a, b] = [
      draw(runWith([outcome('a', 100, 'assumed')])),
      draw(runWith([outcome('b', 100, 'assumed')])),
    ];
    const both = draw(runWith([outcome('a', 100, 'assumed'), outcome('b', 100, 'assumed')]));
    expect(both.p50).toBeCloseTo(a.p50 + b.p50, -0.5);
    // Independent luck evens out: the range grows with the root of two, not with two.
    const width = (each: typeof a) => each.p90 - each.p10;
    expect(width(both) / width(a)).toBeGreaterThan(1.3);
    expect(width(both) / width(a)).toBeLessThan(1.55);
  });

  test('keep their own luck when another comes along', () => {
    const alone = draw(runWith([outcome('a', 100, 'assumed')]), 50);
    const withNothing = draw(runWith([outcome('b', 0, 'measured'), outcome('a', 100, 'assumed')]), 50);
    expect(withNothing).toEqual(alone);
  });

  test('have the evidence that most of their findings rest on, the weaker one on a tie', () => {
    const mixed = (evidence: MoveOutcome['evidence']) =>
      draw(runWith([{ ...outcome('m', 100, 'measured'), evidence }]));
    const only = (evidence: Evidence) => draw(runWith([outcome('m', 100, evidence)]));
    expect(mixed({ measured: 3, inferred: 2, assumed: 1 })).toEqual(only('measured'));
    expect(mixed({ measured: 2, inferred: 3, assumed: 1 })).toEqual(only('inferred'));
    expect(mixed({ measured: 2, inferred: 2, assumed: 1 })).toEqual(only('inferred'));
    expect(mixed({ measured: 2, inferred: 2, assumed: 2 })).toEqual(only('assumed'));
    expect(mixed({ measured: 0, inferred: 0, assumed: 0 })).toEqual(only('measured'));
  });
});

describe('what no move explains is certain', () => {
  test('an expiry that costs money', () => {
    const result = draw(runWith([outcome('m', 100, 'assumed')], -30));
    const alone = draw(runWith([outcome('m', 100, 'assumed')]));
    expect(result.p10).toBeCloseTo(alone.p10 - 30, 6);
    expect(result.p90).toBeCloseTo(alone.p90 - 30, 6);
  });

  test('a plan of no moves: all or nothing', () => {
    expect(draw(runWith([], 25), 25)).toMatchObject({ p10: 25, p50: 25, p90: 25, probabilityOfTarget: 1 });
    expect(draw(runWith([], 25), 25.01)).toMatchObject({ probabilityOfTarget: 0 });
  });

  test('the clock of the target: cash counts what is invoiced', () => {
    const run = runWith([], 0, 'cash');
    const [month] = run.months;
    if (!month) throw new Error('no month');
    const cheaper = { ...run, months: [{ ...month, billedCost: decimal(900) }] };
    expect(draw(cheaper).p50).toBe(100);
    expect(
      draw({ ...cheaper, plan: { ...run.plan, target: { ...run.plan.target, basis: 'run-rate' } } }).p50,
    ).toBe(0);
  });
});

describe('drawing', () => {
  const run = runWith([outcome('a', 100, 'assumed'), outcome('b', 50, 'inferred')]);

  test('the same seed gives the same range, another seed nearly', () => {
    expect(draw(run, 100, 'x')).toEqual(draw(run, 100, 'x'));
    expect(draw(run, 100, 'x').p50).not.toBe(draw(run, 100, 'y').p50);
    expect(Math.abs(draw(run, 100, 'x').p50 - draw(run, 100, 'y').p50)).toBeLessThan(2);
  });

  test('lies between the worst and the best that can come true', () => {
    const { p10, p50, p90 } = draw(run);
    expect(p10).toBeGreaterThanOrEqual(100 * 0.3 + 50 * 0.5);
    expect(p10).toBeLessThan(p50);
    expect(p50).toBeLessThan(p90);
    expect(p90).toBeLessThanOrEqual(150);
  });

  test('no runs give no range, one run gives itself', () => {
    expect(draw(run, 0, 1, 0)).toMatchObject({ p10: 0, p50: 0, p90: 0, probabilityOfTarget: 0, runs: 0 });
    const one = draw(run, 0, 1, 1);
    expect(one.p10).toBe(one.p90);
  });
});
