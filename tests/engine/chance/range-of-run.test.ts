/** The range that a run alone gives: what its ledger says, with everything that may go otherwise. */

import { describe, expect, test } from 'vitest';
import { uncertaintyOf } from '../../../src/engine/chance/range-of-run.ts';
import { surrogateOfRun } from '../../../src/engine/chance/surrogate-of-run.ts';
import type { Delivery } from '../../../src/engine/delivery.ts';
import { DEFAULT_DELIVERY } from '../../../src/engine/delivery.ts';
import { leverById } from '../../../src/engine/levers/index.ts';
import type { Target } from '../../../src/engine/plan.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { testBook } from '../../helpers/test-book.ts';
import { estateOf, instance, move, other, plan, utilization, workload } from '../estates.ts';

const IDLE = utilization({ cpu: { p95: 0.01 }, networkMbps: { p95: 0 } });
const LAB = workload('lab', 'development', {
  operations: { deploysPerMonth: 4, changeFailureRate: 0.2, autoHeal: false },
});
/** $100 a month: $16.80 of it idle. */
const ESTATE = estateOf([instance('a', {}, { utilization: IDLE, workload: 'lab' }), other('rest', '83.2')], {
  workloads: [LAB],
});
const TERMINATE = move('terminate-idle-compute');

function runOf(delivery: Partial<Delivery> = {}, target: Partial<Target> = {}, moves = [TERMINATE]) {
  const goal = { kind: 'reduce-by', fraction: 0.1 } as const;
  return createSimulator(ESTATE, testBook()).run(
    plan(
      moves.map(each => ({ ...each, delivery: { ...DEFAULT_DELIVERY, ...delivery } })),
      { target: { goal, byMonth: 3, basis: 'run-rate', ...target } },
    ),
    { horizonMonths: 3 },
  );
}

const draw = (run: ReturnType<typeof runOf>, seed: number | string = 1) =>
  uncertaintyOf(run, { seed, runs: 4000, workloads: [LAB] });

describe('what a run says of its moves', () => {
  const [found] = surrogateOfRun(runOf(), { workloads: [LAB], effortDays: new Map() }).moves;

  test('the lever says how much of a saving comes true, the workload how often its changes fail', () => {
    const lever = leverById('terminate-idle-compute');
    expect(found?.shareRealised).toEqual(lever?.meta.realization.measured);
    expect(found?.failing).toMatchObject([
      { workload: 'lab', share: 1, probability: { low: 0.2, high: 0.2 } },
    ]);
    expect(found?.effortDays).toMatchObject(lever?.meta.effortDays ?? {});
  });

  test.each([
    ['identified', [0, 1, 2]],
    ['approved', [1, 2]],
    ['implemented', [2]],
    ['verified', []],
  ] as const)('%s has these rates ahead', (status, ahead) => {
    expect(surrogateOfRun(runOf({ status })).moves[0]?.ratesAhead).toEqual(ahead);
  });

  test('the further it has come, the surer it is', () => {
    const chances = (['identified', 'approved', 'implemented', 'verified'] as const).map(
      status => draw(runOf({ status })).probabilityOfTarget,
    );
    expect(chances).toEqual([...chances].sort((a, b) => a - b));
    expect(new Set(chances).size).toBe(4);
  });

  test('a lever that nobody knows, or no workloads: assumed failures', () => {
    expect(surrogateOfRun(runOf()).moves[0]?.failing[0]?.probability).toEqual({
      low: 0.05,
      mode: 0.1,
      high: 0.4,
    });
  });
});

describe('the range', () => {
  test('is the saving itself where no move is', () => {
    expect(draw(runOf({}, {}, []))).toMatchObject({
      p10: 0,
      p50: 0,
      p90: 0,
      probabilityOfTarget: 0,
      runs: 4000,
    });
    const nothingAsked = runOf({}, { goal: { kind: 'reduce-by', fraction: 0 } }, []);
    expect(draw(nothingAsked).probabilityOfTarget).toBe(1);
  });

  test('never exceeds what was computed, and is the same for the same seed', () => {
    const found = draw(runOf());
    expect(found.p90).toBeLessThanOrEqual(16.8 + 1e-9);
    expect(found.p10).toBeLessThan(found.p50);
    expect(draw(runOf())).toEqual(found);
    expect(draw(runOf(), 2)).not.toEqual(found);
  });

  test('on the clock of cash counts what is charged once, at its drawn date', () => {
    const once = { oneOffCost: '10', status: 'verified' as const };
    const first = draw(runOf(once, { basis: 'cash', byMonth: 1 }));
    const later = draw(runOf(once, { basis: 'cash', byMonth: 3 }));
    expect(first.p90).toBeLessThanOrEqual(16.8 - 10 + 1e-9);
    expect(later.p90).toBeGreaterThan(16.8 - 10);
  });
});
