import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { extractBill } from '../../src/bill/extract/extract.ts';
import { summarizeBill } from '../../src/bill/query/summary.ts';
import { sum, toText } from '../../src/engine/money.ts';
import { atDesk, csv, curFile, type Desk, FOCUS_HEADER, focusRecord } from './workspace.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/bills');
const ASTER = join(ROOT, 'aws/cur-2-generated-csv/generated-aster-retail-00001.csv.gz');

type Record_ = Readonly<Record<string, string>>;

/** An hour of a machine, `day` and `hour` of September 2025. */
function hour(day: number, hourOfDay: number, more: Record_ = {}): Record_ {
  const at = (h: number) => new Date(Date.UTC(2025, 8, day, h)).toISOString();
  return {
    line_item_resource_id: 'i-1',
    line_item_usage_type: 'BoxUsage:m5.large',
    line_item_operation: 'RunInstances',
    line_item_usage_amount: '1',
    line_item_unblended_cost: '0.096',
    pricing_unit: 'Hrs',
    line_item_usage_start_date: at(hourOfDay),
    line_item_usage_end_date: at(hourOfDay + 1),
    ...more,
  };
}

async function extractOf(lines: readonly Record_[]) {
  return atDesk(async desk => {
    await desk.import(desk.file('bill.csv', curFile(lines)));
    return extractBill({ workspace: desk.workspace });
  });
}

describe('lines', () => {
  test('add up to the bill, in every amount', async () => {
    await atDesk(async desk => {
      await desk.import(ASTER);

      const { lines } = await extractBill({ workspace: desk.workspace });

      const { totals, rows } = await summarizeBill({ workspace: desk.workspace, by: [] });
      expect(lines.reduce((total, line) => total + line.rows, 0)).toBe(rows);
      expect([
        {
          currency: 'USD',
          billedCost: toText(sum(lines.map(line => line.billedCost))),
          effectiveCost: toText(sum(lines.map(line => line.effectiveCost))),
          listCost: toText(sum(lines.map(line => line.listCost ?? '0'))),
          contractedCost: toText(sum(lines.map(line => line.contractedCost ?? '0'))),
        },
      ]).toEqual(totals);
    });
  });

  test('merge charges that agree in everything but time', async () => {
    const { lines } = await extractOf([
      hour(1, 0),
      hour(1, 1),
      hour(1, 2, { line_item_usage_type: 'BoxUsage:m5.xlarge' }),
    ]);

    expect(
      lines.map(({ usageType, rows, billedCost, pricingQuantity, chargeHours }) => [
        usageType,
        rows,
        billedCost,
        pricingQuantity,
        chargeHours,
      ]),
    ).toEqual([
      ['BoxUsage:m5.large', 2, '0.192', 2, 2],
      ['BoxUsage:m5.xlarge', 1, '0.096', 1, 1],
    ]);
  });

  test('a charge without service or category stays visible as unclassified', async () => {
    await atDesk(async desk => {
      await desk.import(
        desk.file('bill.csv', csv(FOCUS_HEADER, [focusRecord('1', { ServiceName: '', ChargeCategory: '' })])),
      );

      const { lines } = await extractBill({ workspace: desk.workspace });

      expect(lines).toMatchObject([
        { serviceName: 'unclassified', chargeCategory: 'unclassified', billedCost: '1' },
      ]);
    });
  });
});

