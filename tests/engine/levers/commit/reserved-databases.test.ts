/** Which database reservations are bought, how many, and at what price. */

import { describe, expect, test } from 'vitest';
import type { ReservedNode } from '../../../../src/engine/commitments/commitment.ts';
import type { DatabaseResource, Estate } from '../../../../src/engine/estate/estate.ts';
import { metered, meteredPrices, nodeShape } from '../../../helpers/metered-usage.ts';
import { NODE_DISCOUNT } from '../../../helpers/test-book.ts';
import { ask, database, estateOf, flat, HOURS, REGION, START_MS } from '../../estates.ts';
import { bought, refusal, why } from './bought.ts';

const LEVER = 'reserved-databases';
const SELDOM = /^what is left on demand runs too seldom for a reservation to pay: /;

const single = (id: string, more: Partial<DatabaseResource> = {}) =>
  database(id, { multiAz: false, storage: [], ...more });

const counts = (estate: Estate, params = {}) =>
  bought(LEVER, estate, params).flatMap(each =>
    each.kind === 'reserved-node' ? [[each.nodeClass, each.engine, each.deployment, each.count]] : [],
  );

/** Hours of the first or of the second half of the week. */
const firstHalf = (quantity: number) => flat(0).fill(quantity, 0, HOURS / 2);
const secondHalf = (quantity: number) => flat(0).fill(quantity, HOURS / 2);

function reservation(more: Partial<ReservedNode> = {}): ReservedNode {
  return {
    kind: 'reserved-node',
    id: 'rn',
    ownerAccount: null,
    termYears: 1,
    payment: 'no-upfront',
    startMs: START_MS,
    endMs: null,
    service: 'rds',
    nodeClass: 'db.m5.large',
    engine: 'postgresql',
    deployment: 'single-az',
    licence: null,
    region: REGION,
    count: 1,
    effectivePerHour: 0.15,
    recurringPerHour: 0.15,
    ...more,
  };
}

describe('no', () => {
  test.each([
    ['without databases', estateOf([]), /^no database with a known price is left on demand$/],
    [
      'when a reservation covers all of it',
      estateOf([single('a')], { commitments: [reservation()] }),
      /^no database with a known price is left on demand$/,
    ],
    ['when it runs half of the hours at 35 %', estateOf([single('a', { hours: firstHalf(1) })]), SELDOM],
    [
      'when the bill does not say which engine it is',
      estateOf([single('a', { engine: 'other-engine' })], {
        paidRates: meteredPrices([
          [nodeShape({ service: 'rds', nodeClass: 'db.m5.large', engine: 'other-engine' }), 0.4],
        ]),
      }),
      /^the bill does not say which engine runs on db\.m5\.large/,
    ],
  ])('%s', (_name, estate, reason) => {
    expect(refusal(LEVER, estate)).toMatch(reason);
  });

  test('to three years without upfront payment: RDS does not sell it', () => {
    expect(refusal(LEVER, estateOf([single('a')]), { termYears: '3' })).toBe(
      'RDS sells no reservation of three years without upfront payment',
    );
    expect(counts(estateOf([single('a')]), { termYears: '3', payment: 'partial-upfront' })).toHaveLength(1);
  });

  test('when nobody knows a price, naming what it would be for; an assumed discount makes it a purchase', () => {
    const aurora = single('a', { engine: 'aurora-postgresql', instanceClass: 'db.r6g.large' });
    const shape = { service: 'aurora', nodeClass: 'db.r6g.large', engine: 'aurora-postgresql' } as const;
    const estate = estateOf([aurora], { paidRates: meteredPrices([[nodeShape(shape), 0.26]]) });
    expect(refusal(LEVER, estate)).toBe(
      'no price of a reservation (1 year, no upfront) is known for db.r6g.large aurora-postgresql in us-east-1: state assumedDiscountPercent',
    );
    const [assumed] = bought(LEVER, estate, { assumedDiscountPercent: 30 });
    expect(assumed).toMatchObject({ service: 'aurora', effectivePerHour: expect.closeTo(0.182, 9) });
    expect(ask(LEVER, estate, null, { assumedDiscountPercent: 30 })).toMatchObject({ evidence: 'assumed' });
  });
});

