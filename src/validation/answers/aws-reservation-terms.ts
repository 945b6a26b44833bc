/** Answers on what reservations cost and how they are changed: fees, list value, modification, merge. */

import { HOURS_PER_DAY, HOURS_PER_MONTH, HOURS_PER_YEAR } from '../../engine/calendar.ts';
import {
  checkModification,
  footprint,
  type ModifiedReservation,
  mergeTerms,
  modificationStart,
  type ReservedSize,
} from '../../engine/commitments/aws/change-instruments.ts';
import {
  amortisedPerDay,
  amortisedPerHour,
  breakEvenMonths,
  listValue,
  monthlyFee,
} from '../../engine/commitments/aws/reservation-price.ts';
import type { TermYears } from '../../engine/commitments/commitment.ts';
import type { Answer, Inputs } from '../answer.ts';
import {
  has,
  isRecord,
  numberIn,
  numberOf,
  numberOr,
  positiveOr,
  recordOf,
  recordsOf,
  textOf,
} from '../read-inputs.ts';
import { EXAMPLE_REGION, platformOf } from './aws-application.ts';

const kind = 'aws-ri';

/** Any of these keys is there. */
const hasAny = (inputs: Inputs, keys: readonly string[]) => keys.some(key => has(inputs, key));

const MONTHLY_FEE: Answer = {
  kind,
  accepts: inputs => has(inputs, 'hourly_fee', 'hours_in_month'),
  compute: inputs => {
    const hours = numberOf(inputs, 'hours_in_month');
    const count = numberOr(inputs, 'count', 1);
    const fee = monthlyFee(numberOf(inputs, 'hourly_fee'), hours, count);
    const factor = numberIn(inputs, 'normalization_factor');
    return {
      ri_fee: fee,
      ri_fee_exact: fee,
      total_reserved_units: hours * count,
      ...(factor === null ? {} : { total_reserved_normalized_units: hours * count * factor }),
    };
  },
};

/** Hours of the term: from `hours_in_term`, `term_days` or `term_years`; a year when nothing is said. */
function termHours(inputs: Inputs): number {
  if (has(inputs, 'hours_in_term')) return positiveOr(inputs, 'hours_in_term', HOURS_PER_YEAR);
  if (has(inputs, 'term_days')) return positiveOr(inputs, 'term_days', 365) * HOURS_PER_DAY;
  return positiveOr(inputs, 'term_years', 1) * HOURS_PER_YEAR;
}

const UPFRONT = ['upfront', 'upfront_fee', 'fixed_price'];
const RECURRING = ['hourly_rate', 'recurring_hourly', 'recurring_rate', 'hourly_fee'];

/** Upfront and hourly price over a term: list value and amortised price. */
const PRICE: Answer = {
  kind,
  accepts: inputs => hasAny(inputs, UPFRONT),
  compute: inputs => {
    const hours = termHours(inputs);
    const upfront = numberOf(inputs, ...UPFRONT);
    const recurring = numberIn(inputs, ...RECURRING) ?? 0;
    const perHour = amortisedPerHour(upfront, recurring, hours);
    const onDemand = numberIn(inputs, 'on_demand_rate', 'on_demand_hourly');
    return {
      list_value: listValue(upfront, recurring, hours),
      amortised_per_hour: perHour,
      amortised_per_day: amortisedPerDay(upfront, recurring, hours),
      amortised_per_month: perHour * HOURS_PER_MONTH,
      amortised_upfront_per_day: amortisedPerDay(upfront, 0, hours),
      hourly_equivalent: perHour,
      effective_hourly: perHour,
      total_cost: perHour * hours,
      ...(onDemand === null
        ? {}
        : {
            break_even_utilization: onDemand > 0 ? perHour / onDemand : null,
            break_even_months: breakEvenMonths(
              upfront,
              onDemand * HOURS_PER_MONTH,
              recurring * HOURS_PER_MONTH,
            ),
          }),
    };
  },
};

/** `["t2.large", 1]` or `{type, count}`. @throws Error */
function readSize(value: unknown, where: string): ReservedSize & { readonly row: Inputs } {
  if (Array.isArray(value)) {
    const [instanceType, count = 1] = value as readonly unknown[];
    return readSize({ type: instanceType, count }, where);
  }
  if (!isRecord(value)) throw new Error(`\`${where}\` must hold [type, count] pairs`);
  return { instanceType: textOf(value, 'type'), count: numberOr(value, 'count', 1), row: value };
}

