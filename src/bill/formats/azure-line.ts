/** One line of an Azure cost file under short names, whatever the file calls its columns. */

import type { DecimalGroup } from '../columns.ts';
import type { Cells } from '../read/cells.ts';

/** Columns that more than one rule looks at, as expressions. */
export type AzureLine = {
  /** ChargeType as written; null in files of pay-as-you-go subscriptions. */
  readonly type: string;
  /** ChargeType in lower case. */
  readonly kind: string;
  readonly cost: string;
  /** In blocks of `unit`. */
  readonly quantity: string;
  /** UnitOfMeasure. */
  readonly unit: string;
  readonly billingCurrency: string;
  readonly pricingCurrency: string;
  /** `Reservation`, `Savings plan` or null: what the charge buys, uses or leaves unused. */
  readonly benefit: string;
  /** Condition: a purchase or its refund. */
  readonly isPurchase: string;
  /** Condition: the unused part of a benefit. */
  readonly isUnused: string;
  /** Condition: usage, covered or not. */
  readonly isUsage: string;
};

/** Text of the first of these columns that is filled. */
export function firstText(cells: Cells, names: readonly string[]): string {
  const found = names.filter(name => cells.has(name)).map(name => cells.text(name));
  return found.length < 2 ? (found[0] ?? 'NULL') : `coalesce(${found.join(', ')})`;
}

/** Time of the first of these columns that the file has. */
export function firstTime(cells: Cells, names: readonly string[]): string {
  return cells.time(names.find(cells.has) ?? names[0] ?? 'date');
}

/** Decimal of the first of these columns that the file has. */
export function firstDecimal(cells: Cells, names: readonly string[], group: DecimalGroup): string {
  return cells.decimal(names.find(cells.has) ?? names[0] ?? 'cost', group);
}

/** Names of the cost, in the order in which they are believed: the billing currency is what is invoiced. */
const COSTS = ['costinbillingcurrency', 'cost', 'pretaxcost'] as const;

/** The cost; a later name stands in where an earlier one is empty. */
function costSql(cells: Cells): string {
  const names = COSTS.filter(name => cells.has(name));
  const [first = 'cost'] = names;
  const amounts = names.map((name, index) => {
    const earlier = names.slice(0, index).map(other => `${cells.text(other)} IS NULL`);
    const when = earlier.length === 0 ? {} : { when: earlier.join(' AND ') };
    return cells.decimal(name, 'cost', { weight: 'record', ...when });
  });
  const others = names.slice(1).map(name => `${cells.text(name)} IS NULL`);
  cells.expect(
    first,
    others.length === 0 ? 'TRUE' : others.join(' AND '),
    'the charge adds nothing to the cost',
  );
  return amounts.length < 2 ? (amounts[0] ?? 'NULL') : `coalesce(${amounts.join(', ')})`;
}

/**
 * Which benefit a line is about. PricingModel says so where it is filled, but on a purchase it may say OnDemand; older
 * files only have a ReservationId.
 */
function benefitSql(cells: Cells, kind: string): string {
  const model = `lower(${cells.text('pricingmodel')})`;
  const benefit = `lower(${cells.text('benefitid')})`;
  return `CASE WHEN ${model} = 'savingsplan' OR ${kind} = 'unusedsavingsplan' THEN 'Savings plan'
    WHEN ${model} = 'reservation' OR ${kind} = 'unusedreservation' THEN 'Reservation'
    WHEN ${model} IS NOT NULL AND coalesce(${kind}, '') NOT IN ('purchase', 'refund') THEN NULL
    WHEN contains(${benefit}, 'savingsplan') THEN 'Savings plan'
    WHEN coalesce(${benefit}, ${cells.text('reservationid')}) IS NOT NULL THEN 'Reservation' END`;
}

/** Asks for the columns of `AzureLine`. */
export function azureLine(cells: Cells): AzureLine {
  const type = cells.text('chargetype');
  const kind = `lower(${type})`;
  const isPurchase = cells.named('is_purchase', `(coalesce(${kind}, '') IN ('purchase', 'refund'))`);
  const isUnused = cells.named(
    'is_unused',
    `(coalesce(${kind}, '') IN ('unusedreservation', 'unusedsavingsplan'))`,
  );
  return {
    type,
    kind,
    cost: costSql(cells),
    quantity: firstDecimal(cells, ['quantity', 'usagequantity', 'consumedquantity'], 'quantity'),
    unit: cells.text('unitofmeasure'),
    billingCurrency: firstText(cells, ['billingcurrency', 'billingcurrencycode', 'currency', 'currencycode']),
    pricingCurrency: cells.text('pricingcurrency'),
    benefit: cells.named('benefit', benefitSql(cells, kind)),
    isPurchase,
    isUnused,
    isUsage: cells.named('is_usage', `(coalesce(${kind}, 'usage') = 'usage')`),
  };
}
