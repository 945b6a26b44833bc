/** Worked examples of what Azure reservations cover hour by hour: machines, vCores, cDWU, RU/s, disks, TiB. */

import { z } from 'zod';
import { monthlyPayment } from '../../engine/commitments/azure/amortisation.ts';
import { matchHour } from '../../engine/commitments/azure/hour-matching.ts';
import { cosmosDbRatio } from '../../engine/commitments/azure/published-ratios.ts';
import { coveredRequestUnits } from '../../engine/commitments/azure/reservations.ts';
import type { Answer } from '../answer.ts';
import {
  applyExample,
  type ExampleUsage,
  exampleReservation,
  requireSize,
  sum,
  sumByHour,
} from './azure-application.ts';
import { amount, azureAnswer, partInHour, positive, rows } from './azure-inputs.ts';

const RESERVATION = 'azure-reservation';

/** One reservation of a product over some hours: covered, left and unused units of each hour. */
function reserve(product: string, sku: string, reserved: number, hours: number, quantities: number[][]) {
  const usage = quantities.map((row): ExampleUsage => ({ product, sku, quantities: row }));
  const coverage = applyExample({ hours, usage, commitments: [exampleReservation(product, sku, reserved)] });
  return {
    rows: coverage.covered.map(sum),
    covered: sumByHour(coverage.covered, hours),
    uncovered: sumByHour(coverage.uncovered, hours),
    unused: sumByHour(coverage.unused, hours),
  };
}

/** Rows by hour as rows by resource: the place in an hour's list is the resource. */
function byResource(hours: readonly (readonly number[])[]): number[][] {
  const resources = Math.max(0, ...hours.map(({ length }) => length));
  requireSize(resources, hours.length);
  return Array.from({ length: resources }, (_, index) => hours.map(hour => hour[index] ?? 0));
}

const machines = azureAnswer(
  RESERVATION,
  z.object({ reservation_quantity: amount, hours: rows(z.array(amount)) }),
  ({ reservation_quantity: quantity, hours }) => {
    const result = reserve('virtual-machine', 'size', quantity, hours.length, byResource(hours));
    return {
      pay_as_you_go_hours: result.uncovered,
      covered_hours: result.covered,
      unused_hours: result.unused,
      total_pay_as_you_go_hours: sum(result.uncovered),
      total_covered_hours: sum(result.covered),
      total_unused_hours: sum(result.unused),
    };
  },
);

/** Units that run from a minute to another, on any clock hours. */
type Run = { readonly units: number; readonly from_min: number; readonly to_min: number };

function hoursOf(runs: readonly Run[]): number {
  return Math.max(1, ...runs.map(({ to_min: to }) => Math.ceil(to / 60)));
}

/** Each run as a row of unit-hours, which is all that netting over an hour looks at. */
function nettedRows(runs: readonly Run[]): number[][] {
  const hours = hoursOf(runs);
  requireSize(runs.length, hours);
  return runs.map(({ units, from_min, to_min }) =>
    Array.from({ length: hours }, (_, hour) => {
      const { from, to } = partInHour(from_min, to_min, hour);
      return units * (to - from);
    }),
  );
}

/** The same runs matched at every moment. */
function simultaneous(reserved: number, runs: readonly Run[]) {
  const matches = Array.from({ length: hoursOf(runs) }, (_, hour) =>
    matchHour(
      'simultaneous',
      reserved,
      runs.map(({ units, from_min, to_min }) => ({ units, ...partInHour(from_min, to_min, hour) })),
    ),
  );
  return {
    rows: runs.map((_, index) => sum(matches.map(({ coveredByInterval }) => coveredByInterval[index] ?? 0))),
    covered: matches.map(({ covered }) => covered),
    uncovered: matches.map(({ uncovered }) => uncovered),
    unused: matches.map(({ unused }) => unused),
  };
}

const databases = azureAnswer(
  RESERVATION,
  z.object({
    reserved_cores: amount,
    matching: z.enum(['hourly-netting', 'simultaneous']).optional(),
    usage: rows(
      z
        .object({ cores: amount, from_min: amount.default(0), to_min: amount.default(60) })
        .refine(({ from_min, to_min }) => from_min <= to_min),
    ),
  }),
  ({ reserved_cores: reserved, matching, usage }) => {
    const runs = usage.map(({ cores, from_min, to_min }) => ({ units: cores, from_min, to_min }));
    const quantities = nettedRows(runs);
    const result =
      matching === 'simultaneous'
        ? simultaneous(reserved, runs)
        : reserve('sql-database', 'vcore', reserved, hoursOf(runs), quantities);
    return {
      covered_core_hours: sum(result.covered),
      pay_as_you_go_core_hours: sum(result.uncovered),
      unused_core_hours: sum(result.unused),
      covered_core_hours_by_database: result.rows,
    };
  },
);