function readSizes(inputs: Inputs, key: string) {
  const value = inputs[key];
  if (!Array.isArray(value)) throw new Error(`\`${key}\` must be a list`);
  // One pair instead of a list of pairs.
  const pairs = typeof value[0] === 'string' ? [value] : value;
  return pairs.map((pair: unknown) => readSize(pair, key));
}

const endMsOf = (row: Inputs): number | null => {
  const key = ['expires', 'end', 'end_date'].find(name => has(row, name));
  if (key === undefined) return null;
  const ms = Date.parse(textOf(row, key));
  if (Number.isNaN(ms)) throw new Error(`\`${key}\` must be a date`);
  return ms;
};

/** One request: what the case says of platform, class and Region holds for all its rows unless a row says otherwise. */
function modify(request: Inputs) {
  const said = (row: Inputs, key: string, fallback: string) => {
    const found = [row, request].find(each => has(each, key));
    return found ? textOf(found, key) : fallback;
  };
  const from = readSizes(request, 'from');
  const to = readSizes(request, 'to');
  const verdict = checkModification(
    from.map(
      ({ instanceType, count, row }): ModifiedReservation => ({
        instanceType,
        count,
        operatingSystem: platformOf(said(row, 'platform', 'Linux/UNIX')),
        region: said(row, 'region', EXAMPLE_REGION),
        offeringClass: /convertible/i.test(said(row, 'class', 'standard')) ? 'convertible' : 'standard',
        endMs: endMsOf(row),
      }),
    ),
    to.map(({ instanceType, count, row }) => ({
      instanceType,
      count,
      region: said(row, 'region', EXAMPLE_REGION),
    })),
  );
  return {
    allowed: verdict.isAllowed,
    reason: verdict.isAllowed ? null : verdict.reason,
    from_units: footprint(from),
    to_units: footprint(to),
  };
}

const MODIFICATION: Answer = {
  kind,
  accepts: inputs => Array.isArray(inputs.cases) || (Array.isArray(inputs.from) && Array.isArray(inputs.to)),
  compute: inputs => {
    if (!Array.isArray(inputs.cases)) return modify(inputs);
    const results = recordsOf(inputs, 'cases').map(modify);
    const column = <Key extends keyof (typeof results)[number]>(key: Key) => results.map(each => each[key]);
    return {
      allowed: column('allowed'),
      reasons: column('reason'),
      from_units: column('from_units'),
      to_units: column('to_units'),
    };
  },
};

const MODIFICATION_TIME: Answer = {
  kind,
  accepts: inputs => has(inputs, 'requested_at'),
  compute: inputs => {
    const ms = Date.parse(textOf(inputs, 'requested_at'));
    if (Number.isNaN(ms)) throw new Error('`requested_at` must be a time');
    return { effective_from: new Date(modificationStart(ms)).toISOString().replace('.000Z', 'Z') };
  },
};

function termYearsOf(row: Inputs): TermYears {
  const years = numberOf(row, 'term_years');
  if (years !== 1 && years !== 3) throw new Error('`term_years` must be 1 or 3');
  return years;
}

const MERGE: Answer = {
  kind,
  accepts: inputs => isRecord(inputs.reservations) && Array.isArray(inputs.merges),
  compute: inputs => {
    const reservations = recordOf(inputs, 'reservations');
    const merges = inputs.merges as readonly unknown[];
    const results = merges.map(ids => {
      if (!Array.isArray(ids) || ids.length === 0) throw new Error('a merge must be a list of reservations');
      const rows = ids.map((id: unknown) => {
        const row = recordOf(reservations, String(id));
        return {
          termYears: termYearsOf(row),
          end: endMsOf(row) ?? Number.NaN,
          expires: textOf(row, 'expires'),
        };
      });
      const merged = mergeTerms(rows);
      const latest = rows.find(({ end }) => end === merged?.end);
      return merged && { term_years: merged.termYears, expires: latest?.expires ?? null };
    });
    return { results };
  },
};

/** The narrower shapes first: the first one that fits answers. */
export const RESERVATION_TERMS_ANSWERS: readonly Answer[] = [
  MODIFICATION,
  MODIFICATION_TIME,
  MERGE,
  MONTHLY_FEE,
  PRICE,
];
