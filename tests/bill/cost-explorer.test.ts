import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decimal, toText } from '../../src/engine/money.ts';
import { answer, group, type Metrics, period } from './cost-explorer-answers.ts';
import { atDesk, type Desk } from './workspace.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/bills/aws');

/** Sums made by a program that shares no code with this one. */
type Expected = {
  readonly files: readonly string[];
  readonly rows: number;
  readonly estimatedPeriods: number;
  readonly totalsByMetric: Readonly<Record<string, string>>;
  readonly unblendedCostByKey: Readonly<Record<string, string>>;
  readonly unblendedCostByPeriod: Readonly<Record<string, string>>;
};

const CASES: readonly (readonly [name: string, folder: string, key: string, version: string])[] = [
  ['ce-cloudtoolbox', 'cost-explorer-account', 'ServiceName', 'DAILY by SERVICE'],
  ['ce-gen-aster-MONTHLY-SERVICE', 'cost-explorer-generated', 'ServiceName', 'MONTHLY by SERVICE'],
  [
    'ce-gen-aster-MONTHLY-RECORD_TYPE',
    'cost-explorer-generated',
    'ChargeDescription',
    'MONTHLY by RECORD_TYPE',
  ],
  ['ce-gen-aster-DAILY-total', 'cost-explorer-generated', "'(total)'", 'DAILY total'],
  ['ce-gen-aster-paged', 'cost-explorer-generated', 'SubAccountId', 'DAILY by LINKED_ACCOUNT'],
];

async function sums(desk: Desk, key: string): Promise<Record<string, string>> {
  const rows = await desk.query(`SELECT ${key}, CAST(sum(BilledCost) AS VARCHAR) FROM charges GROUP BY 1`);
  return Object.fromEntries(rows.map(([name, amount]) => [String(name), toText(decimal(String(amount)))]));
}

/** One row of the store as text. */
async function first(desk: Desk, columns: string): Promise<readonly unknown[]> {
  const rows = await desk.query(`SELECT ${columns} FROM charges ORDER BY row`);
  expect(rows.length).toBeGreaterThan(0);
  return rows[0] ?? [];
}

async function importAnswer(desk: Desk, document: unknown) {
  return desk.import(desk.file('answer.json', JSON.stringify(document)));
}

