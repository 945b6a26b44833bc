import { describe, expect, test } from 'vitest';
import { atDesk, csv, type Desk } from './workspace.ts';

const RECORD: Readonly<Record<string, string>> = {
  billing_account_id: '01A2B3-C4D5E6-F70001',
  'service.id': '6F81-5844-456A',
  'service.description': 'Compute Engine',
  'sku.id': 'AAAA-BBBB-CCCC',
  'sku.description': 'N2 Instance Core running in EMEA',
  usage_start_time: '2025-09-02 00:00:00 UTC',
  usage_end_time: '2025-09-02 01:00:00 UTC',
  'project.id': 'aster-prod',
  'project.name': 'Aster-Prod',
  'project.labels': '[]',
  labels: '[]',
  system_labels: '[]',
  'location.location': 'europe-west1',
  'location.region': 'europe-west1',
  'location.zone': 'europe-west1-b',
  cost: '10',
  currency: 'USD',
  'usage.amount': '3600',
  'usage.unit': 'seconds',
  'usage.amount_in_pricing_units': '1',
  'usage.pricing_unit': 'hour',
  credits: '[]',
  'invoice.month': '202509',
  cost_type: 'regular',
};

/** A CSV export of records that name only what differs. */
function exportFile(
  records: readonly Readonly<Record<string, string>>[],
  without: readonly string[] = [],
): string {
  const header = [...new Set([RECORD, ...records].flatMap(record => Object.keys(record)))].filter(
    name => !without.includes(name),
  );
  return csv(
    header,
    records.map(record => header.map(name => ({ ...RECORD, ...record })[name] ?? '')),
  );
}

/** Columns of the rows in the order of the file. */
async function rows(desk: Desk, columns: string): Promise<readonly (readonly unknown[])[]> {
  return desk.query(`SELECT ${columns} FROM charges WHERE NOT x_Bad ORDER BY row`);
}

/** Imports records and reads columns of every row. */
async function read(
  records: readonly Readonly<Record<string, string>>[],
  columns: string,
): Promise<readonly (readonly unknown[])[]> {
  return atDesk(async desk => {
    await desk.import(desk.file('export.csv', exportFile(records)));
    return rows(desk, columns);
  });
}

describe('the billed cost is the cost and every credit', () => {
  test.each([
    ['none', '[]', '10'],
    ['an empty cell', '', '10'],
    ['JSON', '[{"name":"a","amount":-1.5,"type":"DISCOUNT"}]', '8.5'],
    ['JSON with amounts as text', '[{"amount":"-1.25"},{"amount":"-0.25"}]', '8.5'],
    ['an object instead of a list', '{"amount":-1.5}', '8.5'],
    ['the notation of Java', '[{"amount":-1.5E-7},{"amount":-5e-06}]', '9.99999485'],
    ['Python', `[{'name': "it's", 'amount': -1.5, 'full_name': None, 'type': 'PROMOTION'}]`, '8.5'],
    ['Python with Decimal', `[{'amount': Decimal('-1.5')}, {'amount': Decimal('-1')}]`, '7.5'],
    ['NumPy', `[{'amount': -1.5}\n {'amount': -1}]`, '7.5'],
    ['a sum made before', '-1.5', '8.5'],
    ['null amounts', '[{"amount":null},{"amount":-1},{"name":"x"}]', '9'],
    ['an amount inside a text', `[{"name":"'amount': 7, {\\"amount\\": 8","amount":-1}]`, '9'],
    ['more credit than cost', '[{"amount":-12.5}]', '-2.5'],
    [
      'more digits than a double',
      '[{"amount":-0.123456789012345678},{"amount":-0.000000000000000001}]',
      '9.876543210987654321',
    ],
    ['24 decimals', '[{"amount":-0.000000000000000000000001},{"amount":-1}]', '8.999999999999999999999999'],
  ])('with %s', async (_name, credits, billed) => {
    await atDesk(async desk => {
      const result = await desk.import(desk.file('export.csv', exportFile([{ credits }])));

      expect(result.totals).toMatchObject([
        { billedCost: billed, effectiveCost: billed, contractedCost: '10' },
      ]);
      expect(result.findings).toEqual([]);
    });
  });

  test.each([
    ['cut off', '[{"amount":-1.5'],
    ['not a number', '[{"amount":"free"}]'],
    ['one of several not a number', '[{"amount":-1},{"amount":"free"}]'],
    ['an amount given twice', '[{"amount":-1,"amount":-2}]'],
    ['infinite', '[{"amount":-Infinity},{"amount":1}]'],
    ['1e308', '[{"amount":1e308},{"amount":-1e308}]'],
    ['text', 'see invoice'],
  ])('and a record whose credits are unreadable is left out and said: %s', async (_name, credits) => {
    await atDesk(async desk => {
      const result = await desk.import(desk.file('export.csv', exportFile([{ cost: '3' }, { credits }])));

      expect(result.totals).toMatchObject([{ billedCost: '3' }]);
      expect(result.findings).toMatchObject([{ severity: 'error', source: { row: 3, column: 'credits' } }]);
    });
  });

  test('and a sum that must be rounded is said', async () => {
    await atDesk(async desk => {
      const credits = '[{"amount":-1},{"amount":1.1e-30}]';
      const result = await desk.import(desk.file('export.csv', exportFile([{ credits }])));

      expect(result.totals).toMatchObject([{ billedCost: '9' }]);
      expect(result.findings).toMatchObject([{ code: 'inexact-number', source: { column: 'credits' } }]);
    });
  });

  test('unnested credits are added and their danger is said', async () => {
    await atDesk(async desk => {
      const text = exportFile([{ 'credits.amount': '-2', 'credits.type': 'DISCOUNT' }], ['credits']);
      const result = await desk.import(desk.file('export.csv', text));

      expect(result.totals).toMatchObject([{ billedCost: '8' }]);
      expect(result.findings).toMatchObject([{ code: 'unnested-credits' }]);
    });
  });

  test('a file without credits says so', async () => {
    await atDesk(async desk => {
      const result = await desk.import(desk.file('export.csv', exportFile([{}], ['credits'])));

      expect(result.findings).toMatchObject([
        { code: 'missing-column', message: expect.stringContaining('credits') },
      ]);
    });
  });
});

