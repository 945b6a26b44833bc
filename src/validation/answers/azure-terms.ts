/** Worked examples of the term of an Azure reservation: amortised price, refund, exchange, trade-in. */

import { z } from 'zod';
import { HOURS_PER_DAY } from '../../engine/calendar.ts';
import {
  amortisedPrice,
  amortisedRows,
  monthlyPayment,
  termDays,
} from '../../engine/commitments/azure/amortisation.ts';
import {
  decideExchange,
  decideRefund,
  minimumTradeInCommitment,
  proratedRefund,
  REFUND_LIMIT_USD,
  remainingCommitment,
} from '../../engine/commitments/azure/exchange.ts';
import type { Answer } from '../answer.ts';
import { sum } from './azure-application.ts';
import { amount, azureAnswer, positive } from './azure-inputs.ts';

const RESERVATION = 'azure-reservation';
const DAYS_PER_YEAR = 365;
const termYears = z.union([z.literal(1), z.literal(3)]);

/** What an example says of a term: its days, or when it starts and how many years it has, or the years alone. */
const term = {
  days: positive.optional(),
  start: z.iso.date().optional(),
  term_years: termYears.optional(),
};

function daysOf(given: {
  days?: number | undefined;
  start?: string | undefined;
  term_years?: 1 | 3 | undefined;
}) {
  if (given.days !== undefined) return given.days;
  const years = given.term_years ?? 1;
  return given.start === undefined ? years * DAYS_PER_YEAR : termDays(Date.parse(given.start), years);
}

const amortised = azureAnswer(
  RESERVATION,
  z
    .object({
      price: amount,
      ...term,
      vms: z.number().int().min(1).max(10_000).optional(),
      used_vms: z.number().int().min(0).max(10_000).optional(),
      days_in_month: amount.optional(),
    })
    .refine(given => given.days !== undefined || given.start !== undefined || given.term_years !== undefined)
    .refine(({ vms = 1, used_vms: used = vms }) => used <= vms),
  given => {
    const { price, vms = 1, days_in_month: daysInMonth } = given;
    const { perDay, perHour } = amortisedPrice(price, daysOf(given));
    const shares = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ resourceId: `vm-${index + 1}`, share: 1 / vms }));
    const unusedLine = (used: number) =>
      sum(
        amortisedRows(perDay, shares(used))
          .filter(({ chargeType }) => chargeType === 'UnusedReservation')
          .map(({ effectiveCost }) => effectiveCost),
      );
    return {
      per_day: perDay,
      per_hour: perHour,
      per_vm: amortisedRows(perDay, shares(vms))[0]?.effectiveCost ?? null,
      unused_line_if_one_vm: unusedLine(1),
      unused_line: unusedLine(given.used_vms ?? vms),
      days: daysOf(given),
      ...(given.term_years === undefined ? {} : { monthly_payment: monthlyPayment(price, given.term_years) }),
      ...(daysInMonth === undefined ? {} : { per_month: perDay * daysInMonth }),
    };
  },
  { days: ['term_days', 'days_in_term'] },
);

/** A reservation paid by the month, given back after some payments. */
const monthlyReservation = { monthly: amount, term_months: positive };

const refund = azureAnswer(
  RESERVATION,
  z.object({
    ...monthlyReservation,
    refund_month: amount,
    limit: amount.default(REFUND_LIMIT_USD),
    /** Commitment cancelled before, inside of the rolling year. */
    already_cancelled: amount.default(0),
  }),
  ({ monthly, term_months: months, refund_month: paid, limit, already_cancelled: before }) => {
    const cancelledCommitment = remainingCommitment(monthly, months, paid);
    const decision = decideRefund(
      { atMs: 0, cancelledCommitment },
      [{ atMs: 0, cancelledCommitment: before }],
      limit,
    );
    return {
      cancelled_commitment: cancelledCommitment,
      remaining_limit: decision.availableAfter,
      allowed: decision.isAllowed,
    };
  },
);

const exchange = azureAnswer(
  RESERVATION,
  z.object({ ...monthlyReservation, exchange_month: amount, new_commitment: amount.optional() }),
  ({ monthly, term_months: months, exchange_month: paid, new_commitment: next }) => {
    const remaining = remainingCommitment(monthly, months, paid);
    const decision = next === undefined ? null : decideExchange(remaining, next);
    return {
      remaining_commitment: remaining,
      min_new_commitment: remaining,
      ...(decision ? { allowed: decision.isAllowed, shortfall: decision.shortfall } : {}),
    };
  },
  {
    exchange_month: ['exchanged_after_payment', 'payments_made', 'exchange_after_month'],
    new_commitment: ['new_lifetime_commitment'],
  },
);

const prorated = azureAnswer(
  RESERVATION,
  z.object({ price: amount, ...term, days_used: amount, fee_fraction: z.number().min(0).max(1).default(0) }),
  given => {
    const days = daysOf(given);
    return {
      refund: proratedRefund({
        price: given.price,
        termDays: days,
        daysUsed: given.days_used,
        feeFraction: given.fee_fraction,
      }),
      remaining_days: Math.max(0, days - given.days_used),
    };
  },
  { days: ['term_days', 'days_in_term'], days_used: ['used_days', 'elapsed_days'] },
);

const tradeIn = azureAnswer(
  RESERVATION,
  z.object({ outstanding: z.union([z.array(amount), amount.transform(one => [one])]), ...term }),
  given => {
    const outstanding = sum(given.outstanding);
    const days = daysOf(given);
    const hourly = minimumTradeInCommitment(outstanding, days);
    return {
      outstanding_commitment: outstanding,
      min_hourly_commitment: hourly,
      hourly_commitment: hourly,
      hours: days * HOURS_PER_DAY,
    };
  },
  {
    outstanding: ['outstanding_commitment', 'remaining_commitment'],
    days: ['term_days', 'days_in_term', 'new_term_days'],
    term_years: ['new_term_years'],
  },
);

/** Examples of amortised prices and of leaving a reservation early; the more specific ones first. */
export const AZURE_TERM_ANSWERS: readonly Answer[] = [refund, exchange, tradeIn, prorated, amortised];
