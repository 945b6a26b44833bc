/** Commitments applied from end to end: laws of money on random organisations, and all providers at once. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Application, ApplicationInput } from '../../../src/engine/commitments/application.ts';
import { applyCommitments, applyOrder } from '../../../src/engine/commitments/apply.ts';
import { concatenateOrders } from '../../../src/engine/commitments/order.ts';
import { thousandths } from '../../helpers/arbitraries.ts';
import { inputOf, orderOf, pool, savingsPlan } from './applications.ts';
import { FLOAT_NOISE } from './kernel-orders.ts';

const near = (value: number, wanted: number) =>
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(FLOAT_NOISE * Math.max(1, Math.abs(wanted)));
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

/** Plans over pools of one or of several discounts, best discount first. */
type Case = { readonly input: ApplicationInput; readonly discounts: readonly number[] };

const cases = (discount: fc.Arbitrary<number>): fc.Arbitrary<Case> =>
  fc.integer({ min: 1, max: 5 }).chain(hours =>
    fc
      .record({
        rows: fc.array(
          fc.record({
            rate: fc.oneof(fc.constant(0), thousandths(0.001, 4)),
            discount,
            workload: fc.constantFrom('a', 'b', null),
            quantities: fc.array(thousandths(0, 5), { minLength: hours, maxLength: hours }),
          }),
          { minLength: 1, maxLength: 4 },
        ),
        plans: fc.array(thousandths(0, 8), { maxLength: 3 }),
      })
      .map(({ rows, plans }) => ({
        input: inputOf(
          rows.map(({ rate, quantities, workload }, index) =>
            pool(`p${index}`, quantities, rate, { workload }),
          ),
          { commitments: plans.map((commitment, index) => savingsPlan(`sp${index}`, commitment)) },
        ),
        discounts: rows.map(row => row.discount),
      })),
  );

function run({ input, discounts }: Case): Application {
  const byDiscount = [...discounts.keys()].sort((a, b) => discounts[b]! - discounts[a]!);
  const draws = byDiscount.flatMap((index): [number, number][] => {
    const rate = input.pools[index]!.onDemandRate * (1 - discounts[index]!);
    return rate > 0 ? [[index, rate]] : [];
  });
  const parts = input.commitments.map(commitment => {
    const capacity = commitment.kind === 'savings-plan' ? commitment.commitmentPerHour : 0;
    return [{ id: commitment.id, capacity }, draws] as const;
  });
  return applyOrder(input, orderOf(...parts));
}

const law = (discount: fc.Arbitrary<number>, check: (application: Application, each: Case) => void) =>
  fc.assert(
    fc.property(cases(discount), each => {
      check(run(each), each);
    }),
    { numRuns: 200 },
  );
const mixed = fc.oneof(fc.constant(0), thousandths(0, 0.9));

describe('laws of money', () => {
  test('effective cost is billed cost where nothing is paid upfront', () => {
    law(mixed, ({ totals }) => {
      near(totals.effectiveCost, totals.billedCost);
    });
  });

  test('used and unused make up every commitment, in every hour', () => {
    law(mixed, ({ byCommitment }, { input }) => {
      for (const { id, committedCost, usedCost, unusedCost, usedPerHour, unusedPerHour } of byCommitment) {
        const plan = input.commitments.find(each => each.id === id);
        const perHour = plan?.kind === 'savings-plan' ? plan.commitmentPerHour : Number.NaN;
        near(usedCost + unusedCost, committedCost);
        near(committedCost, perHour * input.hours);
        usedPerHour.forEach((used, hour) => {
          near(used + unusedPerHour[hour]!, perHour);
          expect(Math.min(used, unusedPerHour[hour]!)).toBeGreaterThanOrEqual(0);
        });
      }
    });
  });

  test('pools, workloads, commitments and hours add up to the totals', () => {
    law(mixed, ({ totals, byPool, byWorkload, byCommitment, byInstrument, hourly }) => {
      const unused = sum(byCommitment.map(each => each.unusedCost));
      near(sum(byPool.map(each => each.effectiveCost)) + unused, totals.effectiveCost);
      near(sum(byWorkload.map(each => each.effectiveCost)) + unused, totals.effectiveCost);
      near(sum(byInstrument.map(each => each.unusedCost)), totals.unusedCost);
      near(sum(hourly.effectiveCost), totals.effectiveCost);
      near(sum(hourly.onDemandCost), totals.onDemandCost);
      near(sum(hourly.unusedCost), totals.unusedCost);
      near(sum(hourly.onDemandEquivalentCost), totals.onDemandEquivalentCost);
    });
  });

  test('what is saved is what commitments avoid less what they cost', () => {
    law(mixed, ({ totals, byCommitment }) => {
      near(
        sum(byCommitment.map(each => each.netSavings)),
        totals.onDemandEquivalentCost - totals.effectiveCost,
      );
    });
  });

  test('the effective savings rate lies between -unused/ODE and the best discount', () => {
    law(mixed, ({ totals }, { discounts }) => {
      if (totals.effectiveSavingsRate === null) return;
      const lowest = -totals.unusedCost / totals.onDemandEquivalentCost;
      expect(totals.effectiveSavingsRate).toBeGreaterThanOrEqual(lowest - FLOAT_NOISE);
      expect(totals.effectiveSavingsRate).toBeLessThanOrEqual(Math.max(...discounts) + FLOAT_NOISE);
    });
  });

  test('of one discount d, it is coverage x d - unused/ODE', () => {
    fc.assert(
      fc.property(thousandths(0.05, 0.9), fc.nat(), (d, seed) => {
        const [each] = fc.sample(cases(fc.constant(d)), { seed, numRuns: 1 });
        const { totals } = run(each!);
        if (totals.effectiveSavingsRate === null || each!.input.commitments.length === 0) return;
        const coverage = totals.commitmentCoverage ?? 0;
        near(totals.effectiveSavingsRate, coverage * d - totals.unusedCost / totals.onDemandEquivalentCost);
      }),
      { numRuns: 100 },
    );
  });

  test('a plan in two halves costs what the whole costs', () => {
    law(mixed, (application, { input, discounts }) => {
      const halves = input.commitments.flatMap(plan =>
        plan.kind === 'savings-plan'
          ? ['1', '2'].map(part => savingsPlan(`${plan.id}.${part}`, plan.commitmentPerHour / 2))
          : [],
      );
      const { totals } = run({ input: { ...input, commitments: halves }, discounts });
      near(totals.effectiveCost, application.totals.effectiveCost);
      near(totals.unusedCost, application.totals.unusedCost);
    });
  });

  test('without commitments everything is on demand', () => {
    law(mixed, (_, { input, discounts }) => {
      const { totals } = run({ input: { ...input, commitments: [] }, discounts });
      expect(totals.effectiveCost).toBe(totals.onDemandCost);
      near(totals.onDemandCost, totals.onDemandEquivalentCost);
    });
  });
});

