/** Which EC2 reservations are bought, how many, and at what price. */

import { describe, expect, test } from 'vitest';
import type { Estate } from '../../../../src/engine/estate/estate.ts';
import { INSTANCE_PLAN_DISCOUNT } from '../../../helpers/test-book.ts';
import {
  ask,
  estateOf,
  flat,
  HOURS,
  instance,
  reservedInstance,
  START_MS,
  savingsPlan,
  usage,
} from '../../estates.ts';
import { bought, refusal, why } from './bought.ts';

const LEVER = 'reserved-instances';
const RATE = 0.1 * (1 - INSTANCE_PLAN_DISCOUNT);

const counts = (estate: Estate, params = {}) =>
  bought(LEVER, estate, params).flatMap(each =>
    each.kind === 'reserved-instance' ? [[each.instanceType, each.operatingSystem, each.count]] : [],
  );

const NOTHING = 'no EC2 usage with a known price is left on demand';
const SELDOM = 'what is left on demand runs too seldom for a reservation to pay';

/** One unit for this share of the hours. */
const part = (share: number, quantity = 1) => flat(0).fill(quantity, 0, HOURS * share);

describe('no', () => {
  test.each([
    ['without EC2', estateOf([]), NOTHING],
    [
      'when reservations cover all of it',
      estateOf([instance('a')], { commitments: [reservedInstance('ri')] }),
      NOTHING,
    ],
    [
      'on dedicated hosts: they have reservations of their own',
      estateOf([instance('a', { tenancy: 'host' })]),
      NOTHING,
    ],
    [
      'when all of it is spot',
      estateOf([instance('a', [usage({ purchase: 'spot', spotPerHour: 0.03 })])]),
      NOTHING,
    ],
    ['when it runs half of the hours at 45 %', estateOf([instance('a', { hours: part(0.5) })]), SELDOM],
    [
      'when less than one runs at a time, too seldom for a whole one',
      estateOf([instance('a', { hours: flat(0.5) })]),
      SELDOM,
    ],
  ])('%s', (_name, estate, reason) => {
    expect(refusal(LEVER, estate)).toBe(reason);
  });

  test('when nobody knows a price: the bill tells what it costs on demand, and the book has no such system', () => {
    const paidRates = {
      onDemandPerHour: new Map([['us-east-1|m5.large|rhel|shared', 0.16]]),
      savingsPlanPerHour: new Map(),
      unitPrice: new Map(),
      contractFactor: new Map(),
    };
    const estate = estateOf([instance('a', { operatingSystem: 'rhel' })], { paidRates });
    expect(refusal(LEVER, estate)).toBe(
      'no price of a standard reservation (1 year, no upfront) is known for what is left',
    );
  });
});

describe('the number', () => {
  test.each<readonly [string, Estate, Record<string, number | string>, readonly unknown[]]>([
    [
      'is the usage where it is flat',
      estateOf([instance('a', { hours: flat(3) })]),
      {},
      [['m5.large', 'linux', 3]],
    ],
    [
      'is what commitments of the bill leave',
      estateOf([instance('a', { hours: flat(3) })], {
        commitments: [reservedInstance('ri', { count: 1 }), savingsPlan('sp', 0.07)],
      }),
      {},
      [['m5.large', 'linux', 1]],
    ],
    [
      'counts other sizes of the family in units of the smallest',
      estateOf([instance('a'), instance('b', { instanceType: 'm5.2xlarge' })]),
      {},
      [['m5.large', 'linux', 5]],
    ],
    [
      'is of each type by itself on Windows, which is not flexible',
      estateOf([
        instance('a', { operatingSystem: 'windows' }),
        instance('b', { instanceType: 'm5.xlarge', operatingSystem: 'windows' }),
      ]),
      {},
      [
        ['m5.xlarge', 'windows', 1],
        ['m5.large', 'windows', 1],
      ],
    ],
    [
      'is of each type by itself in families without flexibility',
      estateOf([
        instance('a', { instanceType: 'g5.xlarge' }),
        instance('b', { instanceType: 'g5.2xlarge', hours: flat(2) }),
      ]),
      {},
      [
        ['g5.2xlarge', 'linux', 2],
        ['g5.xlarge', 'linux', 1],
      ],
    ],
    [
      'is the level that enough hours use',
      estateOf([instance('a', { hours: part(1, 2) }), instance('b', { hours: part(0.5, 4) })]),
      {},
      [['m5.large', 'linux', 2]],
    ],
    [
      'is a share of the optimum in whole pieces',
      estateOf([instance('a', { hours: flat(5) })]),
      { shareOfOptimumPercent: 50 },
      [['m5.large', 'linux', 2]],
    ],
    [
      'is what a person says, of the purchase that saves most',
      estateOf([instance('a'), instance('b', { instanceType: 'c5.xlarge', hours: flat(2) })]),
      { count: 7 },
      [['c5.xlarge', 'linux', 7]],
    ],
    [
      'is of at most so many purchases',
      estateOf([instance('a'), instance('b', { instanceType: 'c5.xlarge', hours: flat(2) })]),
      { purchasesMax: 1 },
      [['c5.xlarge', 'linux', 2]],
    ],
  ])('%s', (_name, estate, params, expected) => {
    expect(counts(estate, params)).toEqual(expected);
  });

  test('makes sizes that alternate worth reserving on Linux and not on Windows', () => {
    const alternating = (operatingSystem: 'linux' | 'windows') =>
      estateOf([
        instance('a', { operatingSystem, hours: part(0.5, 2) }),
        instance('b', {
          operatingSystem,
          instanceType: 'm5.xlarge',
          hours: flat(0).fill(1, HOURS / 2),
        }),
      ]);
    expect(counts(alternating('linux'))).toEqual([['m5.large', 'linux', 2]]);
    expect(refusal(LEVER, alternating('windows'))).toBe(SELDOM);
  });
});

