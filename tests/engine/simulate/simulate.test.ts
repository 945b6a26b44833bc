/** Plans played forward, in cases that can be worked out by hand: an m5.large costs $0.10 an hour, $0.07 under a plan. */

import { describe, expect, test } from 'vitest';
import type { Estate } from '../../../src/engine/estate/estate.ts';
import type { Move, Plan } from '../../../src/engine/plan.ts';
import { WHOLE_ESTATE } from '../../../src/engine/plan.ts';
import type { Run } from '../../../src/engine/simulate/run.ts';
import { createSimulator, ledgerOf, simulate } from '../../../src/engine/simulate/simulate.ts';
import { testBook } from '../../helpers/test-book.ts';
import {
  ages,
  bucket,
  database,
  estateOf,
  HOURS,
  instance,
  move,
  officeHours,
  other,
  plan,
  reservedInstance,
  savingsPlan,
  utilization,
} from '../estates.ts';

function run(
  estate: Estate,
  moves: readonly Move[],
  more: Partial<Omit<Plan, 'moves'>> = {},
  months = 4,
): Run {
  return createSimulator(estate, testBook()).run(plan(moves, more), { horizonMonths: months });
}

const runRates = ({ months }: Run) => months.map(({ runRateCost }) => runRateCost.toNumber());
const cash = ({ months }: Run) => months.map(({ billedCost }) => billedCost.toNumber());
const saved = (result: Run, id: string) =>
  result.moves.find(({ moveId }) => moveId === id)?.savedPerMonth.toNumber();

function expectClose(values: readonly (number | undefined)[], expected: readonly number[]): void {
  expect(values).toHaveLength(expected.length);
  values.forEach((value, index) => {
    expect(value).toBeCloseTo(expected[index] ?? Number.NaN, 6);
  });
}

const BUSY = utilization({ cpu: { p50: 0.3, p99: 0.8 }, memory: { max: 0.8 } });
const OVERSIZED = utilization({ cpu: { p50: 0.1, p99: 0.4 }, memory: { max: 0.4 } });
const IDLE = utilization({ cpu: { p95: 0.01 }, networkMbps: { p95: 0 } });
const [commit, rightsize, schedule, terminate] = [
  'compute-savings-plan',
  'rightsize-compute',
  'schedule-non-production',
  'terminate-idle-compute',
] as const;

/** $1.00 an hour of compute, of which rightsizing takes 40 %: four of five xlarge become large. */
const FIVE = ['a', 'b', 'c', 'd', 'e'].map(id =>
  instance(id, { instanceType: 'm5.xlarge' }, { utilization: id === 'e' ? BUSY : OVERSIZED }),
);

describe('what a plan buys for a year', () => {
  const oneYear = move(commit, { params: { termYears: '1', payment: 'all-upfront' } });
  const over = (plannedCommitments: 'renew' | 'expire') =>
    run(estateOf(FIVE), [oneYear], { assumptions: { plannedCommitments } }, 14);

  test('is bought again when its term is over: the fee is due again', () => {
    const { months } = over('renew');
    const fees = months.map(({ billedCost, forecastBilledCost }) =>
      billedCost.greaterThan(forecastBilledCost),
    );
    expect(months.map(({ runRateCost }) => runRateCost.toFixed())).toEqual(
      new Array(14).fill(months[0]?.runRateCost.toFixed()),
    );
    expect(fees).toEqual([true, ...new Array(11).fill(false), true, false]);
  });

  test('or ends with it: usage is on demand again, the fee is paid once, and the run says so', () => {
    const result = over('expire');
    const onDemand = result.months.map(({ runRateCost, forecastCost }) => runRateCost.equals(forecastCost));
    expect(onDemand).toEqual([...new Array(12).fill(false), true, true]);
    expect(result.months[12]?.billedCost.toFixed()).toBe(result.months[12]?.forecastBilledCost.toFixed());
    expect(result.findings.map(({ code }) => code)).toContain('purchase-ends');
  });
});

