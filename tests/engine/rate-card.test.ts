/** What a unit costs this customer: what the bill paid, else the list with the contract discount, else nothing. */

import { describe, expect, test } from 'vitest';
import type { AzureSavingsPlan } from '../../src/engine/commitments/commitment.ts';
import {
  type ComputePool,
  computePoolId,
  createRateCard,
  planRateKey,
  poolOf,
  priceIdOf,
} from '../../src/engine/rate-card.ts';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';
import { testBook } from '../helpers/test-book.ts';
import { NO_RATES, savingsPlan, usage } from './estates.ts';

const pool = poolOf('us-east-1', usage());
const xlarge = poolOf('us-east-1', usage({ instanceType: 'm5.xlarge' }));
const dedicated = poolOf('us-east-1', usage({ tenancy: 'dedicated' }));

const shapeOf = (each: ComputePool) =>
  ({ kind: 'aws-instance', ...each, availabilityZone: null, isEmptySlot: false }) as const;

function card(paid: Partial<typeof NO_RATES>) {
  return createRateCard({ ...NO_RATES, ...paid }, testBook());
}

test('a pool is told apart by Region, type, system and tenancy', () => {
  expect(pool.id).toBe('us-east-1|m5.large|linux|shared');
  expect(new Set([pool, xlarge, dedicated].map(computePoolId)).size).toBe(3);
});

describe('on demand', () => {
  test.each([
    ['the list price', {}, pool, 0.1],
    [
      'the list price less the contract discount',
      { contractFactor: new Map([['AmazonEC2', 0.9]]) },
      pool,
      0.09,
    ],
    ['what the bill paid', { onDemandPerHour: new Map([[pool.id, 0.083]]) }, pool, 0.083],
    [
      'what the bill paid, not discounted again',
      { onDemandPerHour: new Map([[pool.id, 0.083]]), contractFactor: new Map([['AmazonEC2', 0.9]]) },
      pool,
      0.083,
    ],
    ['nothing for dedicated tenancy, which has no list price here', {}, dedicated, null],
    [
      'what the bill paid for dedicated tenancy',
      { onDemandPerHour: new Map([[dedicated.id, 0.2]]) },
      dedicated,
      0.2,
    ],
  ])('%s', (_name, paid, of, expected) => {
    const rate = card(paid).onDemandPerHour(of);
    if (expected === null) expect(rate).toBeNull();
    else expect(rate).toBeCloseTo(expected, 12);
  });
});

describe('under a plan', () => {
  const plan = savingsPlan('sp', 1);

  test('the rate that the bill shows for this plan and pool', () => {
    const rates = card({ savingsPlanPerHour: new Map([[planRateKey('sp', pool.id), 0.066]]) });
    expect(rates.spendRate(plan, shapeOf(pool))).toBe(0.066);
  });

  test('the discount that the bill shows for the family under this plan, on other sizes', () => {
    const rates = card({
      onDemandPerHour: new Map([[pool.id, 0.1]]),
      savingsPlanPerHour: new Map([[planRateKey('sp', pool.id), 0.066]]),
    });
    expect(rates.spendRate(plan, shapeOf(xlarge))).toBeCloseTo(0.132, 12);
    // Another plan says nothing about this one: its discount is the list's.
    expect(rates.spendRate(savingsPlan('sp-2', 1), shapeOf(xlarge))).toBeCloseTo(0.14, 12);
  });

  test.each([
    ['another family', poolOf('us-east-1', usage({ instanceType: 'c5.large' })), 0.01],
    ['another system', poolOf('us-east-1', usage({ operatingSystem: 'windows' })), 0.01],
    [
      'usage whose on-demand price nobody knows',
      poolOf('us-east-1', usage({ instanceType: 'm5.4xlarge' })),
      null,
    ],
  ])('the discount of the list where the bill shows one for %s only', (_name, shown, onDemand) => {
    const rates = card({
      onDemandPerHour: new Map(onDemand === null ? [] : [[shown.id, onDemand]]),
      savingsPlanPerHour: new Map([[planRateKey('sp', shown.id), 0.009]]),
    });
    expect(rates.spendRate(plan, shapeOf(xlarge))).toBeCloseTo(0.14, 12);
  });

  test('the average discount of a family where the bill shows several', () => {
    const rates = card({
      onDemandPerHour: new Map([
        [pool.id, 0.1],
        [xlarge.id, 0.2],
      ]),
      savingsPlanPerHour: new Map([
        [planRateKey('sp', pool.id), 0.06],
        [planRateKey('sp', xlarge.id), 0.16],
      ]),
    });
    const larger = poolOf('us-east-1', usage({ instanceType: 'm5.2xlarge' }));
    expect(rates.spendRate(plan, shapeOf(larger))).toBeCloseTo(0.4 * 0.7, 12);
  });

  test('the discount of the list, on what this customer pays on demand', () => {
    const rates = card({ onDemandPerHour: new Map([[pool.id, 0.05]]) });
    expect(rates.spendRate(plan, shapeOf(pool))).toBeCloseTo(0.035, 12);
  });

  test('other terms under the same name have their own rate, whichever was asked for first', () => {
    const threeYears = savingsPlan('sp', 1, { termYears: 3, payment: 'all-upfront' });
    for (const order of [
      [plan, threeYears],
      [threeYears, plan],
    ]) {
      const rates = card({});
      const asked = new Map(order.map(each => [each.termYears, rates.spendRate(each, shapeOf(pool))]));
      expect(asked.get(1)).toBeCloseTo(0.07, 12);
      expect(asked.get(3)).toBeCloseTo(0.052, 12);
    }
  });
});