describe('orders of several providers', () => {
  test('follow one another, each with its own benefits', () => {
    const order = concatenateOrders([orderOf([{ id: 'x' }, [[0, 1]]]), orderOf([{ id: 'y' }, [[1, 2]]])]);

    expect(order.benefits.map(({ id }) => id)).toEqual(['x', 'y']);
    expect(order.steps).toEqual([
      { kind: 'draw', benefit: 0, usage: 0, unitsPerQuantity: 1 },
      { kind: 'draw', benefit: 1, usage: 1, unitsPerQuantity: 2 },
    ]);
  });

  test('apply to their own usage: a Compute Savings Plan, a resource-based commitment, sustained use, an Azure plan', () => {
    const hours = 744;
    const always = (units: number) => Array.from({ length: hours }, () => units);
    const base = {
      ownerAccount: null,
      termYears: 1,
      payment: 'no-upfront',
      startMs: null,
      endMs: null,
    } as const;
    const input = inputOf(
      [
        pool('fargate', always(2), 1),
        pool('n2', always(10), 0.1, {
          shape: {
            kind: 'gcp-resource',
            series: 'n2',
            region: 'us-central1',
            zone: null,
            machineType: null,
            resource: 'vcpu',
            sku: 'n2',
            product: 'compute',
          },
        }),
        pool('vm', always(1), 2, {
          shape: {
            kind: 'azure-vm',
            size: 'D2',
            region: 'eastus',
            resourceGroup: null,
            managementGroup: null,
          },
        }),
      ],
      {
        commitments: [
          savingsPlan('sp', 0.8),
          {
            ...base,
            kind: 'resource-commitment',
            id: 'cud',
            series: 'n2',
            region: 'us-central1',
            resource: 'vcpu',
            amount: 4,
            feePerUnitHour: 0.063,
            isShared: true,
          },
          {
            ...base,
            kind: 'azure-savings-plan',
            id: 'azure',
            scope: { level: 'shared', id: null },
            commitmentPerHour: 1.5,
          },
        ],
        rates: {
          spendRate: (commitment, { id }) => {
            if (commitment.kind === 'savings-plan') return id === 'fargate' ? 0.8 : null;
            return commitment.kind === 'azure-savings-plan' && id === 'vm' ? 1.5 : null;
          },
          azureSizeRatio: () => null,
        },
      },
    );
    const { totals, byCommitment, byPool } = applyCommitments(input);

    expect(byCommitment.map(({ id, utilization }) => [id, utilization])).toEqual([
      ['azure', 1],
      ['cud', 1],
      ['sp', 1],
    ]);
    expect(byPool[0]?.onDemandCost).toBeCloseTo(hours, 6);
    // Six vCPU run the whole month: 20 % of sustained use off what no commitment covers (multipliers with 4 digits).
    expect(byPool[1]?.onDemandCost).toBeCloseTo(hours * 6 * 0.1 * 0.8002, 2);
    expect(byPool[2]?.onDemandCost).toBe(0);
    expect(totals.effectiveCost).toBeCloseTo(hours * (1 + 0.8 + 4 * 0.063 + 6 * 0.1 * 0.8002 + 1.5), 2);
  });
});
