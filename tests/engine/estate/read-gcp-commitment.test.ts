/** Commitments of a Google Cloud bill out of their fees. */

import { describe, expect, test } from 'vitest';
import type { BillLine } from '../../../src/engine/bill-extract.ts';
import { readCommitments } from '../../../src/engine/estate/read-commitments.ts';
import { readGcpCommitment, unnamedFeeId } from '../../../src/engine/estate/read-gcp-commitment.ts';
import { billCommitment, extract, JANUARY_HOURS, line } from '../extracts.ts';

const ID = 'sub-1001';

/** A fee of a month: so many units every hour at this price. */
function fee(usageType: string, perHour: number, unitPrice: number, more: Partial<BillLine> = {}): BillLine {
  const quantity = perHour * JANUARY_HOURS;
  const cost = String(quantity * unitPrice);
  return line({
    resourceId: null,
    serviceName: 'Compute Engine',
    serviceCode: '6F81-5844-456A',
    regionId: 'europe-west1',
    subAccountId: 'prod',
    chargeCategory: 'Purchase',
    chargeFrequency: 'Recurring',
    commitmentDiscountId: ID,
    usageType,
    operation: null,
    instanceType: null,
    pricingUnit: 'hour',
    billedCost: cost,
    effectiveCost: cost,
    listCost: cost,
    contractedCost: cost,
    pricingQuantity: quantity,
    chargeHours: JANUARY_HOURS,
    ...more,
  });
}

const TERMS = { id: ID, ownerAccount: 'prod', termYears: null, payment: null, startMs: null, endMs: null };

function read(fees: readonly BillLine[], termYears: 1 | 3 | null = null) {
  const commitment = billCommitment(ID, { type: 'Resource-based commitment' });
  const terms = { ...TERMS, termYears };
  return readGcpCommitment({ commitment, terms, isPlan: false, used: [], fees, hours: JANUARY_HOURS });
}

describe('a resource-based commitment', () => {
  test('is the amount that is charged for every hour, at its fee', () => {
    expect(read([fee('Commitment v1: N2 Cpu in EMEA for 1 Year', 8, 0.02)])).toEqual({
      ...TERMS,
      kind: 'resource-commitment',
      series: 'n2',
      region: 'europe-west1',
      resource: 'vcpu',
      amount: expect.closeTo(8, 9),
      feePerUnitHour: expect.closeTo(0.02, 9),
      termYears: 1,
      isShared: true,
    });
  });

  test.each([
    ['Commitment v1: N2 Ram in EMEA for 3 Years', 'n2', 'memory-gib', 3],
    ['Commitment v1: Cpu in Americas for 1 Year', 'n1', 'vcpu', 1],
    ['Commitment v1: Ram in Americas for 3 Year', 'n1', 'memory-gib', 3],
    ['Commitment v1: N2D AMD Cpu in Frankfurt for 1 Year', 'n2d', 'vcpu', 1],
    ['Commitment v1: Compute optimized Cpu in Iowa for 1 Year', 'c2', 'vcpu', 1],
    ['Commitment v1: Memory-optimized Ram in Frankfurt for 3 Years', 'm1', 'memory-gib', 3],
    ['Commitment v1: C3 Cpu in Iowa for 1 Year', 'c3', 'vcpu', 1],
  ])('%s is %s %s for %d years', (usageType, series, resource, termYears) => {
    expect(read([fee(usageType, 4, 0.02)])).toMatchObject({ series, resource, termYears });
  });

  test('of a bill that ends early is what the bill charges, over all its hours', () => {
    const half = fee('Commitment v1: N2 Cpu in EMEA for 1 Year', 4, 0.02, { chargeHours: JANUARY_HOURS / 2 });
    expect(read([half])).toMatchObject({ amount: expect.closeTo(4, 9) });
  });

  test.each([
    [
      'of accelerators, which are sold by type',
      'Commitment v1: Nvidia Tesla T4 GPU running in Iowa for 1 Year',
    ],
    ['of local disks', 'Commitment v1: Local SSD In Iowa for 1 Year'],
    ['of a series that its fee does not tell', 'Commitment v1: Something Cpu in Iowa for 1 Year'],
    ['of something else', 'N2 Instance Core running in EMEA'],
  ])('%s is left in the bill', (_name, usageType) => {
    expect(read([fee(usageType, 1, 0.1)])).toBeNull();
  });

  test('without a fee, a cost or a Region is none', () => {
    const sku = 'Commitment v1: N2 Cpu in EMEA for 1 Year';
    expect(read([])).toBeNull();
    expect(read([fee(sku, 8, 0)])).toBeNull();
    expect(read([fee(sku, 8, 0.02, { regionId: null })])).toBeNull();
  });
});

