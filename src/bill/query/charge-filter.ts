/** Which part of the stored bills a question is about: a month, a currency, or everything. */

import { UserError } from '../../engine/errors.ts';
import { sqlText } from '../sql.ts';

/** Null: all of them. Amounts of two currencies are never added, whatever is asked for. */
export type ChargeFilter = {
  /** Month of BillingPeriodStart, `yyyy-mm`. */
  readonly month: string | null;
  readonly currency: string | null;
};

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Expression: the month of a charge, `yyyy-mm`. */
export const MONTH_SQL = "strftime(BillingPeriodStart, '%Y-%m')";

/**
 * Condition on a charge.
 * @throws UserError (usage) when the month is not written `yyyy-mm`
 */
export function filterSql({ month, currency }: ChargeFilter): string {
  if (month !== null && !MONTH.test(month)) {
    throw new UserError({
      code: 'bad-month',
      message: `${JSON.stringify(month)} is not a month`,
      hint: 'Write it as 2025-09.',
      exitCode: 2,
    });
  }
  const conditions = [
    ...(month === null ? [] : [`${MONTH_SQL} = ${sqlText(month)}`]),
    ...(currency === null ? [] : [`BillingCurrency = ${sqlText(currency)}`]),
  ];
  return conditions.length === 0 ? 'TRUE' : conditions.join(' AND ');
}

/** The error for a filter that no charge passes. */
export function nothingThere({ month, currency }: ChargeFilter): UserError {
  return new UserError({
    code: 'no-such-period',
    message: `The workspace has no charges of ${[month, currency].filter(part => part !== null).join(' ') || 'any month'}`,
    hint: '`trimtab bill summary --by billingPeriod,currency` shows what there is.',
    exitCode: 2,
  });
}
