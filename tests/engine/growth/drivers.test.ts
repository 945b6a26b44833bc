/** Drivers: the example of the documentation, the rules of what belongs where, and the laws that every input keeps. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UNALLOCATED_WORKLOAD } from '../../../src/engine/estate/match-workload.ts';
import type { ChargeSum } from '../../../src/engine/growth/charge-sum.ts';
import { DRIVER_KEYS, type DriversInput, findDrivers } from '../../../src/engine/growth/drivers.ts';
import { CHANGE_PARTS } from '../../../src/engine/growth/meter-change.ts';
import { decimal, sum, toText } from '../../../src/engine/money.ts';
import { utilization } from '../estates.ts';
import { charge, FROM, pairOf, TO } from './charge-sums.ts';

function drivers(charges: readonly ChargeSum[], more: Partial<DriversInput> = {}) {
  const nothing = { workloads: [], tags: new Map(), utilization: new Map() };
  return findDrivers({ pair: pairOf(), charges, by: ['serviceName'], ...nothing, ...more });
}

/** Parts of the total that are not 0. */
function parts(charges: readonly ChargeSum[], more: Partial<DriversInput> = {}): Record<string, string> {
  const { total } = drivers(charges, more);
  return Object.fromEntries(
    CHANGE_PARTS.flatMap(part => (total.parts[part].isZero() ? [] : [[part, toText(total.parts[part])]])),
  );
}

describe('the example of docs/drivers.md', () => {
  const covered = {
    commitmentDiscountId: 'sp',
    commitmentDiscountStatus: 'Used',
    pricingCategory: 'Committed',
  };
  const unused = { resourceId: null, chargeCategory: 'Purchase', quantity: null };
  const volume = { resourceId: 'vol-1', usageType: 'EBS:VolumeUsage.gp3', unit: 'GB-Mo' };
  const tax = { resourceId: null, chargeCategory: 'Tax', quantity: null };
  const examples: Readonly<Record<string, readonly ChargeSum[]>> = {
    'i-web': [
      charge(FROM, '72', { resourceId: 'i-web', quantity: '720' }),
      charge(TO, '74.40', { resourceId: 'i-web', quantity: '744' }),
    ],
    'i-batch': [
      charge(FROM, '60', { resourceId: 'i-batch', quantity: '300' }),
      charge(TO, '80.60', { resourceId: 'i-batch', quantity: '403' }),
    ],
    'i-app': [
      charge(FROM, '72', { resourceId: 'i-app', quantity: '720' }),
      charge(TO, '40.92', { resourceId: 'i-app', quantity: '372' }),
      charge(TO, '22.32', { resourceId: 'i-app', quantity: '372', ...covered }),
    ],
    'i-new': [charge(TO, '50', { resourceId: 'i-new', quantity: '100' })],
    'i-old': [charge(FROM, '30', { resourceId: 'i-old', quantity: '300' })],
    'vol-1': [
      charge(FROM, '8', { ...volume, quantity: '100' }),
      charge(TO, '12', { ...volume, quantity: '150' }),
    ],
    'savings plan': [
      charge(TO, '5', { ...unused, commitmentDiscountId: 'sp', commitmentDiscountStatus: 'Unused' }),
    ],
    tax: [charge(FROM, '20', tax), charge(TO, '21', tax)],
  };
  const document = readFileSync(join(import.meta.dirname, '../../../docs/drivers.md'), 'utf8');

  /** Amounts of a row of the example's table. */
  function documented(name: string): readonly string[] {
    const row = document.split('\n').find(line => line.startsWith(`| ${name} |`));
    return (row ?? '')
      .split('|')
      .slice(3, -1)
      .map(cell => cell.trim());
  }

  const amounts = (charges: readonly ChargeSum[]) => {
    const { total } = drivers(charges);
    return [total.from, total.to, total.change, ...CHANGE_PARTS.map(part => total.parts[part])].map(value =>
      value.isZero() ? '' : value.toFixed(2),
    );
  };

  test.each(Object.entries(examples))('row %s', (name, charges) => {
    expect(amounts(charges)).toEqual(documented(name));
  });

  test('its total, change a day, growth and waste', () => {
    const { total, wasteCandidates } = drivers(Object.values(examples).flat(), {
      utilization: new Map([
        ['i-new', utilization({ cpu: { p95: 0.01 }, observedDays: 30 })],
        ['i-batch', utilization({ cpu: { p95: 0.4 }, observedDays: 30 })],
      ]),
    });

    expect(amounts(Object.values(examples).flat())).toEqual(documented('**all**'));
    expect(toText(total.changePerDay)).toBe('1.145376344');
    expect(Object.entries(total.increase).map(([name, value]) => [name, toText(value)])).toEqual([
      ['total', '72.6'],
      ['growth', '18.6'],
      ['waste', '50'],
      ['unknown', '4'],
    ]);
    expect(toText(total.decrease)).toBe('-30');
    expect(total.resources).toEqual({ new: 1, gone: 1, continuing: 4 });
    expect(wasteCandidates.map(each => [each.resourceId, toText(each.increase), each.why])).toEqual([
      ['i-new', '50', 'CPU p95 is 1.0 % over 30 days'],
    ]);
    for (const amount of ['1.145376344', '72.60', '18.60', '50.00', '4.00', '-30.00'])
      expect(document).toContain(amount);
  });
});

