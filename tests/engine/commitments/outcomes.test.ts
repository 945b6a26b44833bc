/** What an application says: by commitment, instrument, pool, workload and hour, and what the invoices say. */

import { describe, expect, test } from 'vitest';
import { applyOrder } from '../../../src/engine/commitments/apply.ts';
import { breakEvenMonth } from '../../../src/engine/commitments/metrics.ts';
import { inputOf, orderOf, pool, reservedInstance, START_MS, savingsPlan } from './applications.ts';

/** $0.70 an hour at a discount of 30 %, on usage of 1, 2 and 0 units at $1. */
const basic = () => {
  const input = inputOf([pool('p', [1, 2, 0], 1, { workload: 'shop' })], {
    commitments: [savingsPlan('sp', 0.7)],
  });
  return applyOrder(input, orderOf([{ id: 'sp', capacity: 0.7 }, [[0, 0.7]]]));
};

describe('a savings plan', () => {
  test('costs its commitment every hour; what it covers is priced at its rate, the rest on demand', () => {
    const { totals } = basic();

    expect(totals.onDemandEquivalentCost).toBeCloseTo(3);
    expect(totals.onDemandCost).toBeCloseTo(1);
    expect(totals.unusedCost).toBeCloseTo(0.7);
    expect(totals.effectiveCost).toBeCloseTo(1 + 3 * 0.7);
    expect(totals.billedCost).toBeCloseTo(1 + 3 * 0.7);
    expect(totals.commitmentCoverage).toBeCloseTo(2 / 3);
    expect(totals.commitmentUtilization).toBeCloseTo(2 / 3);
    expect(totals.effectiveSavingsRate).toBeCloseTo(1 - 3.1 / 3);
  });

  test('breaks even at a utilisation of 1 - its discount', () => {
    const [outcome] = basic().byCommitment;

    expect(outcome).toMatchObject({ id: 'sp', kind: 'savings-plan', instrument: 'compute-savings-plan' });
    expect(outcome?.breakEvenUtilization).toBeCloseTo(0.7);
    expect(outcome?.coveredOnDemandCost).toBeCloseTo(2);
    expect(outcome?.netSavings).toBeCloseTo(2 - 2.1);
    // Used two hours of three, it costs more than what it covers.
    expect(outcome?.breakEvenMonth).toBeNull();
    expect([...(outcome?.usedPerHour ?? [])]).toEqual([0.7, 0.7, 0]);
    expect([...(outcome?.unusedPerHour ?? [])]).toEqual([0, 0, 0.7]);
  });

  test('is told by pool, workload, instrument and hour', () => {
    const { byPool, byWorkload, byInstrument, hourly } = basic();

    expect(byPool[0]).toMatchObject({ quantity: 3, uncoveredQuantity: 1, isEligible: true });
    expect(byPool[0]?.coveredBy).toEqual([
      { commitmentId: 'sp', quantity: 2, units: 1.4, effectiveCost: 1.4 },
    ]);
    expect(byPool[0]?.effectiveCost).toBeCloseTo(2.4);
    expect(byWorkload).toEqual([
      {
        workload: 'shop',
        onDemandEquivalentCost: 3,
        effectiveCost: 2.4,
        onDemandCost: 1,
        commitmentCoverage: 2 / 3,
      },
    ]);
    expect(byInstrument.map(({ instrument }) => instrument)).toEqual(['compute-savings-plan']);
    expect([...hourly.effectiveCost].map(cost => cost.toFixed(9))).toEqual([
      '0.700000000',
      '1.700000000',
      '0.700000000',
    ]);
    expect([...hourly.onDemandCost]).toEqual([0, 1, 0]);
    expect([...hourly.onDemandEquivalentCost]).toEqual([1, 2, 0]);
  });
});

describe('cash', () => {
  const month = 744;
  const whole = (commitments: Parameters<typeof savingsPlan>[2]) => {
    const input = inputOf(
      [
        pool(
          'p',
          Array.from({ length: month }, () => 2),
        ),
      ],
      {
        commitments: [savingsPlan('sp', 1, commitments)],
      },
    );
    return applyOrder(input, orderOf([{ id: 'sp' }, [[0, 0.5]]])).totals.billedCost;
  };

  test.each([
    ['no upfront: every hour', { payment: 'no-upfront' }, month],
    ['partial upfront: half of it every hour', { payment: 'partial-upfront' }, month / 2],
    ['all upfront, bought before: nothing', { payment: 'all-upfront' }, 0],
    [
      'all upfront, bought in the period: the whole term',
      { payment: 'all-upfront', startMs: START_MS },
      8760,
    ],
    [
      'partial upfront of three years, bought in the period: half of the term, and half of every hour',
      { payment: 'partial-upfront', termYears: 3, startMs: START_MS },
      (3 * 8760) / 2 + month / 2,
    ],
    [
      'bought at the end of the period: not yet',
      { payment: 'all-upfront', startMs: START_MS + month * 3_600_000 },
      0,
    ],
  ] as const)('%s', (_title, plan, fee) => {
    expect(whole(plan)).toBeCloseTo(fee, 6);
  });
});

