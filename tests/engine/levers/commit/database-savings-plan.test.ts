/** When a Database Savings Plan is bought: the usage it covers, at a discount that somebody states or a bill shows. */

import { describe, expect, test } from 'vitest';
import type { Estate } from '../../../../src/engine/estate/estate.ts';
import { planRateKey, priceIdOf } from '../../../../src/engine/rate-card.ts';
import { metered, meteredPrices, meterShape, nodeShape } from '../../../helpers/metered-usage.ts';
import { ask, database, estateOf, flat, HOURS, savingsPlan } from '../../estates.ts';
import { bought, refusal, why } from './bought.ts';

const LEVER = 'database-savings-plan';
const ASSUMED = { assumedDiscountPercent: 20 };

/** A node of generation 7 at $0.30 on demand. */
const new7 = database('a', { instanceClass: 'db.r7g.large', multiAz: false, storage: [] });
const old5 = database('b', { instanceClass: 'db.m5.large', multiAz: false, storage: [] });

const perHour = (estate: Estate, params = {}) =>
  bought(LEVER, estate, params).map(each => each.kind === 'savings-plan' && each.commitmentPerHour);

const UNKNOWN = 'nobody publishes the rates of Database Savings Plans: state assumedDiscountPercent';

describe('no', () => {
  test.each<readonly [string, Estate, Record<string, number>, string]>([
    [
      'without databases',
      estateOf([]),
      ASSUMED,
      'no eligible database usage with a known price is left on demand',
    ],
    ['as long as nobody states a discount', estateOf([new7]), {}, UNKNOWN],
    [
      'when every node is too old',
      estateOf([old5]),
      ASSUMED,
      'the plan covers nodes from generation 7 on: what is left is db.m5.large',
    ],
    [
      'when it runs too seldom for the discount',
      estateOf([{ ...new7, hours: flat(0).fill(1, 0, HOURS / 2) }]),
      ASSUMED,
      'the eligible database usage that is left runs too seldom, or too little, for a plan to pay',
    ],
    [
      'to Redis: of ElastiCache it covers Valkey only',
      estateOf([metered('n', [{ shape: nodeShape({ nodeClass: 'cache.r7g.large' }), hours: flat(1) }])], {
        paidRates: meteredPrices([[nodeShape({ nodeClass: 'cache.r7g.large' }), 0.219]]),
      }),
      ASSUMED,
      'no eligible database usage with a known price is left on demand',
    ],
  ])('%s', (_name, estate, params, reason) => {
    expect(refusal(LEVER, estate, params)).toBe(reason);
  });
});

describe('the size', () => {
  test.each<readonly [string, Estate, Record<string, number>, readonly number[]]>([
    ['is the usage at the discount that is assumed', estateOf([new7]), ASSUMED, [0.24]],
    ['leaves old nodes out', estateOf([new7, old5]), ASSUMED, [0.24]],
    [
      'is a share of the optimum when asked for',
      estateOf([new7]),
      { ...ASSUMED, shareOfOptimumPercent: 50 },
      [0.12],
    ],
    ['is what a person says', estateOf([]), { commitmentPerHour: 2 }, [2]],
    [
      'counts capacity units of DynamoDB',
      estateOf(
        [metered('t', [{ shape: meterShape('AmazonDynamoDB', 'WriteCapacityUnit-Hrs'), hours: flat(1000) }])],
        {
          paidRates: meteredPrices([[meterShape('AmazonDynamoDB', 'WriteCapacityUnit-Hrs'), 0.00065]]),
        },
      ),
      ASSUMED,
      [0.52],
    ],
  ])('%s', (_name, estate, params, expected) => {
    expect(perHour(estate, params)).toEqual(expected);
  });
});

describe('the plan', () => {
  test('is of one year without upfront payment: nothing else is sold', () => {
    expect(bought(LEVER, estateOf([new7]), ASSUMED)).toMatchObject([
      {
        kind: 'savings-plan',
        offering: 'database',
        family: null,
        region: null,
        termYears: 1,
        payment: 'no-upfront',
        assumedDiscount: 0.2,
      },
    ]);
  });

  test('is an assumption, and says what it covers', () => {
    expect(ask(LEVER, estateOf([new7]), null, ASSUMED)).toMatchObject({ evidence: 'assumed' });
    expect(why(LEVER, estateOf([new7]), ASSUMED)).toBe(
      '$0.240/h committed, the optimum here is $0.240/h: covers 100 % of that usage, up to a level used in at least 100 % of hours; 100 % of it is used',
    );
  });

  /** Two nodes of the same kind, one paid by a plan of the bill at 15 % below $0.30. */
  function renewed(terms: Parameters<typeof savingsPlan>[2]): Estate {
    const { engine, instanceClass: nodeClass } = new7;
    const priceId = priceIdOf(nodeShape({ service: 'rds', engine, nodeClass }));
    return estateOf([{ ...new7, hours: flat(2) }], {
      commitments: [savingsPlan('sp', 0.255, { offering: 'database', ...terms })],
      paidRates: {
        onDemandPerHour: new Map([[priceId, 0.3]]),
        savingsPlanPerHour: new Map([[planRateKey('sp', priceId), 0.255]]),
        unitPrice: new Map(),
        contractFactor: new Map(),
      },
    });
  }

  test('takes the discount of such a plan on the bill before an assumption', () => {
    expect(bought(LEVER, renewed({}), ASSUMED)).toMatchObject([
      { commitmentPerHour: 0.255, assumedDiscount: expect.closeTo(0.15, 9) },
    ]);
    expect(ask(LEVER, renewed({}), null)).toMatchObject({ evidence: 'inferred' });
  });

  test('takes no discount from a plan of other terms', () => {
    expect(refusal(LEVER, renewed({ termYears: 3 }))).toBe(UNKNOWN);
  });
});
