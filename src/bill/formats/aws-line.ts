/** One line of a CUR under short names, and the ways in which rules are written over its type. */

import type { Cells } from '../read/cells.ts';
import { sqlText } from '../sql.ts';

/** Zero that does not widen a DECIMAL(18,10): an INTEGER would. */
export const ZERO = 'CAST(0 AS TINYINT)';

/** Line item types with rules of their own. Every other type counts as usage at its unblended cost. */
const LINE_TYPES = [
  'Usage',
  'DiscountedUsage',
  'RIFee',
  'Fee',
  'SavingsPlanCoveredUsage',
  'SavingsPlanNegation',
  'SavingsPlanRecurringFee',
  'SavingsPlanUpfrontFee',
  'Tax',
  'Credit',
  'Refund',
  // EdpDiscount, PrivateRateDiscount, BundledDiscount, RiVolumeDiscount, ...: lines that only show a discount.
  'Discount',
] as const;

export type LineType = (typeof LINE_TYPES)[number];

/** Number of a line's type: rules ask for it dozens of times a record, and numbers compare faster than texts. */
function lineTypeSql(type: string): string {
  const exact = LINE_TYPES.map((name, index) => `WHEN ${sqlText(name)} THEN ${index}`).join(' ');
  const other = `CASE WHEN suffix(${type}, 'Discount') THEN ${LINE_TYPES.indexOf('Discount')} END`;
  return `CAST(CASE ${type} ${exact} ELSE ${other} END AS TINYINT)`;
}

/** Condition: the line is of one of these types. */
export function isType({ kind }: LineItem, types: readonly LineType[]): string {
  return `(${types.map(type => `${kind} = ${LINE_TYPES.indexOf(type)}`).join(' OR ')})`;
}

/** Value by line item type: the first branch that names the type wins. */
export function byType(
  line: LineItem,
  branches: readonly (readonly [types: readonly LineType[], value: string])[],
  otherwise: string,
): string {
  const when = branches.map(([types, value]) => `WHEN ${isType(line, types)} THEN ${value}`);
  return `CASE ${when.join(' ')} ELSE ${otherwise} END`;
}

/** Key of a bill in `BillFacts.unbalancedBills`: an invoice is one payer's month. Arguments are expressions. */
export function billKeySql(payer: string, billingPeriodStart: string): string {
  return `concat_ws('|', ${payer}, CAST(${billingPeriodStart} AS VARCHAR))`;
}

/** Lines of usage that has a public on-demand price. */
export const ON_DEMAND_TYPES: readonly LineType[] = ['Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage'];

/** Columns that more than one rule looks at, as expressions. */
export type LineItem = {
  /** The type as written. */
  readonly type: string;
  /** The type as `isType` compares it. */
  readonly kind: string;
  readonly unblended: string;
  readonly net: string;
  readonly reservationArn: string;
  readonly savingsPlanArn: string;
  readonly usageAmount: string;
  readonly usageType: string;
  readonly productCode: string;
  readonly start: string;
  readonly end: string;
  readonly billStart: string;
  readonly billEnd: string;
  /** Key of the invoice that the line is on. */
  readonly bill: string;
};

/** Asks for the columns of `LineItem`. */
export function lineItem(cells: Cells): LineItem {
  const start = cells.time('lineitemusagestartdate');
  const billStart = `coalesce(${cells.time('billbillingperiodstartdate')}, date_trunc('month', ${start}))`;
  const type = cells.text('lineitemlineitemtype');
  return {
    type,
    kind: cells.named('line_type', lineTypeSql(type)),
    unblended: cells.decimal('lineitemunblendedcost', 'cost', { weight: 'record' }),
    net: cells.decimal('lineitemnetunblendedcost', 'cost', { weight: 'total' }),
    reservationArn: cells.text('reservationreservationarn'),
    savingsPlanArn: cells.text('savingsplansavingsplanarn'),
    usageAmount: cells.decimal('lineitemusageamount', 'quantity'),
    usageType: cells.text('lineitemusagetype'),
    productCode: cells.text('lineitemproductcode'),
    start,
    end: cells.time('lineitemusageenddate'),
    billStart,
    billEnd: cells.time('billbillingperiodenddate'),
    bill: billKeySql(cells.text('billpayeraccountid'), billStart),
  };
}

/**
 * Strips the mark `user_` of tag keys in a JSON object: a quote inside a value is escaped, so only keys follow `{` or `,`.
 * AWS writes no space there; the slow way is for the tools that do.
 */
export function tagKeysSql(json: string): string {
  const quick = `replace(replace(${json}, '{"user_', '{"'), ',"user_', ',"')`;
  const slow = `regexp_replace(${json}, '([{,]\\s*")user_', '\\1', 'g')`;
  return `CASE WHEN contains(${json}, ' "user_') THEN ${slow} ELSE ${quick} END`;
}