describe('where an amount belongs', () => {
  test.each<readonly [string, readonly ChargeSum[], Record<string, string>]>([
    [
      'a new service of a resource that was there is usage, not a new resource',
      [charge(FROM, '1'), charge(TO, '1'), charge(TO, '3', { serviceName: 'CloudWatch', unit: 'Metrics' })],
      { usage: '2.966666667', calendar: '0.033333333' },
    ],
    [
      'units never mix: 10 GB and 10 hours are two meters',
      [charge(FROM, '10', { unit: 'GB', quantity: '10' }), charge(TO, '10', { quantity: '10' })],
      {},
    ],
    [
      'a resized resource is usage: one meter stops, another starts',
      [charge(FROM, '10'), charge(TO, '25', { usageType: 'BoxUsage:m5.xlarge' })],
      { usage: '15' },
    ],
    [
      'usage without a quantity is other, where the resource was there',
      [charge(FROM, '10', { quantity: null }), charge(TO, '12', { quantity: null })],
      { other: '2' },
    ],
    ['and a new resource where it was not', [charge(TO, '12', { quantity: null })], { newResources: '12' }],
    [
      'a discount on a line of its own is other and adds no quantity',
      [charge(FROM, '31'), charge(TO, '31'), charge(TO, '-3', { quantity: '1' })],
      { calendar: '1.033333333', usage: '-1.033333333', other: '-3' },
    ],
    [
      'a discount line alone does not make a resource new',
      [charge(TO, '-3', { resourceId: null, quantity: null })],
      { other: '-3' },
    ],
    [
      'a correction is other, whatever it corrects',
      [charge(TO, '-4', { chargeClass: 'Correction' })],
      { other: '-4' },
    ],
    [
      'a fee of a commitment is commitments, a fee of anything else is other',
      [
        charge(TO, '7', { chargeCategory: 'Purchase', commitmentDiscountId: 'ri' }),
        charge(TO, '9', { chargeCategory: 'Purchase' }),
      ],
      { commitments: '7', other: '9' },
    ],
    [
      'Azure ids that differ in capitals are one resource',
      [
        charge(FROM, '30', { resourceId: '/subscriptions/A/vm', quantity: '30' }),
        charge(TO, '31', { resourceId: '/SUBSCRIPTIONS/a/VM', quantity: '31' }),
      ],
      { calendar: '1' },
    ],
    [
      'usage without a resource is matched by service, account and Region',
      [
        charge(FROM, '30', { resourceId: null, quantity: '30', unit: 'GB-Mo' }),
        charge(TO, '40', { resourceId: null, quantity: '40', unit: 'GB-Mo' }),
        charge(TO, '5', { resourceId: null, regionId: 'eu-west-1' }),
      ],
      { usage: '10', newResources: '5' },
    ],
    [
      'the meter is the SKU where the bill names no usage type',
      [
        charge(FROM, '30', { usageType: null, skuId: 'a', unit: 'GB-Mo', quantity: '1' }),
        charge(TO, '60', { usageType: null, skuId: 'a', unit: 'GB-Mo', quantity: '2' }),
      ],
      { usage: '30' },
    ],
  ])('%s', (_rule, charges, expected) => {
    expect(parts(charges)).toEqual(expected);
  });

  test('a resource that changed its tags stays in the workload it has now', () => {
    const workloads = [{ ...UNALLOCATED_WORKLOAD, name: 'shop', match: [{ tags: { app: 'shop' } }] }];
    const { groups } = drivers([charge(FROM, '1'), charge(TO, '1')], {
      by: ['workload'],
      workloads,
      tags: new Map([['i-1', { app: 'shop' }]]),
    });

    expect(groups.map(({ key }) => key)).toEqual([{ workload: 'shop' }]);
  });
});

test('groups are sorted by the size of their change, then by key', () => {
  const named = (serviceName: string, cost: string, month = TO) =>
    charge(month, cost, { serviceName, resourceId: serviceName });
  const { groups } = drivers([named('B', '1'), named('A', '1'), named('up', '5'), named('down', '9', FROM)]);

  expect(groups.map(({ key }) => key.serviceName)).toEqual(['down', 'up', 'A', 'B']);
});