describe('hourly usage', () => {
  test('puts every hour in its place, covered by a commitment or not', async () => {
    const covered = {
      line_item_line_item_type: 'SavingsPlanCoveredUsage',
      savings_plan_savings_plan_effective_cost: '0.07',
      line_item_unblended_cost: '0',
    };

    const { hourly, granularity, hours, findings } = await extractOf([
      hour(1, 0),
      hour(1, 1, covered),
      hour(30, 23, { line_item_usage_amount: '0.25' }),
      hour(30, 23, { ...covered, line_item_usage_amount: '0.5' }),
    ]);

    expect({ hours, granularity, findings }).toEqual({ hours: 720, granularity: 'hourly', findings: [] });
    expect(hourly).toHaveLength(1);
    const [profile] = hourly;
    expect(profile).toMatchObject({
      resourceId: 'i-1',
      usageType: 'BoxUsage:m5.large',
      operation: 'RunInstances',
      pricingCategory: 'Standard',
    });
    const used = [...(profile?.quantities ?? [])].flatMap((quantity, index) =>
      quantity === 0 ? [] : [[index, quantity]],
    );
    expect(used).toEqual([
      [0, 1],
      [1, 1],
      [719, 0.75],
    ]);
  });

  test('spreads a day evenly over its hours and says so', async () => {
    const day = hour(2, 0, {
      line_item_usage_amount: '12',
      line_item_usage_end_date: '2025-09-03T00:00:00.000Z',
    });

    const { hourly, granularity, findings } = await extractOf([day]);

    expect(granularity).toBe('daily');
    expect(findings).toMatchObject([{ code: 'partial-period' }, { code: 'usage-profile-flat' }]);
    const quantities = hourly[0]?.quantities ?? new Float64Array();
    expect([...quantities.slice(23, 49)]).toEqual([0, ...Array.from({ length: 24 }, () => 0.5), 0]);
  });

  test('keeps only what lies inside the period', async () => {
    const overlapping = hour(30, 12, {
      line_item_usage_amount: '24',
      line_item_usage_end_date: '2025-10-01T12:00:00.000Z',
    });

    const { hourly } = await extractOf([overlapping]);

    expect(hourly[0]?.quantities.reduce((total, quantity) => total + quantity, 0)).toBeCloseTo(12, 9);
  });

  test('tells spot apart', async () => {
    const { hourly } = await extractOf([
      hour(1, 0),
      hour(1, 0, { line_item_usage_type: 'SpotUsage:m5.large' }),
    ]);

    expect(hourly.map(({ usageType, pricingCategory }) => [usageType, pricingCategory])).toEqual([
      ['BoxUsage:m5.large', 'Standard'],
      ['SpotUsage:m5.large', 'Dynamic'],
    ]);
  });

  test.each([
    ['BoxUsage:m5.large', true],
    ['EUC1-BoxUsage:m5.large', true],
    ['USE2-SpotUsage:c5.large', true],
    ['DedicatedUsage:m5.large', true],
    ['InstanceUsage:db.r6g.large', true],
    ['Multi-AZUsage:db.r6g.large', true],
    ['NodeUsage:cache.r6g.large', true],
    ['USW2-Node:ra3.4xlarge', true],
    ['ESInstance:r6g.large', true],
    ['EUW1-Fargate-vCPU-Hours:perCPU', true],
    ['NatGateway-Hours', false],
    ['LoadBalancerUsage', false],
    ['EBS:VolumeUsage.gp3', false],
    ['PublicIPv4:InUseAddress', false],
    ['VpcEndpoint-Hours', false],
    ['TimedStorage-ByteHrs', false],
    ['ElasticIP:IdleAddress', false],
    ['EBSOptimized:m4.large', false],
    ['CPUCredits:t3', false],
  ])('%s is machine usage: %s', async (meter, isMachine) => {
    const { hourly } = await extractOf([hour(1, 0, { line_item_usage_type: meter })]);

    expect(hourly.map(({ usageType }) => usageType)).toEqual(isMachine ? [meter] : []);
  });

  test('of other providers is what a compute or database service bills in hours', async () => {
    await atDesk(async desk => {
      await desk.import(
        join(ROOT, 'azure/focus-1.2-generated/generated-aster-retail-focus-1.2.snappy.parquet'),
      );

      const { hourly, granularity } = await extractBill({ workspace: desk.workspace });

      expect(granularity).toBe('daily');
      expect(hourly.map(({ usageType }) => usageType)).toContain('F8s v2');
    });
  });

  test('of blocks of hours is counted in hours', async () => {
    const more = {
      ServiceCategory: 'Compute',
      PricingQuantity: '0.2',
      PricingUnit: '10 Hours',
      ConsumedQuantity: '2',
      ConsumedUnit: 'Hours',
    };
    await atDesk(async desk => {
      const header = [...FOCUS_HEADER, ...Object.keys(more)];
      const record = [...focusRecord('1'), ...Object.values(more)];
      await desk.import(desk.file('blocks.csv', csv(header, [record])));

      const { hourly } = await extractBill({ workspace: desk.workspace });

      expect(hourly[0]?.quantities.reduce((sum, hours) => sum + hours, 0)).toBe(2);
    });
  });
});