describe('a flexible commitment', () => {
  test.each([
    [
      'a dollar that costs 72 cents is one year of compute',
      'Commitment - dollar based v1: GCE for 1 year',
      10,
      0.72,
      10,
      0.28,
      1,
    ],
    [
      'a dollar that costs 54 cents is three years',
      'Commitment - dollar based v1: GCE for 3 years',
      10,
      0.54,
      10,
      0.46,
      3,
    ],
    [
      'without a term in its text the price tells it',
      'Commitment - dollar based v1: Compute Flexible',
      10,
      0.54,
      10,
      0.46,
      3,
    ],
  ])('%s', (_name, usageType, perHour, unitPrice, commitmentPerHour, discount, termYears) => {
    expect(read([fee(usageType, perHour, unitPrice)])).toMatchObject({
      kind: 'flexible-commitment',
      model: 'legacy',
      product: 'compute',
      commitmentPerHour: expect.closeTo(commitmentPerHour, 9),
      discount: expect.closeTo(discount, 9),
      termYears,
    });
  });

  test('of Cloud SQL counts cents, in its Region', () => {
    const cents = fee(
      'Commitment - dollar based v1: Cloud SQL database europe-west1 for 1 year',
      500,
      0.0075,
    );
    expect(read([cents])).toMatchObject({
      product: 'cloud-sql',
      region: 'europe-west1',
      commitmentPerHour: expect.closeTo(5, 9),
      discount: expect.closeTo(0.25, 9),
    });
    expect(read([{ ...cents, regionId: null }])).toBeNull();
  });

  test('whose unit nobody knows commits what its fee pays for at the published discount', () => {
    const found = read([fee('Commitment - dollar based v1: Compute Flexible for 1 year', 1, 0.1)]);
    expect(found).toMatchObject({ commitmentPerHour: expect.closeTo(0.1 / 0.72, 9), discount: 0.28 });
  });

  test('of the new model costs a dollar a dollar, whatever use has offset of its fee', () => {
    const offset = fee('Commitment - dollar based v1: Compute Flexible for 1 year', 7.2, 1, {
      billedCost: '12',
    });
    expect(read([offset])).toMatchObject({
      model: 'consumption',
      commitmentPerHour: expect.closeTo(7.2, 9),
      discount: 0.28,
    });
  });

  test('of a product without a published discount, or of none that is known, is left in the bill', () => {
    expect(read([fee('Commitment - dollar based v1: Cloud Spanner for 1 year', 1, 0.8)])).toBeNull();
    expect(read([fee('Commitment - dollar based v1: Chronicle SecOps US', 1, 0.8)])).toBeNull();
  });
});

test('a term that the bill tells goes before the text', () => {
  expect(read([fee('Commitment v1: N2 Cpu in EMEA for 1 Year', 8, 0.02)], 3)).toMatchObject({ termYears: 3 });
});

test('a credit on covered usage is no commitment', () => {
  const credit = billCommitment('FLEX', { type: 'Spend-based commitment', usedCost: '10' });
  const { commitments, findings } = readCommitments(
    extract([], { provider: 'Google Cloud', commitments: [credit] }),
  );
  expect(commitments).toEqual([]);
  expect(findings).toMatchObject([{ code: 'commitment-not-simulated' }]);
});

test('a fee without a subscription is named after its SKU, project and Region', () => {
  const sku = 'Commitment v1: N2 Cpu in EMEA for 1 Year';
  expect(unnamedFeeId(fee(sku, 8, 0.02, { commitmentDiscountId: null }))).toBe(
    `${sku} · prod · europe-west1`,
  );
  expect(unnamedFeeId(fee(sku, 8, 0.02))).toBeNull();
  expect(unnamedFeeId(fee('Support', 1, 1, { commitmentDiscountId: null }))).toBeNull();
  expect(unnamedFeeId(line({ usageType: sku }))).toBeNull();
});