test('names with underscores are the same columns', async () => {
  await atDesk(async desk => {
    const text = exportFile([{ credits: '[{"amount":-4}]' }]);
    const [header = '', ...lines] = text.split('\n');
    await desk.import(desk.file('export.csv', [header.replaceAll('.', '_'), ...lines].join('\n')));

    expect(await rows(desk, 'CAST(BilledCost AS DOUBLE), ServiceName, SubAccountId, RegionId')).toEqual([
      [6, 'Compute Engine', 'aster-prod', 'europe-west1'],
    ]);
  });
});

describe('the kind of a charge', () => {
  const COMMITMENT = 'Commitment - dollar based v1: Compute Flexible for 1 year';
  test.each([
    ['usage', {}, ['Usage', null, 'Usage-Based', 'Standard']],
    ['spot', { 'sku.description': 'Spot Preemptible N2 Core' }, ['Usage', null, 'Usage-Based', 'Dynamic']],
    ['tax', { cost_type: 'tax', 'project.id': '' }, ['Tax', null, 'Recurring', null]],
    ['rounding', { cost_type: 'rounding_error' }, ['Adjustment', null, 'Usage-Based', null]],
    [
      'adjustment',
      { cost_type: 'adjustment', 'adjustment_info.mode': 'COMPLETE_NEGATION', cost: '-3' },
      ['Adjustment', 'Correction', 'Usage-Based', null],
    ],
    ['fee', { 'sku.description': COMMITMENT }, ['Purchase', null, 'Recurring', 'Standard']],
    [
      'fee that a credit takes off',
      { 'sku.description': 'Flex CUD', credits: '[{"amount":-10,"type":"FEE_UTILIZATION_OFFSET"}]' },
      ['Purchase', null, 'Recurring', 'Standard'],
    ],
    [
      'covered usage',
      { credits: '[{"amount":-1,"id":"c","type":"COMMITTED_USAGE_DISCOUNT"}]' },
      ['Usage', null, 'Usage-Based', 'Committed'],
    ],
    [
      'pure credit',
      { cost: '0', credits: '[{"amount":-12.5,"type":"PROMOTION"}]' },
      ['Credit', null, 'Usage-Based', 'Standard'],
    ],
    [
      'promotion on usage',
      { credits: '[{"amount":-10,"type":"PROMOTION"}]' },
      ['Usage', null, 'Usage-Based', 'Standard'],
    ],
    ['support', { 'service.description': 'Support' }, ['Usage', null, 'Recurring', 'Standard']],
  ])('%s', async (_name, record, expected) => {
    const columns = 'ChargeCategory, ChargeClass, ChargeFrequency, PricingCategory';

    expect(await read([record], columns)).toEqual([expected]);
  });
});

describe('commitments', () => {
  const COLUMNS =
    'CommitmentDiscountId, CommitmentDiscountCategory, CommitmentDiscountStatus, x_CommitmentTerm, CAST(ContractedCost AS DOUBLE)';
  test.each([
    [
      'fee of resources',
      { 'sku.description': 'Commitment v1: N2 Cpu in EMEA for 3 Year', 'subscription.instance_id': 'sub-1' },
      ['sub-1', 'Usage', null, '3yr', 10],
    ],
    [
      'fee of spend',
      {
        'sku.description': 'Commitment - dollar based v1: Flexible for 1 year',
        'subscription.instance_id': 'sub-2',
      },
      ['sub-2', 'Spend', null, '1yr', 10],
    ],
    [
      'covered by a credit',
      { credits: `[{'amount': -4, 'id': 'CUD', 'type': 'COMMITTED_USAGE_DISCOUNT_DOLLAR_BASE'}]` },
      ['CUD', 'Spend', 'Used', null, 10],
    ],
    [
      'priced by a consumption model',
      {
        'consumption_model.description': 'Compute Flexible CUDs 1 Year',
        'subscription.instance_id': 'sub-3',
        cost_at_effective_price_default: '14',
      },
      ['sub-3', 'Spend', 'Used', '1yr', 14],
    ],
    [
      'the default model',
      { 'consumption_model.description': 'Default', cost_at_effective_price_default: '14' },
      [null, null, null, null, 10],
    ],
  ])('%s', async (_name, record, expected) => {
    expect(await read([record], COLUMNS)).toEqual([expected]);
  });
});