describe('the number', () => {
  test.each<readonly [string, Estate, Record<string, number | string>, readonly unknown[]]>([
    [
      'is the usage where it is flat',
      estateOf([single('a', { hours: flat(2) })]),
      {},
      [['db.m5.large', 'postgresql', 'single-az', 2]],
    ],
    [
      'counts a standby as a second instance, in units of the smallest that runs',
      estateOf([single('a'), database('b', { instanceClass: 'db.m5.xlarge', storage: [] })]),
      {},
      [['db.m5.large', 'postgresql', 'single-az', 5]],
    ],
    [
      'is of Multi-AZ instances where only such run',
      estateOf([database('a', { hours: flat(2), storage: [] })]),
      {},
      [['db.m5.large', 'postgresql', 'multi-az', 2]],
    ],
    [
      'is what reservations of the bill leave',
      estateOf([single('a', { hours: flat(3) })], { commitments: [reservation({ count: 2 })] }),
      {},
      [['db.m5.large', 'postgresql', 'single-az', 1]],
    ],
    [
      'is of each engine and family by itself, the largest saving first',
      estateOf([
        single('a'),
        single('b', { engine: 'mysql', instanceClass: 'db.r5.large' }),
        single('c', { instanceClass: 'db.r7g.large' }),
      ]),
      {},
      [
        ['db.r7g.large', 'postgresql', 'single-az', 1],
        ['db.r5.large', 'mysql', 'single-az', 1],
        ['db.m5.large', 'postgresql', 'single-az', 1],
      ],
    ],
    [
      'is what a person says, of the purchase that saves most',
      estateOf([single('a'), single('b', { instanceClass: 'db.r7g.large' })]),
      { count: 4 },
      [['db.r7g.large', 'postgresql', 'single-az', 4]],
    ],
  ])('%s', (_name, estate, params, expected) => {
    expect(counts(estate, params)).toEqual(expected);
  });

  test('makes sizes that alternate worth reserving on PostgreSQL and not on SQL Server, which is not flexible', () => {
    const alternating = (engine: string) =>
      estateOf([
        single('a', { engine, hours: firstHalf(2) }),
        single('b', { engine, instanceClass: 'db.m5.xlarge', hours: secondHalf(1) }),
      ]);
    expect(counts(alternating('postgresql'))).toEqual([['db.m5.large', 'postgresql', 'single-az', 2]]);
    expect(refusal(LEVER, alternating('sqlserver-se'))).toMatch(SELDOM);
  });

  test('of SQL Server is of each class and deployment by itself', () => {
    const engine = 'sqlserver-se';
    const estate = estateOf([
      single('a', { engine }),
      single('b', { engine, instanceClass: 'db.m5.xlarge' }),
      database('c', { engine, storage: [] }),
    ]);
    expect(counts(estate).map(String).sort()).toEqual([
      'db.m5.large,sqlserver-se,multi-az,1',
      'db.m5.large,sqlserver-se,single-az,1',
      'db.m5.xlarge,sqlserver-se,single-az,1',
    ]);
  });
});

describe('the reservation', () => {
  test('has the book’s price as a share of what is paid on demand', () => {
    expect(bought(LEVER, estateOf([single('a')]))[0]).toMatchObject({
      kind: 'reserved-node',
      service: 'rds',
      region: REGION,
      effectivePerHour: expect.closeTo(0.2 * (1 - NODE_DISCOUNT), 9),
      recurringPerHour: expect.closeTo(0.2 * (1 - NODE_DISCOUNT), 9),
    });
  });

  test.each([
    ['of the bill, where one of its kind ran all the time', {}, 0.15],
    ['of the book, where it began within the period', { startMs: START_MS + 1 }, 0.13],
    ['of the book, where its payment is another', { payment: 'all-upfront' as const }, 0.13],
  ])('has the price %s', (_name, more, expected) => {
    const estate = estateOf([single('a', { hours: flat(3) })], { commitments: [reservation(more)] });
    expect(bought(LEVER, estate)[0]).toMatchObject({ effectivePerHour: expect.closeTo(expected, 9) });
  });

  test('of Aurora I/O-Optimized is of the standard storage, of which it takes 30 % more', () => {
    const shape = nodeShape({
      service: 'aurora',
      nodeClass: 'db.r6g.large',
      engine: 'aurora-postgresql',
      isIoOptimized: true,
    });
    const estate = estateOf([metered('a', [{ shape, hours: flat(10) }])], {
      paidRates: meteredPrices([[shape, 0.338]]),
    });
    expect(bought(LEVER, estate, { assumedDiscountPercent: 40 })).toMatchObject([
      { count: 13, effectivePerHour: expect.closeTo(0.156, 9) },
    ]);
  });

  test('says how many and what they cover', () => {
    expect(why(LEVER, estateOf([single('a', { hours: flat(2) })]))).toBe(
      '2 x db.m5.large postgresql in us-east-1, the optimum here is 2: covers 100 % of that usage, up to a level used in at least 100 % of hours; 100 % of it is used',
    );
  });
});
