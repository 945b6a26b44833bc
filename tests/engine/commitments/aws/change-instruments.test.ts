/** Modification, exchange and merge of reservations. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkExchange,
  checkModification,
  type ExchangedReservation,
  type ExchangeOffer,
  exchangeCount,
  footprint,
  type ModifiedReservation,
  mergeTerms,
  modificationStart,
  trueUp,
} from '../../../../src/engine/commitments/aws/change-instruments.ts';

const from = (
  instanceType: string,
  count: number,
  more: Partial<ModifiedReservation> = {},
): ModifiedReservation => ({
  instanceType,
  count,
  operatingSystem: 'linux',
  region: 'us-east-1',
  offeringClass: 'standard',
  endMs: null,
  ...more,
});
const to = (instanceType: string, count: number, region = 'us-east-1') => ({ instanceType, count, region });
const reasonOf = (verdict: ReturnType<typeof checkModification>) =>
  verdict.isAllowed ? null : verdict.reason;

describe('modification', () => {
  test.each<[string, readonly ModifiedReservation[], readonly ReturnType<typeof to>[], RegExp | null]>([
    ['split', [from('t2.large', 1)], [to('t2.small', 4)], null],
    ['several into one', [from('t2.micro', 2), from('t2.small', 1)], [to('t2.medium', 1)], null],
    ['one into several', [from('t2.medium', 1)], [to('t2.nano', 2), to('t2.micro', 3)], null],
    ['a smaller footprint', [from('t2.large', 1)], [to('t2.small', 3)], /footprint/],
    ['a larger footprint', [from('t2.small', 2)], [to('t2.large', 1)], /footprint/],
    ['another family', [from('t2.large', 1)], [to('t3.large', 1)], /family/],
    ['another Region', [from('t2.large', 1)], [to('t2.large', 1, 'eu-west-1')], /Region/],
    [
      'Windows of the same size',
      [from('t2.large', 2, { operatingSystem: 'windows' })],
      [to('t2.large', 1), to('t2.large', 1)],
      null,
    ],
    [
      'Windows of another size',
      [from('t2.large', 1, { operatingSystem: 'windows' })],
      [to('t2.small', 4)],
      /Linux/,
    ],
    [
      'RHEL of another size',
      [from('t2.large', 1, { operatingSystem: 'rhel' })],
      [to('t2.small', 4)],
      /Linux/,
    ],
    [
      'classes together',
      [from('t2.large', 1), from('t2.large', 1, { offeringClass: 'convertible' })],
      [to('t2.large', 2)],
      /convertible/,
    ],
    [
      'platforms together',
      [from('t2.large', 1), from('t2.large', 1, { operatingSystem: 'windows' })],
      [to('t2.large', 2)],
      /platform/,
    ],
    [
      'ends in one hour',
      [from('t2.large', 1, { endMs: 0 }), from('t2.large', 1, { endMs: 3_599_999 })],
      [to('t2.xlarge', 1)],
      null,
    ],
    [
      'ends in two hours',
      [from('t2.large', 1, { endMs: 0 }), from('t2.large', 1, { endMs: 3_600_000 })],
      [to('t2.xlarge', 1)],
      /same hour/,
    ],
    ['a type of one size', [from('i3.metal', 1)], [to('i3.16xlarge', 1)], /one size/],
    ['a size without a factor', [from('m5.huge', 1)], [to('m5.large', 1)], /factor/],
    ['part of an instance', [from('t2.large', 0.5)], [to('t2.medium', 1)], /whole/],
    ['nothing', [], [to('t2.medium', 1)], /nothing/],
    ['into nothing', [from('t2.medium', 1)], [], /nothing/],
  ])('%s', (_name, before, after, reason) => {
    const found = reasonOf(checkModification(before, after));
    if (reason) expect(found).toMatch(reason);
    else expect(found).toBeNull();
  });

  test('what is allowed is allowed back again: the footprint stays', () => {
    const sizes = fc.constantFrom('nano', 'micro', 'small', 'medium', 'large', 'xlarge', '2xlarge');
    const row = fc.tuple(sizes, fc.integer({ min: 1, max: 8 }));
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 3 }),
        fc.array(row, { minLength: 1, maxLength: 3 }),
        (a, b) => {
          const forth = checkModification(
            a.map(([size, count]) => from(`t3.${size}`, count)),
            b.map(([size, count]) => to(`t3.${size}`, count)),
          );
          const back = checkModification(
            b.map(([size, count]) => from(`t3.${size}`, count)),
            a.map(([size, count]) => to(`t3.${size}`, count)),
          );
          const units = (rows: typeof a) => footprint(rows.map(([size, count]) => to(`t3.${size}`, count)));
          expect(forth.isAllowed).toBe(units(a) === units(b));
          expect(back.isAllowed).toBe(forth.isAllowed);
        },
      ),
    );
  });

  test('it counts from the start of the hour', () => {
    expect(modificationStart(Date.UTC(2026, 0, 1, 21, 15))).toBe(Date.UTC(2026, 0, 1, 21));
  });
});

describe('exchange', () => {
  const given: ExchangedReservation = {
    offeringClass: 'convertible',
    region: 'us-east-1',
    payment: 'partial-upfront',
    termYears: 1,
    remainingHours: 1000,
    remainingUpfront: 500,
    recurringPerHour: 0.1,
  };
  const offer: ExchangeOffer = {
    region: 'us-east-1',
    payment: 'all-upfront',
    termYears: 1,
    proratedUpfront: 150,
    recurringPerHour: 0,
  };

  test.each<[string, Partial<ExchangedReservation>, Partial<ExchangeOffer>, RegExp | null]>([
    ['partial for all upfront', {}, {}, null],
    ['all for partial upfront', { payment: 'all-upfront' }, { payment: 'partial-upfront' }, null],
    ['without upfront for all upfront', { payment: 'no-upfront' }, {}, null],
    [
      'all upfront for without',
      { payment: 'all-upfront' },
      { payment: 'no-upfront', recurringPerHour: 9 },
      /upfront/,
    ],
    ['partial upfront for without', {}, { payment: 'no-upfront', recurringPerHour: 9 }, /upfront/],
    [
      'without for without, same price',
      { payment: 'no-upfront' },
      { payment: 'no-upfront', recurringPerHour: 0.025 },
      null,
    ],
    [
      'without for without, cheaper',
      { payment: 'no-upfront' },
      { payment: 'no-upfront', recurringPerHour: 0.02 },
      /lower/,
    ],
    ['standard', { offeringClass: 'standard' }, {}, /convertible/],
    ['another Region', {}, { region: 'eu-west-1' }, /Region/],
    ['exactly a day left', { remainingHours: 24 }, {}, null],
    ['less than a day left', { remainingHours: 23.9 }, {}, /24 hours/],
    ['a longer term', {}, { termYears: 3 }, /term/],
    ['a shorter term', { termYears: 3 }, {}, /term/],
  ])('%s', (_name, more, offered, reason) => {
    const found = reasonOf(checkExchange([{ ...given, ...more }], { ...offer, ...offered }, 4));
    if (reason) expect(found).toMatch(reason);
    else expect(found).toBeNull();
  });

  test('several are exchanged for one of the longest term', () => {
    expect(checkExchange([given, { ...given, termYears: 3 }], { ...offer, termYears: 3 }, 4).isAllowed).toBe(
      true,
    );
    expect(checkExchange([given, { ...given, termYears: 3 }], offer, 4).isAllowed).toBe(false);
    expect(checkExchange([], offer, 4).isAllowed).toBe(false);
  });

  test.each([
    [35, 10, 4],
    [30, 10, 3],
    [0.3, 0.1, 3],
    [5, 10, 1],
  ])('a list value of %f in units of %f is %i instances', (listValue, unit, count) => {
    expect(exchangeCount(listValue, unit)).toBe(count);
  });

  test('never less value is received than given, never a whole instance more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e4 }), (cents, unitCents) => {
        const count = exchangeCount(cents / 100, unitCents / 100);
        expect(count * unitCents).toBeGreaterThanOrEqual(cents);
        expect((count - 1) * unitCents).toBeLessThan(cents);
      }),
    );
  });

  test('only what the new upfront cost exceeds is paid', () => {
    expect(trueUp(600, 500)).toBe(100);
    expect(trueUp(500, 600)).toBe(0);
  });
});

test('a merge has the longest term and the latest end', () => {
  expect(
    mergeTerms([
      { termYears: 1, end: 5 },
      { termYears: 3, end: 2 },
      { termYears: 1, end: 7 },
    ]),
  ).toEqual({
    termYears: 3,
    end: 7,
  });
  expect(mergeTerms([])).toBeNull();
});