describe('with the embedded book', () => {
  const rates = createRateCard(NO_RATES, openEmbeddedBook());

  test('rules that are no prices are not charged for', () => {
    expect(openEmbeddedBook().unitPrice('s3', 'STANDARD_IA', 'min_storage_days', 'us-east-1')?.price).toBe(
      30,
    );
    expect(rates.unitPrice('s3', 'STANDARD_IA', 'min_storage_days', 'us-east-1')).toBeNull();
  });

  test('an m5.large costs what the list says, and less under every plan', () => {
    expect(rates.onDemandPerHour(pool)).toBe(0.096);
    for (const termYears of [1, 3] as const) {
      const rate = rates.spendRate(savingsPlan(`sp-${termYears}`, 1, { termYears }), shapeOf(pool));
      expect(rate).toBeLessThan(0.096);
      expect(rate).toBeGreaterThan(0.096 * 0.34);
    }
  });
});

describe('spot', () => {
  const withSpot = (paid: Partial<typeof NO_RATES>) =>
    createRateCard({ ...NO_RATES, ...paid }, testBook({ spotPrices: { 'm5.large us-east-1': 0.04 } }));

  test('the book’s dated price, from which no contract takes anything', () => {
    const fact = withSpot({ contractFactor: new Map([['AmazonEC2', 0.5]]) }).spotPrice(pool);
    expect(fact).toMatchObject({ price: 0.04, date: '2024', region: 'us-east-1' });
  });

  test('none for what the book does not know, and for dedicated tenancy', () => {
    expect(withSpot({}).spotPrice(xlarge)).toBeNull();
    expect(withSpot({}).spotPrice(dedicated)).toBeNull();
  });
});

describe('a savings plan of Azure', () => {
  const plan: AzureSavingsPlan = {
    kind: 'azure-savings-plan',
    id: 'az',
    ownerAccount: null,
    scope: { level: 'shared', id: null },
    commitmentPerHour: 1,
    termYears: 3,
    payment: 'no-upfront',
    startMs: null,
    endMs: null,
    assumedDiscount: 0.1,
  };
  const shape = {
    kind: 'azure-vm',
    size: 'Standard_D4s_v5',
    region: 'eastus',
    resourceGroup: null,
    managementGroup: null,
  } as const;
  // The bill paid 0.18; on demand the book lists 0.20.
  const cardOf = (azurePlanPrices: Readonly<Record<string, number>>) =>
    createRateCard(
      { ...NO_RATES, onDemandPerHour: new Map([[priceIdOf(shape), 0.18]]) },
      testBook({ azurePlanPrices }),
    );

  test('costs what the book lists for the size and term, as a share of what is paid on demand', () => {
    expect(cardOf({ 'Standard_D4s_v5 eastus 3': 0.09 }).spendRate(plan, shape)).toBeCloseTo(0.45 * 0.18, 12);
  });

  test('costs the assumed share where the book has no price of the size and term', () => {
    expect(cardOf({ 'Standard_D4s_v5 eastus 1': 0.09 }).spendRate(plan, shape)).toBeCloseTo(0.9 * 0.18, 12);
    expect(cardOf({ 'Standard_D4s_v5 westus 3': 0.09 }).spendRate(plan, shape)).toBeCloseTo(0.9 * 0.18, 12);
  });
});
