import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FlexibleCommitment } from '../../../../src/engine/commitments/commitment.ts';
import {
  coversProduct,
  flexibleCommitmentOrder,
  toConsumptionCommitment,
  toLegacyCommitment,
} from '../../../../src/engine/commitments/gcp/flexible-commitments.ts';
import { DEFAULT_COMMITMENT_SETTINGS } from '../../../../src/engine/commitments/settings.ts';
import { thousandths } from '../../../helpers/arbitraries.ts';
import { flexibleCommitment, meteredPool, orderInput, pool, runHour } from './portfolio.ts';

const spending = (onDemandRate: number, quantity: number) => ({
  onDemandRate,
  quantities: Float64Array.of(quantity),
});

/** Runs an hour; `discounts` is the discount of each pool in the consumption model. */
function apply(
  pools: Parameters<typeof runHour>[1],
  commitments: readonly FlexibleCommitment[],
  discounts: readonly number[] = [],
  settings = DEFAULT_COMMITMENT_SETTINGS,
) {
  const spendRate = (_: unknown, { id, onDemandRate }: (typeof pools)[number]) => {
    const discount = discounts[pools.findIndex(each => each.id === id)];
    return discount === undefined ? null : onDemandRate * (1 - discount);
  };
  const rates = { spendRate, azureSizeRatio: () => null };
  return runHour(flexibleCommitmentOrder(orderInput({ pools, commitments, rates, settings })), pools);
}

describe('what is eligible', () => {
  const legacy = flexibleCommitment('c');
  const consumption = flexibleCommitment('c', { model: 'consumption' });
  const sql = flexibleCommitment('c', { product: 'cloud-sql', region: 'us-central1' });

  test.each([
    ['a VM', pool('p'), true, true],
    ['a VM elsewhere', pool('p', { shape: { region: 'asia-south1', series: 'e2' } }), true, true],
    ['M1', pool('p', { shape: { series: 'm1' } }), false, true],
    ['H3', pool('p', { shape: { series: 'h3' } }), false, true],
    ['a GPU', pool('p', { shape: { series: 'n1', resource: 'gpu' } }), false, true],
    ['A2', pool('p', { shape: { series: 'a2' } }), false, true],
    ['a shared core', pool('p', { shape: { series: 'f1' } }), false, true],
    ['GKE', meteredPool('p', 'gke'), true, true],
    ['Cloud Run', meteredPool('p', 'cloud-run'), false, true],
    ['Cloud SQL', meteredPool('p', 'cloud-sql'), false, false],
  ])('%s', (_what, usage, inLegacy, inConsumption) => {
    expect(coversProduct(legacy, usage)).toBe(inLegacy);
    expect(coversProduct(consumption, usage)).toBe(inConsumption);
  });

  test('a regional product is covered in its Region', () => {
    expect(coversProduct(sql, meteredPool('p', 'cloud-sql'))).toBe(true);
    expect(coversProduct({ ...sql, region: 'us-east4' }, meteredPool('p', 'cloud-sql'))).toBe(false);
  });

  test('usage without a price in the consumption model is not covered', () => {
    expect(apply([pool('p')], [consumption]).remaining).toEqual([1]);
  });

  test('nor is usage that the commitment would make dearer', () => {
    expect(apply([pool('p')], [consumption], [-0.1]).remaining).toEqual([1]);
  });
});

