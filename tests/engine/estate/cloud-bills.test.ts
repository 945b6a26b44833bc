/** Bills of Google Cloud and Azure as estates: usage in the units of the rules, prices before the discounts that the engine works out. */

import { expect, test } from 'vitest';
import type { BillLine } from '../../../src/engine/bill-extract.ts';
import { buildEstate } from '../../../src/engine/estate/build.ts';
import { testBook } from '../../helpers/test-book.ts';
import { billCommitment, extract, JANUARY_HOURS, line } from '../extracts.ts';

const CORES = 'N2 Instance Core running in EMEA';
const FEE = 'Commitment v1: N2 Cpu in EMEA for 1 Year';

function google(more: Partial<BillLine> = {}): BillLine {
  return line({
    resourceId: null,
    serviceName: 'Compute Engine',
    serviceCode: '6F81-5844-456A',
    regionId: 'europe-west1',
    subAccountId: 'prod',
    usageType: CORES,
    operation: null,
    instanceType: 'n2-standard-4',
    pricingUnit: 'hour',
    pricingQuantity: 4 * JANUARY_HOURS,
    // $0.10 a core, less 20 % for sustained use.
    billedCost: '238.08',
    effectiveCost: '238.08',
    listCost: '297.6',
    contractedCost: '297.6',
    ...more,
  });
}

function azure(more: Partial<BillLine> = {}): BillLine {
  return line({
    resourceId: '/subscriptions/1/resourcegroups/rg/providers/microsoft.compute/virtualmachines/vm',
    serviceName: 'Virtual Machines',
    serviceCode: null,
    regionId: 'westeurope',
    usageType: 'D4s v5',
    operation: null,
    instanceType: 'Standard_D4s_v5',
    pricingUnit: '1 Hour',
    ...more,
  });
}

function estateOf(lines: readonly BillLine[], more: Parameters<typeof extract>[1] = {}) {
  return buildEstate({
    extract: extract(lines, more),
    workloads: [],
    utilization: new Map(),
    book: testBook(),
  });
}

function meteredOf(lines: readonly BillLine[], more: Parameters<typeof extract>[1] = {}) {
  const estate = estateOf(lines, more);
  const uses = estate.resources.flatMap(each => (each.kind === 'other' ? each.metered : []));
  return { estate, units: uses.map(({ hours }) => hours.reduce((sum, units) => sum + units, 0)) };
}

test("the price of a core is what it cost before Google's credits: the engine works out sustained use itself", () => {
  const { estate, units } = meteredOf([google()]);
  expect(units).toEqual([expect.closeTo(4 * JANUARY_HOURS, 6)]);
  expect([...estate.paidRates.onDemandPerHour.values()]).toEqual([expect.closeTo(0.1, 9)]);
});

test('usage that a credit paid stays with its place where the export names no resource', () => {
  const covered = google({
    commitmentDiscountId: 'FLEX',
    commitmentDiscountStatus: 'Used',
    pricingCategory: 'Committed',
  });
  const { estate, units } = meteredOf([google(), covered]);
  expect(estate.resources.map(({ kind }) => kind)).toEqual(['other']);
  expect(units).toEqual([expect.closeTo(8 * JANUARY_HOURS, 6)]);
});

test('a fee without a subscription is a commitment, and the credits that it stands behind are none', () => {
  const fee = google({
    chargeCategory: 'Purchase',
    usageType: FEE,
    pricingQuantity: 8 * JANUARY_HOURS,
    contractedCost: String(0.16 * JANUARY_HOURS),
    effectiveCost: String(0.16 * JANUARY_HOURS),
  });
  const credit = billCommitment('FLEX', { type: 'Spend-based commitment' });
  const estate = estateOf([google(), fee], { provider: 'Google Cloud', commitments: [credit] });
  expect(estate.commitments).toMatchObject([
    { kind: 'resource-commitment', series: 'n2', resource: 'vcpu', amount: 8 },
  ]);
  expect(estate.resources.map(({ id, kind }) => [id, kind])).toEqual(
    expect.arrayContaining([[estate.commitments[0]?.id, 'commitment']]),
  );
  expect(estate.findings).toEqual([]);
});

test.each([
  ['1 Hour', 744, '148.8'],
  ['10 Hours', 74.4, '148.8'],
])('a machine priced by %s runs its hours at $0.20 each', (pricingUnit, pricingQuantity, billedCost) => {
  const { estate, units } = meteredOf([azure({ pricingUnit, pricingQuantity, billedCost })]);
  expect(units).toEqual([expect.closeTo(744, 6)]);
  expect([...estate.paidRates.onDemandPerHour.values()]).toEqual([expect.closeTo(0.2, 9)]);
});

test('Windows beside a reserved machine is counted and priced by the core', () => {
  const windows = azure({
    usageType: 'Reservation-Windows Svr (4 Core)',
    instanceType: null,
    pricingQuantity: 744,
    billedCost: '148.8',
  });
  const { estate, units } = meteredOf([windows]);
  expect(units).toEqual([expect.closeTo(4 * 744, 6)]);
  expect([...estate.paidRates.onDemandPerHour.values()]).toEqual([expect.closeTo(0.05, 9)]);
});

test('the order of a benefit is not missed beside the benefit', () => {
  const order = '/providers/microsoft.billingbenefits/savingsplanorders/1';
  const plan = billCommitment(`${order}/savingsplans/2`, { type: 'Savings plan', usedCost: '744' });
  const estate = estateOf([], {
    provider: 'Microsoft',
    commitments: [billCommitment(order, { type: 'Savings plan' }), plan],
  });
  expect(estate.commitments).toMatchObject([{ id: plan.id }]);
  expect(estate.findings).toEqual([]);
});