describe('the billing month', () => {
  test.each([
    ['is that of the invoice', '202508', '2025-08', '2025-09'],
    ['is read from a float of pandas', '202512.0', '2025-12', '2026-01'],
    ['is the month of the usage in California without one', '', '2025-08', '2025-09'],
  ])('%s', async (_name, month, start, end) => {
    const record = { 'invoice.month': month, usage_start_time: '2025-09-01T03:00:00Z' };
    const columns = "strftime(BillingPeriodStart, '%Y-%m'), strftime(BillingPeriodEnd, '%Y-%m')";

    expect(await read([record], columns)).toEqual([[start, end]]);
  });

  test('that is none is a finding', async () => {
    await atDesk(async desk => {
      const text = exportFile([{ 'invoice.month': '202513' }]);
      const result = await desk.import(desk.file('export.csv', text));

      expect(result.findings).toMatchObject([
        { code: 'unreadable-time', source: { row: 2, column: 'invoice.month' } },
      ]);
    });
  });
});

describe('labels and tags', () => {
  test.each([
    ['JSON', '[{"key":"team","value":"shop"}]', '[]', '{"team":"shop"}'],
    ['Python', `[{'key': 'team', 'value': "it's"}]`, '', `{"team":"it's"}`],
    ['an object', '{"team":"shop"}', '[]', '{"team":"shop"}'],
    ['inherited from the project', '[]', '[{"key":"team","value":"all"}]', '{"team":"all"}'],
    [
      'of the resource come before those of the project',
      '[{"key":"team","value":"shop"}]',
      '[{"key":"team","value":"all"},{"key":"cc","value":"1"}]',
      '{"team":"shop","cc":"1"}',
    ],
    ['quotes', String.raw`[{"key":"a\"b","value":"c\\d"}]`, '[]', String.raw`{"a\"b":"c\\d"}`],
    ['nothing', '[]', '[]', null],
    ['cut off', '[{"key":', '[]', null],
  ])('%s', async (_name, labels, projectLabels, tags) => {
    expect(await read([{ labels, 'project.labels': projectLabels }], 'Tags')).toEqual([[tags]]);
  });

  test('name the machine', async () => {
    const labels = `[{'key': 'compute.googleapis.com/machine_spec', 'value': 'e2-medium'}]`;

    expect(await read([{ system_labels: labels }], 'x_InstanceType')).toEqual([['e2-medium']]);
  });
});

test('a resource has the global name as its id, and a type', async () => {
  const name = '//compute.googleapis.com/projects/1/zones/z/instances/7';
  const record = { 'resource.name': 'vm-1', 'resource.global_name': name };

  expect(
    await read([record, { 'resource.name': 'vm-2' }, {}], 'ResourceId, ResourceName, ResourceType'),
  ).toEqual([
    [name, 'vm-1', 'compute.googleapis.com/instances'],
    ['vm-2', 'vm-2', null],
    [null, null, null],
  ]);
});

test('a third party is the publisher of what it sells', async () => {
  const records = [
    { transaction_type: 'THIRD_PARTY_RESELLER', seller_name: 'Datalake Inc.' },
    { transaction_type: 'GOOGLE', seller_name: 'Google Ireland Ltd' },
  ];

  expect(await read(records, 'PublisherName, ProviderName')).toEqual([
    ['Datalake Inc.', 'Google Cloud'],
    ['Google Cloud', 'Google Cloud'],
  ]);
});

test('structures in one cell are read too', async () => {
  await atDesk(async desk => {
    const header = [
      'billing_account_id',
      'service',
      'sku',
      'project',
      'invoice',
      'cost',
      'credits',
      'currency',
      'cost_type',
    ];
    const record = [
      '01',
      '{"id":"6F81","description":"Compute Engine"}',
      `{'id': 'AA', 'description': 'N2 "Core"'}`,
      `{'id': 'aster', 'name': None}`,
      '{"month":"202509"}',
      '1',
      '[]',
      'USD',
      'regular',
    ];
    await desk.import(desk.file('export.csv', csv(header, [record])));

    const columns =
      "ServiceName, SkuMeter, SubAccountId, SubAccountName, strftime(BillingPeriodStart, '%Y-%m')";
    expect(await rows(desk, columns)).toEqual([['Compute Engine', 'N2 "Core"', 'aster', null, '2025-09']]);
  });
});

test('stored bytes are consumed in their pricing unit, which numbers have room for', async () => {
  const record = {
    'usage.amount': '4.248739703999693e+17',
    'usage.unit': 'byte-seconds',
    'usage.amount_in_pricing_units': '152.6',
    'usage.pricing_unit': 'gibibyte month',
  };

  expect(await read([record], 'CAST(ConsumedQuantity AS DOUBLE), ConsumedUnit')).toEqual([
    [152.6, 'gibibyte month'],
  ]);
});