describe('on a daily basis', () => {
  const pair = pairOf('2025-10-10');
  const fee = { chargeCategory: 'Purchase', resourceId: null, quantity: null };

  test('usage is divided by the days that are there, and nothing is left to the calendar', () => {
    const charges = [
      charge(FROM, '60', { quantity: '300' }),
      charge(TO, '40', { quantity: '200' }),
      charge(FROM, '99', fee),
    ];
    const { total, notCompared } = drivers(charges, { pair });

    expect([total.from, total.to, total.change, total.changePerDay].map(toText)).toEqual([
      '2',
      '4',
      '2',
      '2',
    ]);
    expect(toText(total.parts.usage)).toBe('2');
    expect(notCompared.map(each => [each.month, each.chargeCategory, toText(each.effectiveCost)])).toEqual([
      [FROM, 'Purchase', '99'],
    ]);
  });
});

describe('laws', () => {
  const amount = fc.oneof(
    fc.constantFrom('0', '0.1', '-3', '1'),
    fc
      .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 12 }))
      .map(([digits, decimals]) => toText(decimal(digits.toString()).dividedBy(decimal(10).pow(decimals)))),
  );
  const anyCharge = fc
    .record({
      month: fc.constantFrom(FROM, TO),
      cost: amount,
      resourceId: fc.constantFrom('i-1', 'i-2', 'i-3', '/subscriptions/X', '/SUBSCRIPTIONS/x', null),
      serviceName: fc.constantFrom('EC2', 'S3'),
      subAccountId: fc.constantFrom('1', '2', null),
      chargeCategory: fc.constantFrom('Usage', 'Usage', 'Usage', 'Usage', 'Purchase', 'Tax', 'unclassified'),
      chargeClass: fc.constantFrom(null, null, null, 'Correction'),
      commitmentDiscountId: fc.constantFrom(null, null, 'sp'),
      commitmentDiscountStatus: fc.constantFrom(null, null, 'Used', 'Unused'),
      usageType: fc.constantFrom('BoxUsage:m5.large', 'EBS:VolumeUsage.gp2', null),
      unit: fc.constantFrom('Hrs', 'GB-Mo', null),
      quantity: fc.option(amount, { nil: null }),
    })
    .map(({ month, cost, ...more }) => charge(month, cost, more));
  const input = fc.record({
    charges: fc.array(anyCharge, { maxLength: 40 }),
    by: fc.subarray([...DRIVER_KEYS]),
    pair: fc.constantFrom(pairOf(), pairOf('2025-10-10')),
  });
  const metrics = new Map([
    ['i-1', utilization({ cpu: { p95: 0.01 }, observedDays: 30 })],
    ['i-2', utilization({ cpu: { p95: 0.5 }, observedDays: 30 })],
  ]);

  test('parts add up to the change of every group, groups to the total, classes to the increase', () => {
    fc.assert(
      fc.property(input, ({ charges, by, pair }) => {
        const { groups, total } = drivers(charges, { by, pair, utilization: metrics });

        for (const { from, to, change, parts: split, increase, decrease } of [...groups, total]) {
          expect(toText(sum(Object.values(split)))).toBe(toText(change));
          expect(toText(to.minus(from))).toBe(toText(change));
          expect(toText(sum([increase.growth, increase.waste, increase.unknown]))).toBe(
            toText(increase.total),
          );
          const use = sum([split.newResources, split.goneResources, split.usage]);
          expect(toText(increase.total.plus(decrease))).toBe(toText(use));
        }
        expect(toText(sum(groups.map(({ change }) => change)))).toBe(toText(total.change));
      }),
    );
  });

  test('the amounts of whole months are those of the bill, to the last digit', () => {
    fc.assert(
      fc.property(input, ({ charges, by }) => {
        const of = (month: string) =>
          toText(sum(charges.filter(each => each.month === month).map(each => each.effectiveCost)));
        const { total } = drivers(charges, { by });

        expect([toText(total.from), toText(total.to)]).toEqual([of(FROM), of(TO)]);
      }),
    );
  });

  test('the order of the charges changes nothing', () => {
    fc.assert(
      fc.property(input, ({ charges, by, pair }) => {
        const text = (list: readonly ChargeSum[]) => JSON.stringify(drivers(list, { by, pair }).groups);

        expect(text(charges.toReversed())).toBe(text(charges));
      }),
    );
  });

  test('a month compared with itself, moved by its length, has nothing but the calendar', () => {
    fc.assert(
      fc.property(fc.array(anyCharge, { maxLength: 20 }), charges => {
        const earlier = charges.map(each => ({ ...each, month: FROM }));
        const later = charges.map(each => ({ ...each, month: TO }));
        const pair = { ...pairOf(), to: { ...pairOf().to, days: 30 } };

        expect(parts([...earlier, ...later], { pair })).toEqual({});
      }),
    );
  });
});
