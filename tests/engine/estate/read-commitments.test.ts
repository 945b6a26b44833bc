/** Commitments out of a bill: how large they are, what an hour costs, and which ones the engine leaves alone. */

import { describe, expect, test } from 'vitest';
import type { BillCommitment, BillLine } from '../../../src/engine/bill-extract.ts';
import { readCommitments } from '../../../src/engine/estate/read-commitments.ts';
import { billCommitment, covered, extract, JANUARY_HOURS, PLAN_ID, RESERVATION_ID } from '../extracts.ts';

function read(commitment: BillCommitment, lines: readonly BillLine[] = []) {
  const { commitments, findings } = readCommitments(extract(lines, { commitments: [commitment] }));
  return { commitment: commitments[0], findings };
}

const PLAN = billCommitment(PLAN_ID, {
  type: 'Savings Plan',
  offering: 'ComputeSavingsPlans',
  term: '1yr',
  paymentOption: 'Partial Upfront',
  startTime: '2023-06-01T00:00:00Z',
  endTime: '2024-05-31T23:59:59Z',
  usedCost: '700',
  unusedCost: '44',
});

describe('a savings plan', () => {
  test('commits what it used and left unused, by the hour of the bill', () => {
    expect(read(PLAN).commitment).toEqual({
      kind: 'savings-plan',
      id: PLAN_ID,
      ownerAccount: null,
      offering: 'compute',
      family: null,
      region: null,
      commitmentPerHour: 1,
      termYears: 1,
      payment: 'partial-upfront',
      startMs: Date.UTC(2023, 5, 1),
      endMs: Date.UTC(2024, 4, 31, 23, 59, 59),
    });
  });

  test('of EC2 instances keeps its family and Region', () => {
    const instancePlan = {
      ...PLAN,
      offering: 'EC2InstanceSavingsPlans',
      instanceFamily: 'm5',
      region: 'us-east-1',
    };
    expect(read(instancePlan).commitment).toMatchObject({
      offering: 'ec2-instance',
      family: 'm5',
      region: 'us-east-1',
    });
  });

  test('whose terms the bill does not tell is applied all the same', () => {
    const bare = billCommitment(PLAN_ID, { type: 'Savings Plan', usedCost: '744' });
    expect(read(bare).commitment).toMatchObject({
      commitmentPerHour: 1,
      termYears: null,
      payment: null,
      endMs: null,
    });
  });

  test.each([
    ['SageMakerSavingsPlans', 'sagemaker'],
    ['DatabaseSavingsPlans', 'database'],
    ['ComputeSavingsPlans', 'compute'],
  ] as const)('of %s covers %s', (text, offering) => {
    expect(read({ ...PLAN, offering: text })).toMatchObject({
      commitment: { kind: 'savings-plan', offering, family: null, region: null },
      findings: [],
    });
  });

  test('that starts or ends inside the bill commits its cost over the hours it was in force', () => {
    const startTime = '2024-01-16T12:00:00Z';
    expect(read({ ...PLAN, startTime, usedCost: '372', unusedCost: '0' }).commitment).toMatchObject({
      commitmentPerHour: 1,
    });
  });

  test.each([
    ['constructor', null],
    ['ALL UPFRONT', 'all-upfront'],
    ['', null],
  ])('paid as %j is %s', (paymentOption, payment) => {
    expect(read({ ...PLAN, paymentOption }).commitment?.payment).toBe(payment);
  });
});

const RESERVATION = billCommitment(RESERVATION_ID, {
  type: 'Reserved',
  offering: 'standard',
  term: '3yr',
  paymentOption: 'No Upfront',
  region: 'us-east-1',
  usageType: 'BoxUsage:m5.large',
  operation: 'RunInstances',
  reservationCount: 2,
  // Two at $0.05 an hour, three quarters used.
  usedCost: String(0.075 * JANUARY_HOURS),
  unusedCost: String(0.025 * JANUARY_HOURS),
  recurringBilledCost: String(0.1 * JANUARY_HOURS),
});