describe('a commitment bought too early strands', () => {
  test('rightsizing what a plan of the bill covers saves nothing', () => {
    const result = run(estateOf(FIVE, { commitments: [savingsPlan('sp', 0.7)] }), [move(rightsize)]);
    expectClose(runRates(result), new Array(4).fill(0.7 * HOURS));
    expect(saved(result, rightsize)).toBeCloseTo(0, 9);
    expect(result.moves[0]?.applied).toHaveLength(4);
    expect(result.months[3]?.commitments.unusedCost).toBeCloseTo(0.28 * HOURS, 6);
    expect(result.months[3]?.commitments.commitmentUtilization).toBeCloseTo(0.6, 9);
  });

  test('rightsizing after committing saves nothing, before it saves everything', () => {
    const early = run(estateOf(FIVE), [move(commit, { start: 1 }), move(rightsize, { start: 2 })]);
    expectClose(runRates(early), new Array(4).fill(0.7 * HOURS));
    const late = run(estateOf(FIVE), [move(commit, { start: 2 }), move(rightsize, { start: 1 })]);
    expectClose(
      runRates(late),
      [0.6, 0.42, 0.42, 0.42].map(perHour => perHour * HOURS),
    );
  });

  test('in one month the stages decide, not the order of the plan', () => {
    const result = run(estateOf(FIVE), [move(commit), move(rightsize)]);
    expect(result.moves.map(({ moveId }) => moveId)).toEqual([rightsize, commit]);
    expect(result.months[0]?.activeMoveIds).toEqual([rightsize, commit]);
    expectClose(runRates(result), new Array(4).fill(0.42 * HOURS));
  });

  test('a plan keeps the size it had in the month it started', () => {
    const result = run(estateOf(FIVE), [move(commit, { start: 1 }), move(rightsize, { start: 3 })]);
    expect(result.purchases).toMatchObject([{ id: commit, commitmentPerHour: 0.7 }]);
    const [applied] = result.moves.find(({ moveId }) => moveId === commit)?.applied ?? [];
    expect(applied?.effect).toMatchObject({ commitments: [{ commitmentPerHour: 0.7 }] });
  });

  test('a second plan is sized on what the first leaves', () => {
    const first = move(commit, { id: 'first', start: 1, params: { shareOfOptimumPercent: 50 } });
    const second = move(commit, { id: 'second', start: 2 });
    const result = run(estateOf(FIVE), [first, second]);
    expect(
      result.purchases.map(({ id, ...each }) => [id, each.kind === 'savings-plan' && each.commitmentPerHour]),
    ).toEqual([
      ['first', 0.35],
      ['second', 0.35],
    ]);
    expectClose(
      runRates(result),
      [0.85, 0.7, 0.7, 0.7].map(perHour => perHour * HOURS),
    );
  });
});

describe('a schedule under a reservation', () => {
  const staging = (count: number) =>
    estateOf(
      ['a', 'b'].map(id => instance(id, {}, { workload: 'staging' })),
      { commitments: [reservedInstance('ri', { count })] },
    );

  test('saves nothing on the hours that are reserved', () => {
    const result = run(staging(2), [move(schedule)]);
    expect(saved(result, schedule)).toBeCloseTo(0, 9);
    expect(result.moves[0]?.applied).toHaveLength(2);
  });

  test('saves the hours above it at their on-demand price', () => {
    // 60 hours on: one of two is reserved. 108 hours off: the reservation is lost.
    const result = run(staging(1), [move(schedule)]);
    expectClose(runRates(result).slice(0, 1), [0.06 * HOURS + 0.1 * 60]);
    expect(saved(result, schedule)).toBeCloseTo(0.1 * 108, 9);
  });

  test('without one saves 108 of 168 hours', () => {
    const result = run(staging(0), [move(schedule)]);
    expect(saved(result, schedule)).toBeCloseTo(2 * 0.1 * 108, 9);
    expect(officeHours().reduce((a, b) => a + b, 0)).toBe(60);
  });
});

describe('coverage that one resource frees covers another', () => {
  const idle = instance('idle', {}, { utilization: IDLE });
  const busy = instance('busy', {}, { utilization: BUSY, workload: 'staging' });
  const commitments = [savingsPlan('sp', 0.07)];

  test('so that terminating saves an on-demand hour, not a covered one', () => {
    const result = run(estateOf([idle, busy], { commitments }), [move(terminate)]);
    expectClose(runRates(result).slice(0, 1), [0.07 * HOURS]);
    expect(saved(result, terminate)).toBeCloseTo(0.1 * HOURS, 9);
  });

  test('also where the bill names the one that is gone as the covered one; the shift itself is no saving', () => {
    // The bill: idle covered at .07, busy on demand at .10. The model spreads the plan over both.
    const fit = (id: string) => (id === 'idle' ? 0.07 : 0.1) / 0.085;
    const result = run(estateOf([idle, busy], { commitments, fit }), [move(terminate)]);
    expect(saved(result, terminate)).toBeCloseTo(0.1 * HOURS, 6);
    const changes = result.months[0]?.changes ?? [];
    const total = changes.reduce((sum, { amount }) => sum + amount.toNumber(), 0);
    expect(total).toBeCloseTo(-0.1 * HOURS, 6);
    expect(changes.map(({ resourceId }) => resourceId).sort()).toEqual([
      '(commitment coverage)',
      'busy',
      'idle',
    ]);
  });

  test('and there is no such shift where nothing is committed, whatever the bill charges', () => {
    const fit = (id: string) => (id === 'idle' ? 0.2 : 1.3);
    const result = run(estateOf([idle, busy], { fit }), [move(terminate)]);
    expect(saved(result, terminate)).toBeCloseTo(0.2 * 0.1 * HOURS, 6);
    expect(result.months[0]?.changes.map(({ resourceId }) => resourceId)).toEqual(['idle']);
  });
});

