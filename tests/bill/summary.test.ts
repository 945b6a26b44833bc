import { describe, expect, test } from 'vitest';
import { resolveKeys, summarizeBill, summaryKeys } from '../../src/bill/query/summary.ts';
import { atDesk, csv, type Desk, FOCUS_HEADER, focusRecord } from './workspace.ts';

async function withShop<T>(run: (desk: Desk) => Promise<T>): Promise<T> {
  return atDesk(async desk => {
    const records = [
      focusRecord('1', { ServiceName: 'B', ResourceId: 'r-1' }),
      focusRecord('1', { ServiceName: 'A', ResourceId: 'r-1' }),
      focusRecord('5', { ServiceName: 'C', ResourceId: 'r-2' }),
      focusRecord('2.5', { ServiceName: 'C', ResourceId: 'r-2' }),
      focusRecord('0.5', { ServiceName: '', ResourceId: '' }),
      focusRecord('9', { ServiceName: 'C', BillingCurrency: 'EUR' }),
    ];
    await desk.import(desk.file('bill.csv', csv(FOCUS_HEADER, records)));
    return run(desk);
  });
}

test('groups are sorted by billed cost, then by key, and never mix currencies', async () => {
  await withShop(async desk => {
    const { by, groups, rows, resources } = await summarizeBill({
      workspace: desk.workspace,
      by: ['service'],
    });

    expect({ by, rows, resources }).toEqual({ by: ['serviceName'], rows: 6, resources: 3 });
    expect(
      groups.map(({ key, currency, billedCost, rows, resources }) => [
        key.serviceName,
        currency,
        billedCost,
        rows,
        resources,
      ]),
    ).toEqual([
      ['C', 'EUR', '9', 1, 1],
      ['C', 'USD', '7.5', 2, 1],
      ['A', 'USD', '1', 1, 1],
      ['B', 'USD', '1', 1, 1],
      [null, 'USD', '0.5', 1, 0],
    ]);
  });
});

test('without a key there is one group a currency, equal to the totals', async () => {
  await withShop(async desk => {
    const { groups, totals } = await summarizeBill({ workspace: desk.workspace, by: [] });

    expect(groups.map(({ currency, billedCost }) => [currency, billedCost])).toEqual([
      ['USD', '10'],
      ['EUR', '9'],
    ]);
    expect(totals.map(({ currency, billedCost }) => [currency, billedCost])).toEqual([
      ['EUR', '9'],
      ['USD', '10'],
    ]);
  });
});

test('several keys group by all of them', async () => {
  await withShop(async desk => {
    const { by, groups } = await summarizeBill({
      workspace: desk.workspace,
      by: ['billingPeriod', 'chargeCategory', 'account'],
    });

    expect(by).toEqual(['billingPeriod', 'chargeCategory', 'subAccountId']);
    expect(groups.map(({ key }) => key)).toEqual([
      { billingPeriod: '2025-09', chargeCategory: 'Usage', subAccountId: '111' },
      { billingPeriod: '2025-09', chargeCategory: 'Usage', subAccountId: '111' },
    ]);
  });
});

describe('keys', () => {
  test.each([
    ['service', 'serviceName'],
    ['account', 'subAccountId'],
    ['region', 'regionId'],
    ['resource', 'resourceId'],
    ['provider', 'providerName'],
    ['serviceCode', 'serviceCode'],
    ['chargeFrequency', 'chargeFrequency'],
    ['pricingCategory', 'pricingCategory'],
    ['commitmentDiscountType', 'commitmentDiscountType'],
    ['billingPeriod', 'billingPeriod'],
    ['lineItemType', 'lineItemType'],
  ])('%s means %s', (name, full) => {
    expect(resolveKeys([name])).toEqual([full]);
    expect(summaryKeys()).toContain(full);
  });

  test('count once', () => {
    expect(resolveKeys(['service', 'serviceName'])).toEqual(['serviceName']);
  });

  test.each(['colour', 'billedCost', '__proto__', 'serviceName; DROP TABLE x', ''])('%j is not one', name => {
    expect(() => resolveKeys([name])).toThrow(expect.objectContaining({ code: 'unknown-key', exitCode: 2 }));
  });
});