describe('a reservation', () => {
  test('costs what was used and left unused, by the hour and piece', () => {
    const { commitment } = read(RESERVATION);
    expect(commitment).toMatchObject({
      kind: 'reserved-instance',
      instanceType: 'm5.large',
      region: 'us-east-1',
      operatingSystem: 'linux',
      tenancy: 'shared',
      count: 2,
      termYears: 3,
      payment: 'no-upfront',
    });
    if (commitment?.kind !== 'reserved-instance') throw new Error('no reservation');
    expect(commitment.effectivePerHour).toBeCloseTo(0.05, 12);
    expect(commitment.recurringPerHour).toBeCloseTo(0.05, 12);
  });

  test('without a number is counted by the price of its used hours, other sizes in units of its own', () => {
    // 744 hours of an xlarge are 1,488 hours of the large that was reserved.
    const used = covered(RESERVATION_ID, { usageType: 'BoxUsage:m5.xlarge', effectiveCost: '74.4' });
    const { commitment } = read(
      {
        ...RESERVATION,
        reservationCount: null,
        usedCost: '74.4',
        unusedCost: '37.2',
        recurringBilledCost: '111.6',
      },
      [used],
    );
    if (commitment?.kind !== 'reserved-instance') throw new Error('no reservation');
    expect(commitment.effectivePerHour).toBeCloseTo(0.05, 12);
    expect(commitment.count).toBeCloseTo(3, 12);
    expect(commitment.recurringPerHour).toBeCloseTo(0.05, 12);
  });

  test('is of the type of its fee, however it is metered', () => {
    const { commitment } = read({ ...RESERVATION, usageType: 'USW2-HeavyUsage:c5.xlarge' });
    expect(commitment).toMatchObject({ instanceType: 'c5.xlarge' });
  });

  test('for Windows is for Windows', () => {
    expect(read({ ...RESERVATION, operation: 'RunInstances:0002' }).commitment).toMatchObject({
      operatingSystem: 'windows',
    });
  });

  test('takes type and Region of the usage it covered when its fee says nothing', () => {
    const { commitment } = read({ ...RESERVATION, usageType: null, operation: null, region: null }, [
      covered(RESERVATION_ID, { regionId: 'eu-west-1' }),
    ]);
    expect(commitment).toMatchObject({ instanceType: 'm5.large', region: 'eu-west-1' });
  });

  test.each<readonly [string, Partial<BillCommitment>, readonly BillLine[]]>([
    ['of a database that nobody used', { usageType: 'InstanceUsage:db.m5.large' }, []],
    ['of a type that nobody knows', { usageType: null }, []],
    ['in no Region', { region: null }, []],
    ['that costs nothing', { usedCost: '0', unusedCost: '0' }, []],
  ])('%s is left in the bill, with a finding', (_name, more, lines) => {
    expect(read({ ...RESERVATION, ...more }, lines)).toMatchObject({
      commitment: undefined,
      findings: [{ code: 'commitment-not-simulated' }],
    });
  });

  test('of a database is applied to database hours, Multi-AZ and other sizes in their units', () => {
    const lines = [
      covered(RESERVATION_ID, {
        usageType: 'InstanceUsage:db.m5.large',
        operation: 'CreateDBInstance:0014',
        serviceCode: 'AmazonRDS',
      }),
    ];
    const usageType = 'InstanceUsage:db.m5.large';
    expect(read({ ...RESERVATION, usageType, operation: 'CreateDBInstance:0014' }, lines)).toMatchObject({
      commitment: {
        kind: 'reserved-node',
        service: 'rds',
        nodeClass: 'db.m5.large',
        engine: 'postgresql',
        deployment: 'single-az',
      },
      findings: [],
    });
  });

  test('with a zone on its fees is zonal', () => {
    const { commitment } = read({ ...RESERVATION, availabilityZone: 'us-east-1b' }, []);
    expect(commitment).toMatchObject({ availabilityZone: 'us-east-1b' });
  });

  test('many that are left make one finding, with the ids that people know', () => {
    const commitments = [1, 2, 3, 4, 5].map(n => ({
      ...RESERVATION,
      id: `arn:aws:rds:us-east-1:1:ri/db-${n}`,
      region: null,
    }));
    expect(readCommitments(extract([], { commitments })).findings.map(({ message }) => message)).toEqual([
      'Commitments kept as billed, their rules are not applied by the hour: ri/db-1, ri/db-2, ri/db-3 and 2 more.',
    ]);
  });
});
