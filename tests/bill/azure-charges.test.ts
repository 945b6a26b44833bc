import { describe, expect, test } from 'vitest';
import { moneyText } from '../../src/bill/query/charges.ts';
import { type AzureRecord, azureFile, covered, purchase, RESERVATION, unused } from './azure-file.ts';
import { atDesk, csv } from './workspace.ts';

/** Columns of the only charge of a file. */
async function charge(record: AzureRecord, ...columns: readonly string[]): Promise<readonly unknown[]> {
  return atDesk(async desk => {
    await desk.import(desk.file('bill.csv', azureFile(record)));
    const list = columns.map(
      column =>
        `CASE WHEN typeof(${column}) = 'TIMESTAMP' THEN left(CAST(${column} AS VARCHAR), 10) ELSE CAST(${column} AS VARCHAR) END`,
    );
    const [row = []] = await desk.query(`SELECT ${list.join(', ')} FROM charges`);
    return row.map(cell => (/^-?\d+\.\d{10,}$/.test(String(cell)) ? moneyText(cell) : cell));
  });
}

describe('kinds of charges', () => {
  test.each<readonly [string, AzureRecord, readonly unknown[]]>([
    ['usage', {}, ['Usage', null, 'Usage-Based', 'Standard', null]],
    ['spot usage', { PricingModel: 'Spot' }, ['Usage', null, 'Usage-Based', 'Dynamic', null]],
    ['covered usage', covered('0'), ['Usage', null, 'Usage-Based', 'Committed', 'Used']],
    ['an unused part', unused('1'), ['Usage', null, 'Usage-Based', 'Committed', 'Unused']],
    ['a purchase', purchase('9'), ['Purchase', null, 'One-Time', 'Standard', null]],
    [
      'a monthly purchase',
      purchase('9', { Frequency: 'Recurring' }),
      ['Purchase', null, 'Recurring', 'Standard', null],
    ],
    [
      'a refund of an earlier invoice',
      purchase('-9', { ChargeType: 'Refund', previousInvoiceId: 'T1' }),
      ['Purchase', 'Correction', 'One-Time', 'Standard', null],
    ],
    [
      'a marketplace purchase',
      { ChargeType: 'Purchase', Frequency: 'OneTime', PublisherType: 'Marketplace', PublisherName: 'Other' },
      ['Purchase', null, 'One-Time', 'Standard', null],
    ],
    ['rounding', { ChargeType: 'RoundingAdjustment' }, ['Adjustment', null, 'Usage-Based', null, null]],
    ['tax', { ChargeType: 'Tax', Frequency: '' }, ['Tax', null, null, null, null]],
    [
      'lower case',
      { ChargeType: 'usage', PricingModel: 'onDemand' },
      ['Usage', null, 'Usage-Based', 'Standard', null],
    ],
  ])('%s', async (_, record, expected) => {
    expect(
      await charge(
        record,
        'ChargeCategory',
        'ChargeClass',
        'ChargeFrequency',
        'PricingCategory',
        'CommitmentDiscountStatus',
      ),
    ).toEqual(expected);
  });
});

describe('benefits', () => {
  const columns = [
    'CommitmentDiscountId',
    'CommitmentDiscountType',
    'CommitmentDiscountCategory',
    'x_CommitmentTerm',
  ];

  test.each<readonly [string, AzureRecord, readonly unknown[]]>([
    [
      'a reservation by its path',
      covered('0', { Term: '36' }),
      [RESERVATION.toLowerCase(), 'Reservation', 'Usage', '3yr'],
    ],
    [
      'a reservation by its id alone, in files without a pricing model',
      { PricingModel: '', ReservationId: 'F39D', Term: '12' },
      ['f39d', 'Reservation', 'Usage', '1yr'],
    ],
    [
      'a savings plan',
      { PricingModel: 'SavingsPlan', benefitId: '/savingsPlanOrders/a/savingsPlans/B' },
      ['/savingsplanorders/a/savingsplans/b', 'Savings plan', 'Spend', null],
    ],
    [
      'a savings plan whose purchase is priced on demand',
      { ChargeType: 'Purchase', benefitId: '/savingsPlanOrders/A' },
      ['/savingsplanorders/a', 'Savings plan', 'Spend', null],
    ],
    [
      'none, when usage is priced on demand whatever else is filled',
      { ReservationId: 'F39D', Term: '12' },
      [null, null, null, null],
    ],
  ])('%s', async (_, record, expected) => {
    expect(await charge(record, ...columns)).toEqual(expected);
  });
});