describe('a commitment that nothing can use', () => {
  test('is paid for and unused, in the hours in which it is in force', () => {
    const input = inputOf([pool('p', [1, 1, 1, 1])], {
      commitments: [reservedInstance('ri', { startMs: START_MS + 3_600_000, count: 2 })],
    });
    const [outcome] = applyOrder(input, { benefits: [], steps: [] }).byCommitment;

    expect(outcome).toMatchObject({
      kind: 'reserved-instance',
      instrument: 'regional-reserved-instance',
      utilization: 0,
    });
    expect(outcome?.unusedCost).toBeCloseTo(3 * 2 * 0.6);
    expect([...(outcome?.unusedPerHour ?? [])]).toEqual([0, 1.2, 1.2, 1.2]);
    expect(outcome?.breakEvenUtilization).toBeNull();
  });
});

describe('benefits that are there once', () => {
  const plan = {
    kind: 'pre-purchase',
    id: 'units',
    ownerAccount: null,
    termYears: 1,
    payment: null,
    startMs: null,
    product: 'databricks',
    scope: { level: 'shared', id: null },
    units: 10,
    costPerUnit: 0.5,
  } as const;
  const order = orderOf([
    { id: 'units', instrument: 'pre-purchase', renewal: 'period', capacity: 10, costPerUnit: 0.5 },
    [[0, 2]],
  ]);

  test('cost what is used; what is left is there in the next period', () => {
    const input = inputOf([pool('p', [1, 2])], { commitments: [{ ...plan, endMs: null }] });
    const [outcome] = applyOrder(input, order).byCommitment;

    expect(outcome).toMatchObject({
      usedCost: 3,
      unusedCost: 0,
      committedUnits: 10,
      usedUnits: 6,
      utilization: 0.6,
    });
  });

  test('lose what is left when they end within the period', () => {
    const input = inputOf([pool('p', [1, 2])], {
      commitments: [{ ...plan, endMs: START_MS + 2 * 3_600_000 }],
    });
    const [outcome] = applyOrder(input, order).byCommitment;

    expect(outcome).toMatchObject({ usedCost: 3, unusedCost: 2, committedCost: 5 });
    expect([...(outcome?.unusedPerHour ?? [])]).toEqual([0, 2]);
  });
});

describe('coverage', () => {
  test('counts neither the free tier nor usage that nothing could cover', () => {
    const pools = [pool('free', [4]), pool('plan', [4]), pool('spot', [100])];
    const order = orderOf(
      [
        { id: 'allowance', instrument: 'free-tier', renewal: 'period', capacity: 3, costPerUnit: 0 },
        [[0, 1]],
      ],
      [{ id: 'sp', capacity: 1 }, [[1, 0.5]]],
    );
    const { totals, byCommitment, byPool } = applyOrder(
      inputOf(pools, { commitments: [savingsPlan('sp', 1)] }),
      order,
    );

    expect(totals.commitmentCoverage).toBe(0.5);
    expect(totals.onDemandCost).toBe(1 + 2 + 100);
    expect(byPool.map(({ isEligible }) => isEligible)).toEqual([false, true, false]);
    expect(byCommitment.map(({ id, kind }) => [id, kind])).toEqual([
      ['allowance', 'free-tier'],
      ['sp', 'savings-plan'],
    ]);
  });

  test('has no value where there is nothing to cover or commit', () => {
    expect(applyOrder(inputOf([pool('p', [0])]), { benefits: [], steps: [] }).totals).toMatchObject({
      commitmentCoverage: null,
      commitmentUtilization: null,
      effectiveSavingsRate: null,
      effectiveSavingsRateOverList: null,
      billedCost: 0,
    });
  });
});

describe('break-even month', () => {
  test.each([
    ['without upfront fee and cheaper: at once', [0, 0.7, 1, 1], 0],
    ['without upfront fee and equal: at once', [0, 1, 1, 1], 0],
    ['without upfront fee and dearer: never', [0, 1.1, 1, 1], null],
    ['all upfront at 40 % off: after 60 % of the term', [8760 * 0.6, 0, 1, 1], 8],
    ['half upfront at 40 % off', [4380 * 0.6, 0.3, 1, 1], 6],
    ['exactly a month', [730, 0, 1, 1], 1],
    ['in the last month', [8760, 0, 1, 1], 12],
    ['after the term: never', [8761, 0, 1, 1], null],
    ['in the second year of three', [8761, 0, 1, 3], 13],
    ['covers nothing: never', [10, 0, 0, 1], null],
  ] as const)('%s', (_title, [upfrontFee, recurringPerHour, coveredOnDemandPerHour, termYears], months) => {
    expect(breakEvenMonth({ upfrontFee, recurringPerHour, coveredOnDemandPerHour, termYears })).toBe(months);
  });
});
