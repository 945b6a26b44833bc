/** From a bill to an estate: nothing is dropped, nothing is counted twice, and every resource has its shape. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BillExtract, BillLine, HourlyUsage } from '../../../src/engine/bill-extract.ts';
import { buildEstate } from '../../../src/engine/estate/build.ts';
import type { Estate, Resource, ResourceKind } from '../../../src/engine/estate/estate.ts';
import { sum } from '../../../src/engine/money.ts';
import { testBook } from '../../helpers/test-book.ts';
import { utilization, workload } from '../estates.ts';
import {
  billCommitment,
  covered,
  extract,
  JANUARY_HOURS,
  line,
  PLAN_ID,
  RESERVATION_ID,
  storageLine,
} from '../extracts.ts';

function build(bill: BillExtract, more: Partial<Parameters<typeof buildEstate>[0]> = {}): Estate {
  return buildEstate({ extract: bill, workloads: [], utilization: new Map(), book: testBook(), ...more });
}

/** The only resource of a kind in an estate of these lines. */
function the<Kind extends ResourceKind>(
  kind: Kind,
  lines: readonly BillLine[],
  more: Partial<BillExtract> = {},
) {
  const found = build(extract(lines, more)).resources.filter(resource => resource.kind === kind);
  expect(found).toHaveLength(1);
  return found[0] as Extract<Resource, { kind: Kind }>;
}

const profile = (more: Partial<HourlyUsage> & Pick<HourlyUsage, 'quantities'>): HourlyUsage => ({
  resourceId: 'i-1',
  usageType: 'BoxUsage:m5.large',
  operation: 'RunInstances',
  pricingCategory: 'Standard',
  ...more,
});

const costs = fc
  .integer({ min: -1_000_000, max: 100_000_000 })
  .chain(digits => fc.integer({ min: 0, max: 12 }).map(decimals => (digits / 10 ** decimals).toFixed(12)));
const anyLines = fc.array(
  fc
    .record({
      resourceId: fc.constantFrom(null, 'i-1', 'i-2', 'vol-1', 'bucket', 'db'),
      serviceCode: fc.constantFrom('AmazonEC2', 'AmazonS3', 'AmazonRDS', null),
      subAccountId: fc.constantFrom(null, '1', '2'),
      chargeCategory: fc.constantFrom(
        'Usage',
        'Usage',
        'Purchase',
        'Tax',
        'Credit',
        'Adjustment',
        'unclassified',
      ),
      chargeFrequency: fc.constantFrom('One-Time', 'Recurring', 'Usage-Based', null),
      pricingCategory: fc.constantFrom('Standard', 'Dynamic', 'Committed', null),
      commitmentDiscountId: fc.constantFrom(null, null, PLAN_ID, RESERVATION_ID),
      commitmentDiscountStatus: fc.constantFrom('Used', 'Unused', null),
      usageType: fc.constantFrom(
        ...['BoxUsage:m5.large', 'EU-BoxUsage:c5.xlarge', 'SpotUsage:m5.large', 'EBS:VolumeUsage.gp2'],
        ...[
          'EBS:VolumeP-IOPS.gp3',
          'TimedStorage-ByteHrs',
          'InstanceUsage:db.m5.large',
          'RDS:GP3-Storage',
          null,
        ],
      ),
      pricingQuantity: fc.constantFrom(null, 0, 1, 744),
      chargeHours: fc.constantFrom(0, 1, 744),
      billedCost: costs,
      effectiveCost: costs,
    })
    .map(more => line(more)),
  { maxLength: 20 },
);