describe('quantities', () => {
  const columns = ['PricingQuantity', 'PricingUnit', 'ConsumedQuantity', 'ConsumedUnit'];

  test.each<readonly [string, AzureRecord, readonly unknown[]]>([
    ['blocks of hours', { UnitOfMeasure: '10 Hours', Quantity: '2.4' }, ['2.4', '10 Hours', '24', 'Hours']],
    ['blocks of thousands', { UnitOfMeasure: '10K', Quantity: '0.0001' }, ['0.0001', '10K', '1', 'Units']],
    [
      'more single units than narrow decimals hold',
      { UnitOfMeasure: '1M', Quantity: '250.5' },
      ['250.5', '1M', '250500000', 'Units'],
    ],
    ['no unit', { UnitOfMeasure: '', Quantity: '3' }, ['3', null, null, null]],
    ['what nobody used', unused('1'), ['24', '1 Hour', null, null]],
    ['a purchase', purchase('1'), ['1', '1 Hour', null, null]],
  ])('%s', async (_, record, expected) => {
    expect(await charge(record, ...columns)).toEqual(expected);
  });
});

describe('list and contracted cost', () => {
  const columns = ['ListCost', 'ContractedCost', 'ListUnitPrice', 'ContractedUnitPrice'];
  const rate = {
    BillingCurrencyCode: 'EUR',
    pricingCurrency: 'USD',
    exchangeRatePricingToBilling: '0.5',
  };

  test.each<readonly [string, AzureRecord, readonly unknown[]]>([
    ['are prices times quantity', {}, ['6', '4.8', '0.25', '0.2']],
    [
      'are exact for long quantities',
      {
        Quantity: '0.034760647670440264',
        UnitPrice: '0.35577',
        PayGPrice: '1000',
        CostInBillingCurrency: '0.012366795621712532',
      },
      ['34.760647670440264', '0.012366795621712533', '1000', '0.35577'],
    ],
    ['list: never 0 for want of a public price', { PayGPrice: '0' }, ['4.8', '4.8', null, '0.2']],
    [
      'the cost where there is no price at all',
      { PayGPrice: '0', UnitPrice: '' },
      ['4.8', '4.8', null, null],
    ],
    [
      'unknown where a benefit covers it and there is no price',
      covered('1.5', { PayGPrice: '0', UnitPrice: '0' }),
      [null, null, null, null],
    ],
    [
      'the public cost of a customer agreement',
      { paygCostInBillingCurrency: '7' },
      ['7', '4.8', '0.25', '0.2'],
    ],
    ['a public cost of 0 is none', { paygCostInBillingCurrency: '0' }, ['6', '4.8', '0.25', '0.2']],
    ['in the billing currency', rate, ['3', '2.4', '0.125', '0.1']],
    [
      'one currency needs no rate',
      { ...rate, pricingCurrency: 'EUR', exchangeRatePricingToBilling: '' },
      ['6', '4.8', '0.25', '0.2'],
    ],
    ['nothing for what nobody used', unused('1'), ['0', '0', null, null]],
    [
      'the cost where the product is too large to keep',
      { Quantity: '9999999', PayGPrice: '9999999', UnitPrice: '9999999' },
      ['4.8', '4.8', '9999999', '9999999'],
    ],
  ])('%s', async (_, record, expected) => {
    const found = await charge(record, ...columns);
    expect(found.map(cell => (cell === null ? null : moneyText(cell)))).toEqual(expected);
  });

  test('a missing public price is said once a file', async () => {
    await atDesk(async desk => {
      const text = azureFile({ PayGPrice: '0' }, { PayGPrice: '' }, {}, unused('1'));

      const { findings } = await desk.import(desk.file('bill.csv', text));

      expect(findings.find(({ code }) => code === 'list-price-missing')).toMatchObject({
        severity: 'info',
        message: expect.stringMatching(/^2 usage charges/),
      });
    });
  });
});

describe('days and billing periods', () => {
  const columns = ['ChargePeriodStart', 'ChargePeriodEnd', 'BillingPeriodStart', 'BillingPeriodEnd'];
  const period = (start: string, end: string) => ({
    BillingPeriodStartDate: start,
    BillingPeriodEndDate: end,
  });

  test.each<readonly [string, AzureRecord, readonly unknown[]]>([
    ['the last day of a period is in it', {}, ['2025-09-02', '2025-09-03', '2025-09-01', '2025-10-01']],
    [
      'ISO dates',
      { Date: '2025-09-30', ...period('2025-09-01', '2025-09-30') },
      ['2025-09-30', '2025-10-01', '2025-09-01', '2025-10-01'],
    ],
    [
      'a period that ends with the next month is exclusive',
      period('2025-09-01', '2025-10-01'),
      ['2025-09-02', '2025-09-03', '2025-09-01', '2025-10-01'],
    ],
    [
      'a period that starts within a month may end on a first day',
      period('9/2/2025', '10/1/2025'),
      ['2025-09-02', '2025-09-03', '2025-09-02', '2025-10-02'],
    ],
    [
      'no period: the month of the day',
      period('', ''),
      ['2025-09-02', '2025-09-03', '2025-09-01', '2025-10-01'],
    ],
  ])('%s', async (_, record, expected) => {
    expect(await charge(record, ...columns)).toEqual(expected);
  });
});

