/** Bill lines and extracts for the tests of the estate: January 2024, hourly unless a test says otherwise. */

import type { BillCommitment, BillExtract, BillLine } from '../../src/engine/bill-extract.ts';

export const JANUARY = { startMs: Date.UTC(2024, 0, 1), endMs: Date.UTC(2024, 1, 1) };
export const JANUARY_HOURS = 744;

/** A month of an m5.large at $0.10 an hour, on demand. */
export function line(more: Partial<BillLine> = {}): BillLine {
  return {
    resourceId: 'i-1',
    resourceName: null,
    serviceName: 'Amazon Elastic Compute Cloud',
    serviceCode: 'AmazonEC2',
    regionId: 'us-east-1',
    availabilityZone: null,
    subAccountId: '111122223333',
    subAccountName: null,
    chargeCategory: 'Usage',
    chargeFrequency: 'Usage-Based',
    pricingCategory: 'Standard',
    commitmentDiscountId: null,
    commitmentDiscountStatus: null,
    usageType: 'BoxUsage:m5.large',
    operation: 'RunInstances',
    instanceType: 'm5.large',
    pricingUnit: 'Hrs',
    rows: 744,
    billedCost: '74.4',
    effectiveCost: '74.4',
    listCost: '74.4',
    contractedCost: '74.4',
    pricingQuantity: 744,
    chargeHours: 744,
    ...more,
  };
}

/** A month of a volume or bucket, by GiB-months. */
export function storageLine(usageType: string, gibMonths: number, more: Partial<BillLine> = {}): BillLine {
  const isBucket = /TimedStorage|Monitoring/.test(usageType);
  return line({
    resourceId: isBucket ? 'bucket' : 'vol-1',
    serviceName: isBucket ? 'Amazon Simple Storage Service' : 'Amazon Elastic Compute Cloud',
    serviceCode: isBucket ? 'AmazonS3' : 'AmazonEC2',
    usageType,
    operation: isBucket ? 'StandardStorage' : 'CreateVolume',
    pricingUnit: 'GB-Mo',
    pricingQuantity: gibMonths,
    billedCost: '10',
    effectiveCost: '10',
    listCost: '10',
    contractedCost: '10',
    ...more,
  });
}

export const PLAN_ID = 'arn:aws:savingsplans::111122223333:savingsplan/0a1b';
export const RESERVATION_ID = 'arn:aws:ec2:us-east-1:111122223333:reserved-instances/2c3d';

/** An hour of usage that a commitment paid, at 70 % of its price. */
export function covered(commitmentDiscountId: string, more: Partial<BillLine> = {}): BillLine {
  return line({
    pricingCategory: 'Committed',
    commitmentDiscountId,
    commitmentDiscountStatus: 'Used',
    billedCost: '0',
    effectiveCost: '52.08',
    ...more,
  });
}

/** A commitment as a bill tells it: nothing known but its id. */
export function billCommitment(id: string, more: Partial<BillCommitment> = {}): BillCommitment {
  return {
    id,
    type: null,
    offering: null,
    term: null,
    paymentOption: null,
    region: null,
    ownerAccount: null,
    availabilityZone: null,
    serviceCode: null,
    serviceName: null,
    instanceType: null,
    instanceFamily: null,
    startTime: null,
    endTime: null,
    reservationCount: null,
    usageType: null,
    operation: null,
    usedQuantity: null,
    unusedQuantity: null,
    purchasedQuantity: null,
    usedCost: '0',
    unusedCost: '0',
    recurringBilledCost: '0',
    ...more,
  };
}

/** An extract with these lines. */
export function extract(lines: readonly BillLine[], more: Partial<BillExtract> = {}): BillExtract {
  return {
    provider: 'AWS',
    currency: 'USD',
    period: JANUARY,
    hours: JANUARY_HOURS,
    granularity: 'hourly',
    lines,
    hourly: [],
    commitments: [],
    tags: [],
    addressable: null,
    findings: [],
    ...more,
  };
}