describe('an hour', () => {
  test.each([
    ['as much as is committed', 50, 50, 37.5],
    ['more than is committed', 60, 50, 47.5],
    ['less than is committed', 30, 30, 37.5],
  ])('legacy, $50 an hour at 25 %% off and %s', (_what, used, covered, total) => {
    const commitment = flexibleCommitment('c', {
      product: 'cloud-sql',
      commitmentPerHour: 50,
      discount: 0.25,
    });
    const hour = apply([meteredPool('p', 'cloud-sql', spending(0.5, used * 2))], [commitment]);

    expect(hour.covered.c).toEqual([covered * 2]);
    expect(hour.unused.c).toBeCloseTo(50 - covered, 10);
    expect(hour.fee + hour.onDemandCost).toBeCloseTo(total, 10);
  });

  test('usage of one discount shares in proportion to its cost', () => {
    const pools = [pool('core', spending(2, 3)), pool('memory', spending(1, 4))];
    const hour = apply(pools, [flexibleCommitment('c', { commitmentPerHour: 5 })]);

    expect(hour.covered.c).toEqual([1.5, 2]);
  });

  const pools = [pool('low', spending(1, 10)), pool('high', spending(1, 10))];
  const consumption = flexibleCommitment('c', { model: 'consumption', commitmentPerHour: 6.4 });

  test('of unequal discounts the highest goes first', () => {
    const [low, high] = apply(pools, [consumption], [0.2, 0.6]).covered.c!;

    expect(high).toBeCloseTo(10, 10);
    expect(low).toBeCloseTo(3, 10);
  });

  test('or all share, when the setting says so', () => {
    const settings = { ...DEFAULT_COMMITMENT_SETTINGS, gcpFlexibleOrder: 'proportional' } as const;
    const [low, high] = apply(pools, [consumption], [0.2, 0.6], settings).covered.c!;

    expect(high).toBeCloseTo((6.4 / 12) * 10, 10);
    expect(low).toBeCloseTo((6.4 / 12) * 10, 10);
  });

  test('a commitment to one product goes before one to many, the higher discount before the lower', () => {
    const many = flexibleCommitment('1');
    const three = flexibleCommitment('2', { discount: 0.46 });
    const gke = flexibleCommitment('3', { product: 'gke' });
    const hour = apply([meteredPool('p', 'gke', spending(1, 1.5))], [many, three, gke]);

    expect(hour.covered).toEqual({ 3: [1], 2: [0.5], 1: [0] });
  });
});

test('$100 of on-demand spend at 30 % off is $70 in the new model, and back', () => {
  expect(toConsumptionCommitment(100, 0.3)).toBeCloseTo(70, 10);
  expect(toLegacyCommitment(70, 0.3)).toBeCloseTo(100, 10);
});

describe('laws', () => {
  const usage = fc.array(fc.tuple(thousandths(0.001, 5), thousandths(0, 20)), { minLength: 1, maxLength: 5 });
  const poolsOf = (rows: readonly (readonly [number, number])[]) =>
    rows.map(([rate, quantity], index) => pool(`p${index}`, spending(rate, quantity)));

  test('cover never exceeds the commitment nor the usage', () => {
    const discounts = fc.array(thousandths(0, 0.9), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(usage, thousandths(0, 30), discounts, (rows, commitmentPerHour, shares) => {
        const pools = poolsOf(rows);
        const commitment = flexibleCommitment('c', { model: 'consumption', commitmentPerHour });
        const hour = apply(pools, [commitment], shares);
        const spent = pools.reduce(
          (sum, { onDemandRate }, index) =>
            sum + hour.covered.c![index]! * onDemandRate * (1 - shares[index]!),
          0,
        );

        expect(spent).toBeLessThanOrEqual(commitmentPerHour + 1e-9);
        expect(spent + hour.unused.c!).toBeCloseTo(commitmentPerHour, 9);
        for (const quantity of hour.remaining) expect(quantity).toBeGreaterThanOrEqual(-1e-9);
      }),
    );
  });

  test('both models cost the same where they cover the same', () => {
    fc.assert(
      fc.property(usage, thousandths(0, 30), thousandths(0, 0.9), (rows, onDemand, discount) => {
        const pools = poolsOf(rows);
        const old = flexibleCommitment('c', { commitmentPerHour: onDemand, discount });
        const converted = flexibleCommitment('c', {
          model: 'consumption',
          commitmentPerHour: toConsumptionCommitment(onDemand, discount),
          discount,
        });
        const legacy = apply(pools, [old]);
        const consumption = apply(
          pools,
          [converted],
          pools.map(() => discount),
        );

        expect(consumption.fee + consumption.onDemandCost).toBeCloseTo(legacy.fee + legacy.onDemandCost, 8);
        expect(consumption.remaining).toEqual(legacy.remaining.map(quantity => expect.closeTo(quantity, 8)));
      }),
    );
  });
});