describe('the reservation', () => {
  test('is regional, with the class and terms of the move, and half upfront where that was asked for', () => {
    const params = { offeringClass: 'convertible', termYears: '3', payment: 'partial-upfront' };
    const [reservation] = bought(LEVER, estateOf([instance('a')]), params);
    const effectivePerHour = 0.1 * (1 - INSTANCE_PLAN_DISCOUNT - 0.17);
    expect(reservation).toMatchObject({
      kind: 'reserved-instance',
      offeringClass: 'convertible',
      region: 'us-east-1',
      availabilityZone: null,
      tenancy: 'shared',
      termYears: 3,
      payment: 'partial-upfront',
      effectivePerHour: expect.closeTo(effectivePerHour, 9),
      recurringPerHour: expect.closeTo(effectivePerHour / 2, 9),
    });
  });

  test('costs as much less than the list as on-demand usage does under the contract', () => {
    const paidRates = {
      onDemandPerHour: new Map([['us-east-1|m5.large|linux|shared', 0.09]]),
      savingsPlanPerHour: new Map(),
      unitPrice: new Map(),
      contractFactor: new Map(),
    };
    const [reservation] = bought(LEVER, estateOf([instance('a')], { paidRates }));
    expect(reservation).toMatchObject({ effectivePerHour: expect.closeTo(RATE * 0.9, 9) });
  });

  test.each([
    ['of the bill, where one of its kind ran all the time', { startMs: START_MS }, 0.06],
    ['of the book, where it began within the period', { startMs: START_MS + 1 }, RATE],
    ['of the book, where nobody knows since when it runs', { startMs: null }, RATE],
    ['of the book, where its terms are others', { startMs: START_MS, termYears: 3 as const }, RATE],
    [
      'of the book, where it is convertible',
      { startMs: START_MS, offeringClass: 'convertible' as const },
      RATE,
    ],
    ['of the book, where it is zonal', { startMs: START_MS, availabilityZone: 'us-east-1a' }, RATE],
  ])('has the price %s', (_name, terms, expected) => {
    const commitments = [reservedInstance('ri', terms)];
    const estate = estateOf([instance('a', { hours: flat(3) })], { commitments });
    const [reservation] = bought(LEVER, estate);
    expect(reservation).toMatchObject({ effectivePerHour: expect.closeTo(expected, 9) });
  });

  test('says how many, what they cover and what is due at once', () => {
    const estate = estateOf([instance('a', { hours: flat(2) })]);
    expect(why(LEVER, estate, { payment: 'all-upfront' })).toBe(
      '2 x m5.large linux in us-east-1, the optimum here is 2, $911 upfront: covers 100 % of that usage, up to a level used in at least 100 % of hours; 100 % of it is used',
    );
  });

  test('touches no system', () => {
    expect(ask(LEVER, estateOf([instance('a')]), null)).toMatchObject({ risks: [{ kind: 'none' }] });
  });
});
