/** Small files of Azure cost details for tests. */

import { csv } from './workspace.ts';

/** Benefit of the covered lines below. */
export const RESERVATION =
  '/providers/Microsoft.Capacity/reservationOrders/0a/reservations/0B1c2d3e-0000-0000-0000-000000000001';

const COMMON = {
  SubscriptionId: 'fe4d5dbb-0000-0000-0000-000000000001',
  BillingAccountId: '8610011',
  BillingPeriodStartDate: '09/01/2025',
  BillingPeriodEndDate: '09/30/2025',
  BillingCurrencyCode: 'USD',
  Date: '09/02/2025',
  ChargeType: 'Usage',
  Frequency: 'UsageBased',
  PricingModel: 'OnDemand',
  MeterCategory: 'Virtual Machines',
  MeterId: 'm-1',
  MeterName: 'D4s v5',
  UnitOfMeasure: '1 Hour',
  Quantity: '24',
  UnitPrice: '0.2',
  PayGPrice: '0.25',
  CostInBillingCurrency: '4.8',
  ReservationId: '',
  benefitId: '',
};

/** Cells of a record that differ from plain usage. */
export type AzureRecord = Readonly<Record<string, string>>;

/** A file of an Enterprise Agreement, unless records bring the columns of another. */
export function azureFile(...records: readonly AzureRecord[]): string {
  const header = [...new Set([COMMON, ...records].flatMap(record => Object.keys(record)))];
  const rows = records.map(record => {
    const cells: Record<string, string> = { ...COMMON, ...record };
    return header.map(name => cells[name] ?? '');
  });
  return csv(header, rows);
}

/** Usage that a reservation covers, at this cost. */
export function covered(cost: string, more: AzureRecord = {}): AzureRecord {
  return { PricingModel: 'Reservation', benefitId: RESERVATION, CostInBillingCurrency: cost, ...more };
}

/** The purchase of a reservation. */
export function purchase(cost: string, more: AzureRecord = {}): AzureRecord {
  return {
    ChargeType: 'Purchase',
    Frequency: 'OneTime',
    PricingModel: 'Reservation',
    benefitId: RESERVATION,
    CostInBillingCurrency: cost,
    Quantity: '1',
    UnitPrice: cost,
    PayGPrice: '0',
    ...more,
  };
}

/** The part of a reservation that nobody used. */
export function unused(cost: string, more: AzureRecord = {}): AzureRecord {
  return {
    ...covered(cost),
    ChargeType: 'UnusedReservation',
    UnitPrice: '0',
    PayGPrice: '0',
    ...more,
  };
}
