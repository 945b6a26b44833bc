/** What a comparison of months reads: charges added up exactly by month and meter, and the days that are covered. */

import { describe, expect, test } from 'vitest';
import { readBilledMonths, readMonthSums } from '../../src/bill/query/month-sums.ts';
import { atDesk, csv, type Desk, FOCUS_HEADER, focusRecord } from './workspace.ts';

const MORE = [
  'PricingQuantity',
  'PricingUnit',
  'ConsumedQuantity',
  'ConsumedUnit',
  'BillingAccountId',
  'Tags',
];

/** A FOCUS file with quantities. */
function bill(
  records: readonly (readonly [cost: string, cells: Readonly<Record<string, string>>])[],
): string {
  return csv(
    [...FOCUS_HEADER, ...MORE],
    records.map(([cost, cells]) => [...focusRecord(cost, cells), ...MORE.map(name => cells[name] ?? '')]),
  );
}

const OCTOBER = {
  BillingPeriodStart: '2025-10-01T00:00:00Z',
  BillingPeriodEnd: '2025-11-01T00:00:00Z',
  ChargePeriodStart: '2025-10-02T00:00:00Z',
  ChargePeriodEnd: '2025-10-02T01:00:00Z',
};
const HOURS = { PricingQuantity: '1', PricingUnit: 'Hrs' };

async function withBill<T>(records: Parameters<typeof bill>[0], run: (desk: Desk) => Promise<T>): Promise<T> {
  return atDesk(async desk => {
    await desk.import(desk.file('bill.csv', bill(records)));
    return run(desk);
  });
}

/** Month, resource, unit, quantity, cost and rows of every sum. */
async function sums(desk: Desk, currency: string | null = 'USD', months = ['2025-09', '2025-10']) {
  const { charges } = await readMonthSums({ workspace: desk.workspace, months, currency });
  return charges.map(each => [
    each.month,
    each.resourceId,
    each.unit,
    each.quantity,
    each.effectiveCost,
    each.rows,
  ]);
}

describe('sums', () => {
  test('are exact, by month, and of one currency', async () => {
    await withBill(
      [
        ['0.1', HOURS],
        ['0.2', HOURS],
        ['0.000000000000000007', { ...HOURS, PricingQuantity: '0.5' }],
        ['5', { ...HOURS, ...OCTOBER }],
        ['9', { ...HOURS, BillingCurrency: 'EUR' }],
      ],
      async desk => {
        expect(await sums(desk)).toEqual([
          ['2025-09', 'i-1', 'Hrs', '2.5', '0.300000000000000007', 3],
          ['2025-10', 'i-1', 'Hrs', '1', '5', 1],
        ]);
        expect(await sums(desk, 'EUR')).toEqual([['2025-09', 'i-1', 'Hrs', '1', '9', 1]]);
        expect(await sums(desk, 'USD', ['2025-10'])).toEqual([['2025-10', 'i-1', 'Hrs', '1', '5', 1]]);
        expect(await sums(desk, null)).toEqual([]);
      },
    );
  });

  test('keep units, missing quantities and negative amounts apart', async () => {
    await withBill(
      [
        ['1', HOURS],
        ['2', { PricingQuantity: '3', PricingUnit: 'GB' }],
        ['4', {}],
        ['-0.5', HOURS],
        ['8', { ConsumedQuantity: '6', ConsumedUnit: 'GB' }],
      ],
      async desk => {
        expect(await sums(desk)).toEqual([
          ['2025-09', 'i-1', null, null, '4', 1],
          ['2025-09', 'i-1', 'GB', '9', '10', 2],
          ['2025-09', 'i-1', 'Hrs', '1', '1', 1],
          ['2025-09', 'i-1', 'Hrs', '1', '-0.5', 1],
        ]);
      },
    );
  });

  test('come with the tags last seen in the months', async () => {
    await withBill(
      [
        ['1', { ...HOURS, Tags: '{"app":"old"}' }],
        ['1', { ...HOURS, ...OCTOBER, Tags: '{"app":"shop"}' }],
      ],
      async desk => {
        const { tags } = await readMonthSums({
          workspace: desk.workspace,
          months: ['2025-09', '2025-10'],
          currency: 'USD',
        });

        expect(tags).toEqual([{ resourceId: 'i-1', tags: { app: 'shop' } }]);
      },
    );
  });

  test('survive quantities that overflow 128 bits when they are added up', async () => {
    const bytes = { PricingQuantity: '90000000000000000.000000000000000001', PricingUnit: 'byte-seconds' };
    await withBill(
      Array.from({ length: 2000 }, () => ['0.5', bytes] as const),
      async desk => {
        expect(await sums(desk)).toEqual([
          ['2025-09', 'i-1', 'byte-seconds', '180000000000000000000', '1000', 2000],
        ]);
      },
    );
  });
});

describe('months', () => {
  test('are told by payer, with the days of usage and of everything else', async () => {
    const account = { BillingAccountId: '7' };
    await withBill(
      [
        ['1', account],
        ['1', { ...account, ChargePeriodEnd: '2025-09-02T00:30:00Z' }],
        ['-3', { ...account, ChargeCategory: 'Credit' }],
        [
          '2',
          {
            ...account,
            ChargeCategory: 'Tax',
            ChargePeriodStart: '2025-09-01T00:00:00Z',
            ChargePeriodEnd: '2025-10-01T00:00:00Z',
          },
        ],
        ['4', { ...OCTOBER, ...account }],
      ],
      async desk => {
        const months = await readBilledMonths({ workspace: desk.workspace });
        const day = (date: string) => Date.parse(date) / 86_400_000;

        expect(months.payers).toEqual([
          {
            month: '2025-09',
            currency: 'USD',
            provider: null,
            billingAccountId: '7',
            rows: 4,
            effectiveCost: '1',
            grossCost: '7',
          },
          {
            month: '2025-10',
            currency: 'USD',
            provider: null,
            billingAccountId: '7',
            rows: 1,
            effectiveCost: '4',
            grossCost: '4',
          },
        ]);
        expect(
          months.spans.map(({ month, isUsage, firstDay, lastDay }) => [month, isUsage, firstDay, lastDay]),
        ).toEqual([
          ['2025-09', false, day('2025-09-01'), day('2025-09-30')],
          ['2025-09', false, day('2025-09-02'), day('2025-09-02')],
          ['2025-09', true, day('2025-09-02'), day('2025-09-02')],
          ['2025-10', true, day('2025-10-02'), day('2025-10-02')],
        ]);
        expect(
          months.periods.map(({ month, startDay, endDay, rows }) => [month, startDay, endDay, rows]),
        ).toEqual([
          ['2025-09', day('2025-09-01'), day('2025-10-01'), 4],
          ['2025-10', day('2025-10-01'), day('2025-11-01'), 1],
        ]);
      },
    );
  });

  test('an empty workspace is said to be empty', async () => {
    await atDesk(async desk => {
      await expect(readBilledMonths({ workspace: desk.workspace })).rejects.toMatchObject({
        code: 'no-bill',
      });
    });
  });
});