describe('what happens to a plan when its usage goes away depends on its kind', () => {
  const resources = [
    instance('m5', {}, { utilization: IDLE }),
    instance('c5', { instanceType: 'c5.large' }, { utilization: BUSY }),
  ];

  test('a Compute plan moves on to another family, at that family’s discount', () => {
    // .07 of .07 used for the m5; without it .06 cover the c5 of .08.
    const result = run(estateOf(resources, { commitments: [savingsPlan('sp', 0.07)] }), [move(terminate)]);
    expectClose(runRates(result).slice(0, 1), [0.07 * HOURS]);
    expect(saved(result, terminate)).toBeCloseTo(0.08 * HOURS, 9);
    expect(result.months[0]?.commitments.unusedCost).toBeCloseTo(0.01 * HOURS, 9);
  });

  test('an EC2 Instance plan stays behind', () => {
    const instancePlan = savingsPlan('sp', 0.055, {
      offering: 'ec2-instance',
      family: 'm5',
      region: 'us-east-1',
    });
    const result = run(estateOf(resources, { commitments: [instancePlan] }), [move(terminate)]);
    expectClose(runRates(result).slice(0, 1), [0.135 * HOURS]);
    expect(saved(result, terminate)).toBeCloseTo(0, 9);
    expect(result.months[0]?.commitments.commitmentUtilization).toBe(0);
  });
});

describe('commitments of the bill that end', () => {
  const endMs = Date.UTC(2024, 2, 1);
  const ending = estateOf([instance('a')], { commitments: [savingsPlan('sp', 0.1, { endMs })] });
  const play = (existingCommitments: 'renew' | 'expire', moves: readonly Move[] = []) =>
    createSimulator(ending, testBook()).run(plan(moves), {
      horizonMonths: 3,
      assumptions: { existingCommitments },
    });

  test('are renewed unless told otherwise: the bill stays the bill', () => {
    expectClose(runRates(play('renew')), [0.1 * HOURS, 0.1 * HOURS, 0.1 * HOURS]);
  });

  test('fall back to on-demand from the first month that begins after their end', () => {
    // February still runs under the plan of $0.10 (.03 unused); March pays $0.10 on demand.
    const result = play('expire');
    expectClose(runRates(result), [0.1 * HOURS, 0.1 * HOURS, 0.1 * HOURS]);
    expect(result.months[0]?.changes).toEqual([]);
    expect(result.months[1]?.commitments.commitmentUtilization).toBeNull();
  });

  test('leave nothing of themselves in the ledger: usage gets dearer, what was unused is no longer paid', () => {
    const [, march] = play('expire').months;
    const byResource = Object.fromEntries(
      march?.changes.map(({ resourceId, amount, moveId }) => [resourceId, [amount.toNumber(), moveId]]) ?? [],
    );
    expect(byResource.a?.[0]).toBeCloseTo(0.03 * HOURS, 6);
    expect(byResource.sp?.[0]).toBeCloseTo(-0.03 * HOURS, 6);
    expect(Object.keys(byResource).sort()).toEqual(['a', 'sp']);
    expect(march?.changes.every(({ moveId, leverId }) => moveId === null && leverId === null)).toBe(true);
  });

  test('make room for a plan of the right size', () => {
    const result = play('expire', [move(commit, { start: 2 })]);
    expectClose(runRates(result), [0.1 * HOURS, 0.07 * HOURS, 0.07 * HOURS]);
    expect(result.purchases).toMatchObject([{ commitmentPerHour: 0.07 }]);
  });
});

