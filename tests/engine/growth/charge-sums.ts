/** Charges and months for the tests of growth. */

import type { ChargeSum } from '../../../src/engine/growth/charge-sum.ts';
import type { MonthPair } from '../../../src/engine/growth/choose-months.ts';
import {
  type BilledMonths,
  type DaySpan,
  type MonthCoverage,
  monthCoverages,
  type PayerMonth,
} from '../../../src/engine/growth/month-coverage.ts';

export const FROM = '2025-09';
export const TO = '2025-10';

/** An hour's usage of an instance unless told otherwise. */
export function charge(month: string, effectiveCost: string, more: Partial<ChargeSum> = {}): ChargeSum {
  return {
    month,
    provider: 'AWS',
    billingAccountId: '1',
    resourceId: 'i-1',
    resourceName: null,
    serviceName: 'EC2',
    serviceCode: 'AmazonEC2',
    regionId: 'us-east-1',
    subAccountId: '1',
    subAccountName: null,
    chargeCategory: 'Usage',
    chargeClass: null,
    pricingCategory: 'Standard',
    commitmentDiscountId: null,
    commitmentDiscountStatus: null,
    skuId: null,
    usageType: 'BoxUsage:m5.large',
    operation: 'RunInstances',
    unit: 'Hrs',
    quantity: '1',
    effectiveCost,
    rows: 1,
    ...more,
  };
}

/** Days since 1970-01-01 of a date. */
export function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000;
}

/** Charges of the only payer in a month. */
export function payer(month: string | null, more: Partial<PayerMonth> = {}): PayerMonth {
  const amounts = { effectiveCost: '100', grossCost: '100' };
  return { month, currency: 'USD', provider: 'AWS', billingAccountId: '1', rows: 10, ...amounts, ...more };
}

/** One span of a day each from the first to the last date. */
export function daily(
  month: string,
  first: string,
  last: string,
  more: Partial<DaySpan> = {},
): readonly DaySpan[] {
  return Array.from({ length: dayOf(last) - dayOf(first) + 1 }, (_, index) => ({
    month,
    currency: 'USD',
    provider: 'AWS',
    billingAccountId: '1',
    subAccountId: '1',
    isUsage: true,
    firstDay: dayOf(first) + index,
    lastDay: dayOf(first) + index,
    ...more,
  }));
}

/** Coverage of months whose payers and days are given. */
export function coverages(months: Partial<BilledMonths>): readonly MonthCoverage[] {
  return monthCoverages({ payers: [], spans: [], periods: [], ...months }, 'USD');
}

/** September and October 2025, whole or up to a day of October. */
export function pairOf(lastOfOctober = '2025-10-31'): MonthPair {
  const [from, to] = coverages({
    payers: [payer(FROM), payer(TO)],
    spans: [...daily(FROM, '2025-09-01', '2025-09-30'), ...daily(TO, '2025-10-01', lastOfOctober)],
  });
  if (!from || !to) throw new Error('two months');
  return { from, to, basis: to.state === 'whole' ? 'month' : 'day' };
}