test('commitments of a bill: what is known of them, and what of them was used', async () => {
  await atDesk(async desk => {
    await desk.import(ASTER);

    const { commitments } = await extractBill({ workspace: desk.workspace });

    expect(commitments).toEqual([
      {
        id: 'arn:aws:ec2:us-east-1:210000000011:reserved-instances/3ca6a954-0000',
        type: 'Reserved',
        offering: 'standard',
        term: '1yr',
        paymentOption: 'All Upfront',
        region: 'us-east-1',
        instanceFamily: null,
        startTime: '2025-09-01T00:00:00Z',
        endTime: '2026-09-01T00:00:00Z',
        ownerAccount: '210000000011',
        availabilityZone: null,
        serviceCode: 'AmazonEC2',
        serviceName: 'Amazon Elastic Compute Cloud',
        instanceType: 'm5.large',
        usedQuantity: 1440,
        unusedQuantity: 2160,
        purchasedQuantity: 2160,
        reservationCount: 3,
        usageType: 'BoxUsage:m5.large',
        operation: 'RunInstances',
        usedCost: '82.849315104',
        unusedCost: '41.4246574987',
        recurringBilledCost: '0',
      },
      {
        id: 'arn:aws:rds:us-east-1:210000000011:ri/ee4335d8-0001',
        type: 'Reserved',
        offering: 'standard',
        term: '1yr',
        paymentOption: 'No Upfront',
        region: 'us-east-1',
        instanceFamily: null,
        startTime: '2025-09-01T00:00:00Z',
        endTime: '2026-09-01T00:00:00Z',
        ownerAccount: '210000000011',
        availabilityZone: null,
        serviceCode: 'AmazonRDS',
        serviceName: 'Amazon Relational Database Service',
        instanceType: 'db.r6g.large',
        usedQuantity: 720,
        unusedQuantity: 720,
        purchasedQuantity: 720,
        reservationCount: 1,
        usageType: 'InstanceUsage:db.r6g.large',
        operation: 'CreateDBInstance:0021',
        usedCost: '103.68',
        unusedCost: '0',
        recurringBilledCost: '103.68',
      },
      {
        id: 'arn:aws:savingsplans::210000000011:savingsplan/359105cb-0000',
        type: 'Savings Plan',
        offering: 'ComputeSavingsPlans',
        term: '1yr',
        paymentOption: 'No Upfront',
        region: null,
        instanceFamily: null,
        startTime: '2025-09-01T00:00:00Z',
        endTime: '2026-09-01T00:00:00Z',
        ownerAccount: '210000000011',
        availabilityZone: null,
        serviceCode: 'ComputeSavingsPlans',
        serviceName: 'Savings Plans for AWS Compute usage',
        // Of the usage it covered.
        instanceType: 'c7g.xlarge',
        usedQuantity: expect.closeTo(3308.33, 2),
        unusedQuantity: 720,
        purchasedQuantity: 720,
        reservationCount: null,
        usageType: null,
        operation: null,
        usedCost: '335.796',
        unusedCost: '96.204',
        recurringBilledCost: '432',
      },
    ]);
  });
});