describe('two clocks', () => {
  const one = estateOf([instance('a')]);
  const YEAR = 8760;

  test.each([
    ['no-upfront', 0.07, 0],
    ['partial-upfront', 0.068, 0.5],
    ['all-upfront', 0.067, 1],
  ])(
    '%s: the same cost every month, and its fee in the month of the purchase',
    (payment, perHour, upfront) => {
      const result = run(one, [move(commit, { start: 2, params: { payment } })]);
      expectClose(
        runRates(result),
        [0.1, perHour, perHour, perHour].map(each => each * HOURS),
      );
      const monthly = perHour * (1 - upfront) * HOURS;
      expectClose(cash(result), [0.1 * HOURS, monthly + perHour * upfront * YEAR, monthly, monthly]);
      // One-off charges are no fee: what is amortised is in the effective cost already.
      for (const { effectiveCost, runRateCost } of result.months)
        expect(effectiveCost.toFixed()).toBe(runRateCost.toFixed());
    },
  );

  test('three years upfront are paid for at once', () => {
    const result = run(one, [move(commit, { params: { payment: 'all-upfront', termYears: '3' } })]);
    expectClose(cash(result), [0.052 * 3 * YEAR, 0, 0, 0]);
  });

  test('a plan that goes on is paid for again when its term is over', () => {
    const upfront = { payment: 'all-upfront', commitmentPerHour: 0.067 };
    const fees = cash(run(one, [move(commit, { start: 2, params: upfront })], {}, 26)).map(
      each => each > 100,
    );
    expect(fees.flatMap((isFee, index) => (isFee ? [index + 1] : []))).toEqual([2, 14, 26]);
    const threeYears = cash(run(one, [move(commit, { params: { ...upfront, termYears: '3' } })], {}, 36));
    expect(threeYears.filter(each => each > 100)).toHaveLength(1);
  });

  test('charges that come once come in the month of the move, on both clocks', () => {
    const metrics = utilization({ objectAges: [ages(0, 200), ages(30, 800, { objectCount: 80_000 })] });
    const result = run(estateOf([bucket('b', { utilization: metrics })]), [
      move('s3-storage-tiering', { start: 2 }),
    ]);
    // 80,000 objects at a cent a thousand.
    expectClose(
      result.months.map(({ effectiveCost, runRateCost }) => effectiveCost.minus(runRateCost).toNumber()),
      [0, 0.8, 0, 0],
    );
    const rate = runRates(result);
    expectClose(cash(result), [rate[0] ?? 0, (rate[1] ?? 0) + 0.8, rate[2] ?? 0, rate[3] ?? 0]);
    expect(result.moves[0]?.oneOffCost.toNumber()).toBeCloseTo(0.8, 9);
    // .0105 a GiB, less the transition of 20,000 objects / 30 days x 365 / 12 a month.
    expect(saved(result, 's3-storage-tiering')).toBeCloseTo(
      800 * 0.0105 - (20_000 / 30) * (365 / 12) * 1e-5,
      6,
    );
  });
});

describe('months', () => {
  test('follow the month of the bill, across the year', () => {
    const result = run(estateOf([instance('a')]), [], {}, 14);
    expect(result.referenceMonth).toBe('2024-01');
    expect(result.months.map(({ month }) => month).slice(0, 2)).toEqual(['2024-02', '2024-03']);
    expect(result.months.at(-1)?.month).toBe('2025-03');
    expect(result.months.map(({ index }) => index)).toEqual(Array.from({ length: 14 }, (_, i) => i + 1));
  });

  test('show a move from its start on, and never one that starts after them', () => {
    const estate = estateOf([instance('a', {}, { utilization: IDLE })]);
    const result = run(estate, [move(terminate, { start: 3 })]);
    expectClose(runRates(result), [0.1 * HOURS, 0.1 * HOURS, 0, 0]);
    expect(result.moves[0]?.effectMonth).toBe(3);
    const late = run(estate, [move(terminate, { start: 5 })]);
    expectClose(runRates(late), new Array(4).fill(0.1 * HOURS));
    expect(late.moves[0]).toMatchObject({ effectMonth: null, applied: [] });
    expect(late.findings).toEqual([]);
  });

  test('of the target decide what a move is said to save', () => {
    const estate = estateOf([instance('a', {}, { utilization: IDLE })]);
    const target = { goal: { kind: 'reduce-by', fraction: 0.5 }, byMonth: 2, basis: 'run-rate' } as const;
    expect(saved(run(estate, [move(terminate, { start: 3 })], { target }), terminate)).toBe(0);
    // A target beyond the horizon is judged at its end.
    expect(
      saved(run(estate, [move(terminate)], { target: { ...target, byMonth: 30 } }), terminate),
    ).toBeCloseTo(0.1 * HOURS, 9);
  });

  test('may be none at all', () => {
    expect(run(estateOf([instance('a')]), [move(commit)], {}, 0).months).toEqual([]);
  });
});