describe('nothing of a bill is dropped', () => {
  test('the resources add up to its billed and effective cost, exactly', () => {
    fc.assert(
      fc.property(anyLines, lines => {
        const { resources } = build(extract(lines));
        for (const column of ['billedCost', 'effectiveCost'] as const) {
          const bill = sum(lines.map(each => each[column])).toFixed();
          expect(sum(resources.map(resource => resource[column])).toFixed()).toBe(bill);
          const byService = resources.flatMap(resource => resource.byService.map(each => each[column]));
          expect(sum(byService).toFixed()).toBe(bill);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('every resource has an id of its own, and they come sorted', () => {
    fc.assert(
      fc.property(anyLines, lines => {
        const ids = build(extract(lines)).resources.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids).toEqual([...ids].sort());
      }),
    );
  });

  test('no number of a resource is NaN or infinite', () => {
    fc.assert(
      fc.property(anyLines, lines => {
        for (const { modelledCost, utilization: _metrics, ...resource } of build(extract(lines)).resources) {
          expect(Number.isFinite(modelledCost)).toBe(true);
          if (resource.kind === 'volume') expect(Number.isFinite(resource.sizeGib)).toBe(true);
          if (resource.kind === 'instance')
            for (const { hours, spotPerHour } of resource.compute) {
              expect(hours).toHaveLength(JANUARY_HOURS);
              expect(hours.every(Number.isFinite)).toBe(true);
              expect(spotPerHour === null || Number.isFinite(spotPerHour)).toBe(true);
            }
        }
      }),
    );
  });

  test('charges without a resource stay visible under their service, account and Region', () => {
    const { resources } = build(
      extract([
        line({
          resourceId: null,
          serviceName: 'AWS Support',
          serviceCode: 'AWSSupport',
          usageType: 'Dollar',
          regionId: null,
        }),
        line({ resourceId: null, usageType: 'DataTransfer-Out-Bytes', subAccountName: 'Prod' }),
        line({ resourceId: null, usageType: 'DataTransfer-In-Bytes', subAccountName: 'Prod' }),
      ]),
    );
    expect(resources.map(({ id, kind, effectiveCost }) => [id, kind, effectiveCost])).toEqual([
      ['(AWS Support · 111122223333)', 'other', '74.4'],
      ['(Amazon Elastic Compute Cloud · Prod · us-east-1)', 'other', '148.8'],
    ]);
  });
});

describe('an instance', () => {
  test('has the hours of the bill, and its cost is what the model prices', () => {
    const quantities = Float64Array.from({ length: JANUARY_HOURS }, (_, hour) => hour % 2);
    const found = the('instance', [line({ resourceName: 'web-1', availabilityZone: 'us-east-1a' })], {
      hourly: [profile({ quantities })],
    });
    expect(found).toMatchObject({ name: 'web-1', availabilityZone: 'us-east-1a', modelledCost: 74.4 });
    expect(found.compute).toEqual([
      {
        instanceType: 'm5.large',
        operatingSystem: 'linux',
        tenancy: 'shared',
        purchase: 'on-demand',
        hours: quantities,
        effectiveCost: 74.4,
        spotPerHour: null,
      },
    ]);
  });

  test('counts covered and uncovered hours of one meter once: the profile holds both', () => {
    const quantities = new Float64Array(JANUARY_HOURS).fill(1);
    const lines = [
      line({ pricingQuantity: 344, billedCost: '34.4', effectiveCost: '34.4' }),
      covered(PLAN_ID, { pricingQuantity: 400, effectiveCost: '28' }),
    ];
    const found = the('instance', lines, { hourly: [profile({ quantities })] });
    expect(found.compute).toHaveLength(1);
    expect(found.compute[0]?.hours).toEqual(quantities);
    expect(found.compute[0]?.effectiveCost).toBeCloseTo(62.4, 9);
  });

  test('of a bill without hours spreads covered and uncovered quantities evenly, and adds them', () => {
    const lines = [line({ pricingQuantity: 344 }), covered(PLAN_ID, { pricingQuantity: 400 })];
    const found = the('instance', lines, { granularity: 'monthly' });
    expect(found.compute[0]?.hours.every(hour => Math.abs(hour - 1) < 1e-12)).toBe(true);
  });

  test('keeps spot hours apart, at the price that was paid for them', () => {
    const spot = {
      usageType: 'SpotUsage:m5.large',
      operation: 'RunInstances:SV001',
      pricingCategory: 'Dynamic',
    };
    const found = the('instance', [
      line({ pricingQuantity: 700 }),
      line({ ...spot, pricingQuantity: 44, billedCost: '1.76', effectiveCost: '1.76' }),
    ]);
    expect(found.compute.map(({ purchase, spotPerHour }) => [purchase, spotPerHour])).toEqual([
      ['on-demand', null],
      ['spot', 0.04],
    ]);
  });

  test('that changed its type in the month has two usages', () => {
    const found = the('instance', [line(), line({ usageType: 'BoxUsage:m5.xlarge' })]);
    expect(found.compute.map(({ instanceType }) => instanceType)).toEqual(['m5.large', 'm5.xlarge']);
  });

  test('carries what else is billed to it, which the model does not price', () => {
    const found = the('instance', [
      line(),
      line({ usageType: 'DataTransfer-Out-Bytes', effectiveCost: '5.1' }),
    ]);
    expect(found).toMatchObject({ effectiveCost: '79.5', modelledCost: 74.4 });
  });

  test('a credit, a tax or a refund on its meter changes its cost and adds no hours', () => {
    const found = the('instance', [
      line(),
      line({ chargeCategory: 'Credit', pricingCategory: null, billedCost: '-50', effectiveCost: '-50' }),
      line({
        chargeCategory: 'Tax',
        operation: null,
        pricingQuantity: 1,
        billedCost: '3',
        effectiveCost: '3',
      }),
    ]);
    expect(found.compute).toHaveLength(1);
    expect(found.compute[0]?.hours.reduce((a, b) => a + b, 0)).toBeCloseTo(744, 9);
    expect(found.modelledCost).toBeCloseTo(27.4, 9);
  });

  test('is not made out of a tax on the meter of nobody', () => {
    const { resources } = build(
      extract([line({ resourceId: null, chargeCategory: 'Tax', pricingQuantity: 1 })]),
    );
    expect(resources.map(({ kind }) => kind)).toEqual(['other']);
  });
});

describe('a volume', () => {
  test('is as large as the bill says when it lived all month', () => {
    expect(the('volume', [storageLine('EBS:VolumeUsage.gp2', 100)])).toMatchObject({
      volumeType: 'gp2',
      sizeGib: 100,
      monthShare: 1,
      iops: null,
      throughputMibps: null,
      modelledCost: 10,
    });
  });

  test('that lived for a quarter of the month is four times as large as its GiB-months', () => {
    const found = the('volume', [storageLine('EBS:VolumeUsage.gp2', 25, { chargeHours: 186 })]);
    expect(found).toMatchObject({ sizeGib: 100, monthShare: 0.25 });
  });

  test('of a bill of ten days has its own size, not a third of it', () => {
    const period = { startMs: Date.UTC(2024, 0, 1), endMs: Date.UTC(2024, 0, 11) };
    const found = the(
      'volume',
      [storageLine('EBS:VolumeUsage.gp2', (100 * 240) / 744, { chargeHours: 240 })],
      {
        period,
        hours: 240,
      },
    );
    expect(found.sizeGib).toBeCloseTo(100, 9);
    expect(found.monthShare).toBeCloseTo(240 / 744, 12);
  });

  test('on gp3 has what is included and what was bought beside it', () => {
    const found = the('volume', [
      storageLine('EBS:VolumeUsage.gp3', 100),
      storageLine('EBS:VolumeP-IOPS.gp3', 1000, { pricingUnit: 'IOPS-Mo' }),
      storageLine('EBS:VolumeP-Throughput.gp3', 125 / 1024, { pricingUnit: 'GiBps-mo' }),
    ]);
    expect(found).toMatchObject({ volumeType: 'gp3', iops: 4000, throughputMibps: 250, modelledCost: 30 });
  });

  test('on io1 has every IOPS that was bought', () => {
    const found = the('volume', [
      storageLine('EBS:VolumeUsage.piops', 100),
      storageLine('EBS:VolumeP-IOPS.piops', 500),
    ]);
    expect(found).toMatchObject({ volumeType: 'io1', iops: 500, throughputMibps: null });
  });

  test('does not grow by a credit on its meter', () => {
    const short = { chargeHours: 186 };
    const found = the('volume', [
      storageLine('EBS:VolumeUsage.gp2', 25, short),
      storageLine('EBS:VolumeUsage.gp2', 25, {
        ...short,
        chargeCategory: 'Credit',
        billedCost: '-10',
        effectiveCost: '-10',
      }),
    ]);
    expect(found).toMatchObject({ sizeGib: 100, monthShare: 0.25, modelledCost: 0 });
  });
});

test('a bucket holds each class, its monitoring, and what it pays for them', () => {
  const found = the('bucket', [
    storageLine('TimedStorage-ByteHrs', 1000),
    storageLine('TimedStorage-SIA-ByteHrs', 500),
    storageLine('TimedStorage-SIA-ByteHrs', 100, { operation: 'StandardIAStorage' }),
    storageLine('Monitoring-Automation-INT', 12_000),
    storageLine('Requests-Tier1', 1, { resourceId: 'bucket', serviceCode: 'AmazonS3' }),
  ]);
  expect(found).toMatchObject({
    storage: [
      { storageClass: 'STANDARD', gibMonths: 1000 },
      { storageClass: 'STANDARD_IA', gibMonths: 600 },
    ],
    monitoredObjects: 12_000,
    modelledCost: 40,
    effectiveCost: '50',
  });
});

describe('a database', () => {
  const rds = { resourceId: 'db', serviceCode: 'AmazonRDS', operation: 'CreateDBInstance:0014' };
  const hours = line({ ...rds, usageType: 'Multi-AZUsage:db.m5.large' });
  const storage = storageLine('RDS:Multi-AZ-GP3-Storage', 100, rds);

  test('has its class, its standby and its storage', () => {
    expect(the('database', [hours, storage])).toMatchObject({
      instanceClass: 'db.m5.large',
      engine: 'postgresql',
      multiAz: true,
      storage: [{ type: 'gp3', gibMonths: 100 }],
      isCommitted: false,
      modelledCost: 84.4,
    });
  });

  test('is committed when a reservation pays some of its hours', () => {
    const reserved = covered(RESERVATION_ID, { ...rds, usageType: 'Multi-AZUsage:db.m5.large' });
    expect(the('database', [hours, reserved, storage]).isCommitted).toBe(true);
  });

  test('that changed its class is the one it was for longest', () => {
    const longer = line({ ...rds, usageType: 'InstanceUsage:db.m5.xlarge', pricingQuantity: 800 });
    expect(the('database', [hours, longer])).toMatchObject({ instanceClass: 'db.m5.xlarge', multiAz: false });
  });
});

describe('a commitment', () => {
  const plan = {
    commitmentDiscountId: PLAN_ID,
    serviceName: 'Savings Plans for AWS Compute usage',
    serviceCode: 'ComputeSavingsPlans',
  };
  const lines = [
    covered(PLAN_ID),
    // The fee's effective cost is what stays unused.
    line({
      ...plan,
      resourceId: PLAN_ID,
      chargeCategory: 'Purchase',
      chargeFrequency: 'Recurring',
      commitmentDiscountStatus: 'Unused',
      billedCost: '60',
      effectiveCost: '7.92',
      usageType: 'ComputeSP:1yrNoUpfront',
    }),
    line({
      ...plan,
      resourceId: null,
      chargeFrequency: 'One-Time',
      chargeCategory: 'Purchase',
      billedCost: '500',
      effectiveCost: '0',
    }),
    // What negates covered usage has no resource: it belongs to the plan.
    line({
      ...plan,
      resourceId: null,
      usageType: 'BoxUsage:m5.large',
      billedCost: '0',
      effectiveCost: '0',
      pricingQuantity: null,
    }),
  ];

  test('gathers its fees and leftovers; what it covers stays with the instance', () => {
    const { resources } = build(extract(lines));
    expect(
      resources.map(({ id, kind, billedCost, effectiveCost }) => [id, kind, billedCost, effectiveCost]),
    ).toEqual([
      [PLAN_ID, 'commitment', '560', '7.92'],
      ['i-1', 'instance', '0', '52.08'],
    ]);
  });

  test('paid upfront does not come again next month, a support fee does', () => {
    const support = line({
      resourceId: null,
      serviceName: 'AWS Support',
      chargeFrequency: 'One-Time',
      chargeCategory: 'Purchase',
    });
    const { resources } = build(extract([...lines, support]));
    expect(resources.map(({ id, oneTimeBilledCost }) => [id, oneTimeBilledCost])).toEqual([
      ['(AWS Support · 111122223333 · us-east-1)', '0'],
      [PLAN_ID, '500'],
      ['i-1', '0'],
    ]);
  });

  test('is simulated when its rules are known, and reported when they are not', () => {
    const bill = extract(lines, {
      commitments: [
        billCommitment(PLAN_ID, {
          type: 'Savings Plan',
          offering: 'ComputeSavingsPlans',
          usedCost: '52.08',
          unusedCost: '7.92',
        }),
        billCommitment('arn:unknown', { type: 'Reserved' }),
      ],
    });
    const { commitments, findings } = build(bill);
    expect(commitments.map(({ id, kind }) => [id, kind])).toEqual([[PLAN_ID, 'savings-plan']]);
    expect(findings).toMatchObject([{ code: 'commitment-not-simulated', severity: 'info' }]);
  });
});

describe('a bill by the day or by the month', () => {
  test.each(['daily', 'monthly'] as const)(
    '%s: its hours are equal, and its findings say so once',
    granularity => {
      const flat = {
        code: 'usage-profile-flat',
        severity: 'info',
        message: 'Flat.',
        hint: null,
        source: null,
      } as const;
      const estate = build(extract([line({ pricingQuantity: 372 })], { granularity, findings: [flat] }));
      expect(estate.granularity).toBe(granularity);
      expect(estate.findings).toEqual([flat]);
      const [found] = estate.resources;
      if (found?.kind !== 'instance') throw new Error('no instance');
      expect(new Set(found.compute[0]?.hours)).toEqual(new Set([0.5]));
    },
  );
});

describe('workloads', () => {
  const shop = workload('shop', 'production', { match: [{ tags: { service: 'shop' } }] });
  const tags = [{ resourceId: 'i-1', tags: { user_service: 'shop' } }];

  test('get resources by their tags; what matches nothing is unallocated, and visible', () => {
    const { resources, workloads } = build(extract([line(), line({ resourceId: 'i-2' })], { tags }), {
      workloads: [shop],
    });
    expect(resources.map(({ id, workload: name }) => [id, name])).toEqual([
      ['i-1', 'shop'],
      ['i-2', 'unallocated'],
    ]);
    expect(workloads.map(({ name }) => name)).toEqual(['shop', 'unallocated']);
  });

  test('have no unallocated one where everything is matched', () => {
    expect(build(extract([line()], { tags }), { workloads: [shop] }).workloads).toEqual([shop]);
  });
});

test('metrics reach the resource of their id, and no other', () => {
  const metrics = utilization({ cpu: { p95: 0.5 } });
  const { resources } = build(extract([line(), line({ resourceId: 'i-2' })]), {
    utilization: new Map([['i-2', metrics]]),
  });
  expect(resources.map(resource => resource.utilization)).toEqual([null, metrics]);
});

test('a bill without service codes is read by the names of the services', () => {
  const found = the('instance', [line({ serviceCode: null })]);
  expect(found.compute[0]?.instanceType).toBe('m5.large');
});