describe('answers add up to their independent sums, to the last digit', () => {
  test.each(CASES)('%s', async (name, folder, key, version) => {
    await atDesk(async desk => {
      const all = JSON.parse(readFileSync(join(ROOT, folder, 'expected.json'), 'utf8')) as Record<
        string,
        Expected
      >;
      const expected = all[name];
      if (expected === undefined) throw new Error(`no expectation of ${name}`);

      const result = await desk.import(...expected.files.map(file => join(ROOT, folder, file)));

      expect(new Set(result.files.map(file => `${file.format} ${file.version}`))).toEqual(
        new Set([`aws-cost-explorer ${version}`]),
      );
      expect(result.files.reduce((rows, file) => rows + file.rows, 0)).toBe(expected.rows);
      const { UnblendedCost: billed, AmortizedCost: effective = billed } = expected.totalsByMetric;
      expect(result.totals).toEqual([
        {
          currency: 'USD',
          billedCost: billed,
          effectiveCost: effective,
          listCost: null,
          contractedCost: null,
        },
      ]);
      expect(await sums(desk, key)).toEqual(expected.unblendedCostByKey);
      expect(await sums(desk, "strftime(ChargePeriodStart, '%Y-%m-%d')")).toEqual(
        expected.unblendedCostByPeriod,
      );
      expect(await desk.query('SELECT DISTINCT ResourceId FROM charges')).toEqual([[null]]);
      const estimated = result.findings.filter(({ code }) => code === 'estimated-amounts');
      expect(estimated.map(({ message }) => Number.parseInt(message, 10))).toEqual(
        expected.estimatedPeriods === 0 ? [] : [expected.estimatedPeriods],
      );
    });
  });

  test('pages name their accounts', async () => {
    await atDesk(async desk => {
      const folder = join(ROOT, 'cost-explorer-generated');
      const pages = [1, 2, 3].map(
        page => `${folder}/generated-aster-retail-GetCostAndUsage-DAILY-LINKED_ACCOUNT-page${page}.json`,
      );

      const result = await desk.import(...pages);

      expect(result.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
      expect(
        await desk.query('SELECT DISTINCT SubAccountId, SubAccountName FROM charges ORDER BY 1'),
      ).toEqual([
        ['210000000011', 'aster-payer'],
        ['310000000011', 'aster-prod'],
        ['310000000022', 'aster-dev'],
      ]);
    });
  });
});

describe('which metric is the invoice', () => {
  const cases: readonly (readonly [string, Metrics, string | null, string, readonly string[]])[] = [
    ['unblended and amortised', { UnblendedCost: '3', AmortizedCost: '2' }, '3', '2', []],
    [
      'unblended before net, amortised before net',
      {
        NetUnblendedCost: '9',
        UnblendedCost: '3',
        NetAmortizedCost: '8',
        AmortizedCost: '2',
        BlendedCost: '7',
      },
      '3',
      '2',
      [],
    ],
    [
      'net where there is nothing else',
      { NetUnblendedCost: '3', NetAmortizedCost: '2' },
      '3',
      '2',
      ['net-cost'],
    ],
    ['unblended stands in for amortised', { UnblendedCost: '3' }, '3', '3', ['missing-column']],
    ['amortised is not what is billed', { AmortizedCost: '2' }, null, '2', ['missing-column']],
  ];

  test.each(cases)('%s', async (_name, metrics, billed, effective, codes) => {
    await atDesk(async desk => {
      const result = await importAnswer(
        desk,
        answer([period('2025-09-01', '2025-10-01', [group(['Usage'], metrics)])]),
      );

      expect(result.totals).toMatchObject([
        { currency: 'USD', billedCost: billed, effectiveCost: effective },
      ]);
      const found = result.findings.map(({ code }) => code);
      expect(found.filter(code => code !== 'inferred-groups')).toEqual(codes);
    });
  });

  test.each([
    ['blended costs', { BlendedCost: '3' }],
    ['usage', { UsageQuantity: '3' }],
  ])('%s alone are no bill', async (_name, metrics) => {
    await atDesk(async desk => {
      const document = answer([period('2025-09-01', '2025-10-01', [group(['Usage'], metrics)])]);

      await expect(importAnswer(desk, document)).rejects.toMatchObject({
        code: 'missing-column',
        exitCode: 3,
        message: expect.stringContaining('answer.json') as string,
      });
    });
  });

  test('amounts keep every digit, as text, as number and with an exponent', async () => {
    await atDesk(async desk => {
      const text = `{"ResultsByTime":[{"TimePeriod":{"Start":"2025-09-01","End":"2025-10-01"},"Groups":[
        {"Keys":["Tax"],"Metrics":{"UnblendedCost":{"Amount":"0.123456789012345678","Unit":"USD"}}},
        {"Keys":["Usage"],"Metrics":{"UnblendedCost":{"Amount":12345678.123456789,"Unit":"USD"}}},
        {"Keys":["Credit"],"Metrics":{"UnblendedCost":{"Amount":"-1.5E-9","Unit":"USD"}}}]}]}`;

      const result = await desk.import(desk.file('answer.json', text));

      expect(result.totals[0]?.billedCost).toBe('12345678.246913576512345678');
    });
  });

  test('quantities are read only with a unit: others add hours to gigabytes', async () => {
    await atDesk(async desk => {
      const groups = ['N/A', 'Hrs'].map(unit => ({
        Keys: [unit],
        Metrics: { UnblendedCost: { Amount: '1', Unit: 'USD' }, UsageQuantity: { Amount: '5', Unit: unit } },
      }));
      await importAnswer(
        desk,
        answer([period('2025-09-01', '2025-10-01', groups)], { groups: ['USAGE_TYPE'] }),
      );

      const rows = await desk.query(
        'SELECT x_UsageType, CAST(ConsumedQuantity AS DOUBLE), ConsumedUnit, BillingCurrency FROM charges ORDER BY row',
      );

      expect(rows).toEqual([
        ['N/A', null, null, 'USD'],
        ['Hrs', 5, 'Hrs', 'USD'],
      ]);
    });
  });
});

describe('record types are line item types', () => {
  test.each([
    ['Usage', 'Usage', null, 'Usage-Based', 'Standard', 'Usage'],
    ['DiscountedUsage', 'Usage', null, 'Usage-Based', 'Committed', 'DiscountedUsage'],
    ['Reservation applied usage', 'Usage', null, 'Usage-Based', 'Committed', 'DiscountedUsage'],
    ['Savings Plan Covered Usage', 'Usage', null, 'Usage-Based', 'Committed', 'SavingsPlanCoveredUsage'],
    ['SavingsPlanNegation', 'Usage', null, 'Usage-Based', 'Committed', 'SavingsPlanNegation'],
    ['SavingsPlanRecurringFee', 'Purchase', null, 'Recurring', 'Standard', 'SavingsPlanRecurringFee'],
    ['Savings Plan Upfront Fee', 'Purchase', null, 'One-Time', 'Standard', 'SavingsPlanUpfrontFee'],
    ['Recurring reservation fee', 'Purchase', null, 'Recurring', 'Standard', 'RIFee'],
    ['Upfront reservation fee', 'Purchase', null, 'One-Time', 'Standard', 'Fee'],
    ['Other out-of-cycle charges', 'Purchase', null, 'One-Time', 'Standard', 'Fee'],
    ['Support fee', 'Purchase', null, 'One-Time', 'Standard', 'Fee'],
    ['Tax', 'Tax', null, 'Recurring', null, 'Tax'],
    ['Credit', 'Credit', null, 'Usage-Based', null, 'Credit'],
    ['Refund', 'Usage', 'Correction', 'Usage-Based', 'Standard', 'Refund'],
    ['Enterprise Discount Program Discount', 'Usage', null, 'Usage-Based', 'Standard', 'Discount'],
    ['Something new', 'Usage', null, 'Usage-Based', 'Standard', 'Something new'],
  ])('%s', async (recordType, ...expected) => {
    await atDesk(async desk => {
      const result = await importAnswer(
        desk,
        answer([period('2025-09-01', '2025-10-01', [group([recordType])])], { groups: ['RECORD_TYPE'] }),
      );

      expect(result.findings).toEqual([]);
      expect(
        await first(
          desk,
          'ChargeCategory, ChargeClass, ChargeFrequency, PricingCategory, x_LineItemType, ChargeDescription',
        ),
      ).toEqual([...expected, recordType]);
    });
  });

  test.each([
    ['Amazon Simple Storage Service', 'Usage', null, 'Storage'],
    ['Tax', 'Tax', null, null],
    ['Refund', 'Usage', 'Correction', null],
    ['Savings Plans for AWS Compute usage', 'Purchase', null, 'Compute'],
  ])('without them the service %s says what it can', async (service, ...expected) => {
    await atDesk(async desk => {
      const result = await importAnswer(
        desk,
        answer([period('2025-09-01', '2025-10-01', [group([service])])], { groups: ['SERVICE'] }),
      );

      expect(result.findings).toMatchObject([{ code: 'mixed-charges', severity: 'info' }]);
      expect(await first(desk, 'ChargeCategory, ChargeClass, ServiceCategory')).toEqual(expected);
    });
  });
});

describe('groups', () => {
  test.each([
    [
      ['SERVICE', 'REGION'],
      ['EC2 - Other', 'eu-west-1'],
      'ServiceName, RegionId',
      ['EC2 - Other', 'eu-west-1'],
    ],
    [['REGION'], ['NoRegion'], 'RegionId', [null]],
    [['REGION'], ['global'], 'RegionId', [null]],
    [['AZ'], ['eu-west-1a'], 'AvailabilityZone', ['eu-west-1a']],
    [
      ['USAGE_TYPE', 'OPERATION'],
      ['BoxUsage:m5.large', 'RunInstances'],
      'x_UsageType, SkuMeter, x_Operation',
      ['BoxUsage:m5.large', 'BoxUsage:m5.large', 'RunInstances'],
    ],
    [['INSTANCE_TYPE'], ['NoInstanceType'], 'x_InstanceType', [null]],
    [['PURCHASE_TYPE'], ['Spot Instances'], 'PricingCategory', ['Dynamic']],
    [['PURCHASE_TYPE'], ['Standard Reserved Instances'], 'PricingCategory', ['Committed']],
    [
      ['LEGAL_ENTITY_NAME', 'INVOICING_ENTITY'],
      ['Datadog', 'AWS EMEA'],
      'PublisherName, InvoiceIssuerName',
      ['Datadog', 'AWS EMEA'],
    ],
  ])('%s %s', async (groups, keys, columns, expected) => {
    await atDesk(async desk => {
      await importAnswer(desk, answer([period('2025-09-01', '2025-10-01', [group(keys)])], { groups }));

      expect(await first(desk, columns)).toEqual(expected);
    });
  });

  test.each([
    ['TAG', 'env', 'env$prod', 'Tags', '{"env":"prod"}'],
    ['TAG', 'env', 'env$', 'Tags', null],
    ['TAG', 'a"b\\c', 'a"b\\c$x$y', 'Tags', '{"a\\"b\\\\c":"x$y"}'],
    ['COST_CATEGORY', 'Team', 'Team$Shop', 'x_CostCategories', '{"Team":"Shop"}'],
  ])('%s %s: %s', async (type, key, value, column, expected) => {
    await atDesk(async desk => {
      await importAnswer(
        desk,
        answer([period('2025-09-01', '2025-10-01', [group([value])])], {
          groups: [{ Type: type, Key: key }],
        }),
      );

      expect(await first(desk, column)).toEqual([expected]);
    });
  });

  test('that have no place in a bill are told and their amounts are read', async () => {
    await atDesk(async desk => {
      const result = await importAnswer(
        desk,
        answer(
          [
            period('2025-09-01', '2025-10-01', [
              group(['Linux/UNIX'], { UnblendedCost: '7', AmortizedCost: '7' }),
            ]),
          ],
          {
            groups: ['PLATFORM'],
          },
        ),
      );

      expect(result.totals[0]?.billedCost).toBe('7');
      expect(result.findings.find(({ code }) => code === 'unread-groups')?.message).toContain('PLATFORM');
    });
  });

  test.each([
    [['310000000011', '310000000022'], 'LINKED_ACCOUNT', 'SubAccountId'],
    [['Usage', 'Tax', 'EDP Discount'], 'RECORD_TYPE', 'ChargeDescription'],
    [['eu-west-1', 'global', 'us-gov-east-1'], 'REGION', "coalesce(RegionId, 'global')"],
    [['env$prod', 'env$'], 'TAG env', `concat('env$', Tags->>'$.env')`],
    [['Tax', 'AWS Glue'], 'SERVICE', 'ServiceName'],
  ])('without names: %s are %s', async (keys, name, column) => {
    await atDesk(async desk => {
      const result = await importAnswer(
        desk,
        answer([
          period(
            '2025-09-01',
            '2025-10-01',
            keys.map(key => group([key])),
          ),
        ]),
      );

      const inferred = result.findings.find(({ code }) => code === 'inferred-groups');
      expect(inferred).toMatchObject({
        severity: 'info',
        message: expect.stringContaining(`${name}.`) as string,
      });
      const rows = await desk.query(`SELECT ${column} FROM charges ORDER BY row`);
      expect(rows.map(([key]) => key)).toEqual(keys);
    });
  });

  test('with a key full of control characters leave none in names and findings', async () => {
    await atDesk(async desk => {
      const groups = [
        { Type: 'TAG', Key: 'a\u001b[31m\u202eb\n' },
        { Type: 'DIMENSION', Key: 'X\u001b]0;\u0007' },
      ];
      const result = await importAnswer(
        desk,
        answer([period('2025-09-01', '2025-10-01', [group(['x$y', 'z'])])], { groups }),
      );

      const texts = [...result.findings.map(({ message }) => message), result.files[0]?.version];
      expect(texts.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(result.files[0]?.version).toContain('MONTHLY by TAG a');
    });
  });

  test('are named by a request kept beside the answer', async () => {
    await atDesk(async desk => {
      const request = { Granularity: 'MONTHLY', GroupBy: [{ Type: 'DIMENSION', Key: 'OPERATION' }] };
      const response = answer([period('2025-09-01', '2025-10-01', [group(['RunInstances'])])]);

      const result = await importAnswer(desk, { request, response });

      expect(result.findings.map(({ code }) => code)).toEqual(['mixed-charges']);
      expect(await first(desk, 'x_Operation')).toEqual(['RunInstances']);
    });
  });
});

describe('periods', () => {
  test.each([
    ['2025-09-10', '2025-10-01', 'MONTHLY total', '2025-09-01', '2025-10-01'],
    ['2025-09-10', '2025-09-11', 'DAILY total', '2025-09-01', '2025-10-01'],
    ['2025-12-31T23:00:00Z', '2026-01-01T00:00:00Z', 'HOURLY total', '2025-12-01', '2026-01-01'],
  ])('%s to %s are %s', async (start, end, version, monthStart, monthEnd) => {
    await atDesk(async desk => {
      const result = await importAnswer(desk, answer([period(start, end, [])]));

      expect(result.files[0]?.version).toBe(version);
      const times = ['BillingPeriodStart', 'BillingPeriodEnd', 'ChargePeriodStart', 'ChargePeriodEnd'];
      expect(
        await first(desk, times.map(name => `strftime(${name}, '%Y-%m-%dT%H:%M:%SZ')`).join(', ')),
      ).toEqual([
        `${monthStart}T00:00:00Z`,
        `${monthEnd}T00:00:00Z`,
        start.includes('T') ? start : `${start}T00:00:00Z`,
        end.includes('T') ? end : `${end}T00:00:00Z`,
      ]);
    });
  });

  test('totals beside groups are not added to them', async () => {
    await atDesk(async desk => {
      const both = {
        ...period('2025-09-01', '2025-10-01', [group(['Usage'], { UnblendedCost: '2', AmortizedCost: '2' })]),
      };
      const document = answer([{ ...both, Total: { UnblendedCost: { Amount: '2', Unit: 'USD' } } }]);

      expect((await importAnswer(desk, document)).totals[0]?.billedCost).toBe('2');
    });
  });
});