describe('guardrails', () => {
  const estate = estateOf([
    instance('a', {}, { utilization: IDLE, workload: 'vault' }),
    instance('b', {}, { utilization: IDLE }),
  ]);
  const guardrails = {
    maxBreachProbability: 1,
    maxBreachIncrease: 1,
    protectedWorkloads: [],
    forbiddenLevers: [],
  };

  test('keep every move off a protected workload', () => {
    const result = run(estate, [move(terminate)], {
      guardrails: { ...guardrails, protectedWorkloads: ['v*'] },
    });
    expect(result.moves[0]?.applied.map(({ resourceId }) => resourceId)).toEqual(['b']);
    expect(result.moves[0]?.skipped).toEqual([
      { resourceId: 'a', workload: 'vault', reason: 'protected by a guardrail' },
    ]);
  });

  test('leave a forbidden lever out, and say that it was a guardrail', () => {
    const result = run(estate, [move(terminate)], {
      guardrails: { ...guardrails, forbiddenLevers: [terminate] },
    });
    expect(result.moves).toEqual([]);
    expectClose(runRates(result), new Array(4).fill(0.2 * HOURS));
    expect(result.findings).toMatchObject([{ code: 'forbidden-lever', severity: 'warning' }]);
  });
});

describe('findings', () => {
  test.each([
    [
      'a lever that does not exist',
      move('no-such-lever'),
      'unknown-lever',
      'Move no-such-lever: there is no lever no-such-lever.',
    ],
    [
      'nothing in scope',
      move(terminate, { scope: { ...WHOLE_ESTATE, regions: ['eu-*'] } }),
      'move-without-effect',
      `Move ${terminate} changes nothing: nothing is in its scope.`,
    ],
    [
      'nothing that fits',
      move(terminate),
      'move-without-effect',
      `Move ${terminate} changes nothing: CPU not observed: import metrics.`,
    ],
  ])('%s', (_name, each, code, message) => {
    const { findings } = run(estateOf([instance('a')]), [each]);
    expect(findings).toMatchObject([{ code, severity: 'warning', message }]);
  });

  test('of the estate come along', () => {
    const finding = { code: 'x', severity: 'info', message: 'X.', hint: null, source: null } as const;
    const estate = { ...estateOf([instance('a')]), findings: [finding] };
    expect(run(estate, []).findings).toEqual([finding]);
  });
});

describe('effort', () => {
  test('is a lever’s estimate for each workload it touches', () => {
    const estate = estateOf([
      ...FIVE,
      instance('x', { instanceType: 'm5.xlarge' }, { utilization: OVERSIZED, workload: 'staging' }),
    ]);
    // 1, 2 and 5 days; two workloads.
    expect(run(estate, [move(rightsize)]).moves[0]?.effortDays).toEqual({
      low: 2,
      mean: (2 * (1 + 8 + 5)) / 6,
      high: 10,
    });
  });
});

describe('the baseline', () => {
  const estate = estateOf([instance('a'), database('d'), other('support', '12.34')], {
    commitments: [savingsPlan('sp', 0.1)],
    extraCost: () => 1,
  });

  test('is the bill by resource, and says how well the model fits it', () => {
    const { baseline } = run(estate, []);
    expect(baseline.effectiveCost.toNumber()).toBeCloseTo(0.1 * HOURS + 0.4 * HOURS + 20 + 12.34 + 2, 6);
    expect(baseline.ledger.map(({ resourceId }) => resourceId)).toEqual(estate.resources.map(({ id }) => id));
    expect(baseline.modelFit).toBeCloseTo(1, 9);
    expect(baseline.commitments).toMatchObject({
      commitmentCoverage: 1,
      unusedCost: expect.closeTo(0.03 * HOURS, 6),
    });
    expect(baseline.commitments.commitmentUtilization).toBeCloseTo(0.7, 9);
    expect(baseline.commitments.effectiveSavingsRate).toBeCloseTo(0, 9);
  });

  test('without anything that the model prices has no fit', () => {
    expect(run(estateOf([other('support', '5')]), []).baseline.modelFit).toBeNull();
  });
});

test('simulate() plays one plan as a simulator does', () => {
  const estate = estateOf(FIVE);
  const once = simulate(estate, testBook(), plan([move(rightsize)]), { horizonMonths: 2 });
  expect(JSON.stringify(once)).toBe(JSON.stringify(run(estate, [move(rightsize)], {}, 2)));
  expect([...ledgerOf(once)]).toHaveLength(2 * (FIVE.length + 4));
});