describe('resources, tags and names', () => {
  test('one resource has one id, however its case and its first slash are written', async () => {
    await atDesk(async desk => {
      const id = '/subscriptions/S/resourceGroups/RG-1/providers/Microsoft.Compute/virtualMachines/VM-1';
      const text = azureFile(
        { ResourceId: id },
        { ResourceId: id.toLowerCase() },
        { ResourceId: id.slice(1) },
      );
      await desk.import(desk.file('bill.csv', text));

      expect(await desk.query('SELECT DISTINCT ResourceId, ResourceType FROM charges')).toEqual([
        [id.toLowerCase(), 'microsoft.compute/virtualmachines'],
      ]);
      expect(await desk.query('SELECT ResourceName FROM charges ORDER BY row')).toEqual([
        ['VM-1'],
        ['vm-1'],
        ['VM-1'],
      ]);
    });
  });

  test.each([
    ['"env": "dev","team": "data"', '{"env": "dev","team": "data"}'],
    ['{"env": "dev"}', '{"env": "dev"}'],
    ['"a": "1"," a": "2"', '{"a": "1"," a": "2"}'],
    ['{}', null],
    ['', null],
  ])('tags %s', async (tags, expected) => {
    expect(await charge({ Tags: tags }, 'Tags')).toEqual([expected]);
  });

  test.each([
    ['Azure', '', 'Microsoft'],
    ['Marketplace', 'Canonical', 'Canonical'],
    ['Marketplace', '', 'Marketplace'],
  ])('the publisher of %s named %j is %s', async (type, name, expected) => {
    expect(await charge({ PublisherType: type, PublisherName: name }, 'PublisherName')).toEqual([expected]);
  });

  test('the size of a machine is read from details that are no JSON too', async () => {
    const details = '"ImageType": null, "ServiceType": "Standard_D4s_v5"';

    expect(await charge({ AdditionalInfo: details }, 'x_InstanceType')).toEqual(['Standard_D4s_v5']);
  });

  test('a meter category says more than a service family', async () => {
    const record = { MeterCategory: 'Load Balancer', ServiceFamily: 'Compute' };

    expect(await charge(record, 'ServiceName', 'ServiceCategory')).toEqual(['Load Balancer', 'Networking']);
    expect(
      await charge({ MeterCategory: 'New', ServiceFamily: 'AI + Machine Learning' }, 'ServiceCategory'),
    ).toEqual(['AI and Machine Learning']);
  });
});

describe('costs', () => {
  test('an empty cost in the billing currency is taken from the older column', async () => {
    const record = { CostInBillingCurrency: '', Cost: '1.25' };

    expect(await charge(record, 'BilledCost', 'EffectiveCost')).toEqual(['1.25', '1.25']);
  });

  test('a cost that is missing or unreadable is said', async () => {
    await atDesk(async desk => {
      const text = azureFile({}, { CostInBillingCurrency: '' }, { CostInBillingCurrency: '1,5' });

      const { findings, rows } = await desk.import(desk.file('bill.csv', text));

      expect(rows).toBe(2);
      expect(findings).toMatchObject([
        { code: 'unreadable-number', severity: 'error', source: { row: 4, column: 'CostInBillingCurrency' } },
        { code: 'missing-amount', source: { row: 3, column: 'CostInBillingCurrency' } },
      ]);
    });
  });

  test('a record left out of a merged file is still said', async () => {
    await atDesk(async desk => {
      const actual = azureFile({}, covered('0'), { CostInBillingCurrency: 'x' });

      const { findings } = await desk.import(
        desk.file('a.csv', actual),
        desk.file('b.csv', azureFile({}, covered('1'))),
      );

      expect(findings.map(({ code, source }) => [code, source?.row])).toContainEqual([
        'unreadable-number',
        4,
      ]);
    });
  });

  test('usage of a pay-as-you-go subscription has the columns of the older file', async () => {
    await atDesk(async desk => {
      const header = [
        'SubscriptionGuid',
        'UsageDateTime',
        'MeterId',
        'UsageQuantity',
        'ResourceRate',
        'PreTaxCost',
        'InstanceId',
        'Currency',
      ];
      const record = ['AB', '2019-07-29', 'm', '2', '0.5', '1', '/Subscriptions/AB/x', 'USD'];

      await desk.import(desk.file('usage.csv', csv(header, [record])));

      expect(
        await desk.query(
          `SELECT SubAccountId, ResourceId, ChargeCategory, CAST(PricingQuantity AS DOUBLE), CAST(ContractedCost AS DOUBLE),
             CAST(BilledCost AS DOUBLE), BillingCurrency, CAST(BillingPeriodEnd AS VARCHAR) FROM charges`,
        ),
      ).toEqual([['ab', '/subscriptions/ab/x', 'Usage', 2, 1, 1, 'USD', '2019-08-01 00:00:00']]);
    });
  });
});