const warehouses = azureAnswer(
  RESERVATION,
  z
    .object({ reserved_units: amount, usage_units: rows(amount), hours: rows(amount).optional() })
    .refine(({ usage_units, hours }) => hours === undefined || hours.length === usage_units.length),
  ({ reserved_units: reserved, usage_units: units, hours }) => {
    const runs = units.map((each, index) => ({
      units: each,
      from_min: 0,
      to_min: (hours?.[index] ?? 1) * 60,
    }));
    const result = reserve('synapse', 'cdwu-100', reserved, hoursOf(runs), nettedRows(runs));
    return {
      covered: sum(result.covered),
      pay_as_you_go: sum(result.uncovered),
      unused: sum(result.unused),
      covered_by_warehouse: result.rows,
    };
  },
);

const requestUnits = azureAnswer(
  RESERVATION,
  z.object({
    reserved_ru: amount,
    usage: rows(
      z
        .object({ region: z.string().optional(), ru: amount, ratio: positive.optional() })
        .transform(({ region, ru, ratio }) => ({ ru, ratio: ratio ?? cosmosDbRatio(region ?? '') }))
        .refine((row): row is { ru: number; ratio: number } => row.ratio !== null),
    ),
  }),
  ({ reserved_ru: reserved, usage }) => {
    const { covered, used, unused } = applyExample({
      hours: 1,
      usage: usage.map(({ ru, ratio }) => ({
        product: 'cosmos-db',
        sku: 'ru',
        unitsPerQuantity: ratio,
        quantities: [ru],
      })),
      commitments: [exampleReservation('cosmos-db', 'ru', reserved)],
    });
    const whole = usage.map(({ ratio }, row) => coveredRequestUnits((covered[row]?.[0] ?? 0) * ratio, ratio));
    const left = usage.map(({ ru }, row) => Math.max(0, ru - (whole[row] ?? 0)));
    return {
      covered_ru: whole,
      pay_as_you_go_ru: sum(left),
      pay_as_you_go_ru_by_region: left,
      total_covered_ru: sum(whole),
      reservation_ru_needed: usage.map(({ ru, ratio }) => ru * ratio),
      reservation_ru_used: sum(used.flat()),
      unused_ru: sum(unused.flat()),
    };
  },
);

/** Payments of a reservation, where an example gives its price of a year. */
function payments(pricePerYear: number | undefined) {
  return pricePerYear === undefined ? {} : { monthly_payment: monthlyPayment(pricePerYear, 1) };
}

const disks = azureAnswer(
  RESERVATION,
  z.object({
    reserved: amount,
    reservation_price_year: amount.optional(),
    hours: rows(z.array(z.object({ disks: amount, h: z.number().min(0).max(1).default(1) }))),
  }),
  ({ reserved, reservation_price_year: price, hours }) => {
    const used = byResource(hours.map(hour => hour.map(({ disks: count, h }) => count * h)));
    const result = reserve('managed-disk', 'sku', reserved, hours.length, used);
    return {
      unused: result.unused,
      pay_as_you_go: result.uncovered,
      covered: result.covered,
      ...payments(price),
    };
  },
);

const storage = azureAnswer(
  RESERVATION,
  z.object({ reserved_tib: amount, used_tib: rows(amount), reservation_price_year: amount.optional() }),
  ({ reserved_tib: reserved, used_tib: used, reservation_price_year: price }) => {
    const result = reserve('storage-capacity', 'tier', reserved, used.length, [used]);
    return {
      covered_tib: result.covered,
      pay_as_you_go_tib: result.uncovered,
      unused_tib: result.unused,
      covered: result.covered,
      pay_as_you_go: result.uncovered,
      unused: result.unused,
      ...payments(price),
    };
  },
  { used_tib: ['usage_tib', 'hours'] },
);

/** Examples of reservations of machines, databases, warehouses, request units, disks and storage. */
export const AZURE_HOUR_ANSWERS: readonly Answer[] = [
  machines,
  databases,
  warehouses,
  requestUnits,
  disks,
  storage,
];