describe('tags', () => {
  test('are those last seen in the period', async () => {
    const { tags } = await extractOf([
      hour(2, 0, { resource_tags: '{"user_team":"new"}' }),
      hour(1, 0, { resource_tags: '{"user_team":"old","user_gone":"x"}' }),
    ]);

    expect(tags).toEqual([{ resourceId: 'i-1', tags: { team: 'new' } }]);
  });

  test('may be an object, a list of keys and values, or unreadable; a hostile key is only a key', async () => {
    await atDesk(async desk => {
      const header = [...FOCUS_HEADER, 'Tags'];
      const tagged = (resource: string, tags: string) => [
        ...focusRecord('1', { ResourceId: resource }),
        tags,
      ];
      const records = [
        tagged('r-1', '{"a":"1","b":2,"c":null,"__proto__":"x"}'),
        tagged('r-2', '[{"key":"env","value":"prod","x_type":"label"}]'),
        tagged('r-3', '{broken'),
        tagged('r-4', '{}'),
      ];
      await desk.import(desk.file('bill.csv', csv(header, records)));

      const { tags, findings } = await extractBill({ workspace: desk.workspace });

      expect(tags.map(({ resourceId, tags }) => [resourceId, Object.entries(tags)])).toEqual([
        [
          'r-1',
          [
            ['a', '1'],
            ['b', '2'],
            ['__proto__', 'x'],
          ],
        ],
        ['r-2', [['env', 'prod']]],
      ]);
      expect(findings).toContainEqual(expect.objectContaining({ code: 'unreadable-tags' }));
    });
  });
});

describe('the period and currency', () => {
  async function withMonths<T>(run: (desk: Desk) => Promise<T>): Promise<T> {
    return atDesk(async desk => {
      const august = { BillingPeriodStart: '2025-08-01T00:00:00Z' };
      const records = [
        focusRecord('1', august),
        focusRecord('2', august),
        focusRecord('4'),
        focusRecord('8', { BillingCurrency: 'EUR' }),
        focusRecord('16'),
        focusRecord('32', { BillingPeriodStart: '', ChargePeriodStart: '' }),
      ];
      await desk.import(desk.file('bill.csv', csv(FOCUS_HEADER, records)));
      return run(desk);
    });
  }

  const billed = (extract: Awaited<ReturnType<typeof extractBill>>) =>
    toText(sum(extract.lines.map(line => line.billedCost)));

  test('are the latest month and its commonest currency unless asked; what is left out is said', async () => {
    await withMonths(async desk => {
      const latest = await extractBill({ workspace: desk.workspace });

      expect([latest.currency, new Date(latest.period.startMs).toISOString(), billed(latest)]).toEqual([
        'USD',
        '2025-09-01T00:00:00.000Z',
        '20',
      ]);
      expect(latest.findings.map(({ code }) => code)).toEqual([
        'other-currency',
        'no-billing-period',
        'partial-period',
      ]);
    });
  });

  test('are not a month that has only begun', async () => {
    await atDesk(async desk => {
      const october = { BillingPeriodStart: '2025-10-01T00:00:00Z' };
      const records = [focusRecord('1'), focusRecord('2'), focusRecord('4'), focusRecord('8', october)];
      await desk.import(desk.file('bill.csv', csv(FOCUS_HEADER, records)));

      expect(billed(await extractBill({ workspace: desk.workspace }))).toBe('7');
      expect(billed(await extractBill({ workspace: desk.workspace, period: '2025-10' }))).toBe('8');
    });
  });

  test('can be chosen', async () => {
    await withMonths(async desk => {
      const { workspace } = desk;

      expect(billed(await extractBill({ workspace, period: '2025-08' }))).toBe('3');
      expect(billed(await extractBill({ workspace, currency: 'EUR' }))).toBe('8');
    });
  });

  test.each([
    { period: '2024-01' },
    { period: 'soon' },
    { currency: 'GBP' },
    { period: '2025-08', currency: 'EUR' },
  ])('that are not there are a usage error that names those that are: %j', async wanted => {
    await withMonths(async desk => {
      await expect(extractBill({ workspace: desk.workspace, ...wanted })).rejects.toMatchObject({
        code: 'no-such-period',
        exitCode: 2,
        hint: expect.stringContaining('2025-09 USD'),
      });
    });
  });
});

test('the same store gives the same extract', async () => {
  await atDesk(async desk => {
    await desk.import(ASTER);

    expect(await extractBill({ workspace: desk.workspace })).toEqual(
      await extractBill({ workspace: desk.workspace }),
    );
  });
});
