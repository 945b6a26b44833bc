/** Worked examples of Azure commitments: the published ones, others of the same shapes, and inputs that do not fit. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Facts, Inputs } from '../../../src/validation/answer.ts';
import { AZURE_COMMITMENT_ANSWERS } from '../../../src/validation/answers/azure-commitments.ts';
import { testBook } from '../../helpers/test-book.ts';

type Example = {
  readonly id: string;
  readonly kind: string;
  readonly inputs: Inputs;
  readonly expected: Readonly<Record<string, unknown>>;
  readonly derived: Readonly<Record<string, unknown>>;
  readonly tolerance: number;
};

const { examples } = JSON.parse(
  readFileSync(new URL('../../../fixtures/worked-examples/azure-reservations.json', import.meta.url), 'utf8'),
) as { examples: readonly Example[] };

const FACTS: Facts = { book: testBook() };
const RESERVATION = 'azure-reservation';

const answersOf = (kind: string, inputs: Inputs) =>
  AZURE_COMMITMENT_ANSWERS.filter(answer => answer.kind === kind && answer.accepts(inputs));

/** Everything the first answer that fits says. */
function answer(kind: string, inputs: Inputs) {
  const [first] = answersOf(kind, inputs);
  if (!first) throw new Error('no answer fits');
  const computed = first.compute(inputs, FACTS);
  return { computed, of: (key: string) => computed[key] ?? first.resolve?.(key, inputs, computed) };
}

/** Numbers within a tolerance, however deep. */
function expectClose(computed: unknown, published: unknown, tolerance: number): void {
  if (Array.isArray(published)) {
    expect(computed).toHaveLength(published.length);
    published.forEach((value, index) => {
      expectClose((computed as unknown[])[index], value, tolerance);
    });
  } else if (typeof published === 'number') {
    expect(typeof computed).toBe('number');
    expect(Math.abs((computed as number) - published)).toBeLessThanOrEqual(tolerance + 1e-12);
  } else expect(computed).toEqual(published);
}

describe('published examples', () => {
  test('are all here', () => {
    expect(examples.length).toBeGreaterThan(12);
  });

  test.each(examples.map(example => [example.id, example] as const))('%s', (_id, example) => {
    const { of } = answer(example.kind, example.inputs);
    const facts = { ...example.expected, ...example.derived };

    for (const [key, value] of Object.entries(facts)) expectClose(of(key), value, example.tolerance);
  });

  test.each(examples.map(example => [example.id, example] as const))(
    '%s fits one answer only',
    (_id, example) => {
      expect(answersOf(example.kind, example.inputs)).toHaveLength(1);
    },
  );
});

const DSV2 = { Standard_DS1_v2: 1, Standard_DS2_v2: 2, Standard_DS3_v2: 4, Standard_DS4_v2: 8 };
const ds4 = { size: 'Standard_DS4_v2', quantity: 1 };

describe('other inputs of the same shapes', () => {
  test.each<[string, string, Inputs, Readonly<Record<string, unknown>>]>([
    [
      'several sizes whose footprint is just reserved',
      'azure-isf',
      {
        ratios: DSV2,
        reservation: ds4,
        running: [
          { size: 'Standard_DS2_v2', count: 2 },
          { size: 'Standard_DS3_v2', count: 1 },
        ],
      },
      { covered_vm_hours: 3, pay_as_you_go_vm_hours: 0, unused_footprint: 0 },
    ],
    [
      'more than the reservation: the first row is served first',
      'azure-isf',
      {
        ratios: DSV2,
        reservation: ds4,
        running: [
          { size: 'Standard_DS3_v2', count: 1 },
          { size: 'Standard_DS1_v2', count: 10 },
        ],
      },
      { covered_vm_hours: 5, pay_as_you_go_vm_hours: 6, covered_vm_hours_by_size: [1, 4] },
    ],
    [
      'more rows than digits: still the first rows first',
      'azure-isf',
      {
        ratios: DSV2,
        reservation: ds4,
        running: Array.from({ length: 12 }, () => ({ size: 'Standard_DS1_v2', count: 1 })),
      },
      { covered_vm_hours_by_size: [1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0] },
    ],
    [
      'several reservations',
      'azure-isf',
      {
        ratios: DSV2,
        reservations: [ds4, { size: 'Standard_DS1_v2', quantity: 2 }],
        running: [{ size: 'Standard_DS1_v2', count: 20 }],
      },
      { covered_vm_hours: 10, covered_footprint: 10 },
    ],
    [
      'capacity priority',
      'azure-isf',
      {
        ratios: DSV2,
        reservation: { ...ds4, flexibility: 'size' },
        running: [{ size: 'Standard_DS1_v2', count: 8 }],
      },
      { covered_vm_hours: 0, unused_footprint: 1 },
    ],
    [
      'a reservation of none',
      'azure-isf',
      {
        ratios: DSV2,
        reservation: { ...ds4, quantity: 0 },
        running: [{ size: 'Standard_DS1_v2', count: 8 }],
      },
      { covered_vm_hours: 0, pay_as_you_go_vm_hours: 8 },
    ],
    [
      'three machines on two reservations',
      RESERVATION,
      { reservation_quantity: 2, hours: [[1, 1, 1], [0.5, 0.5], []] },
      {
        pay_as_you_go_hours: [1, 0, 0],
        unused_hours: [0, 1, 2],
        covered_hours: [2, 1, 0],
        wasted_hours: [0, 1, 2],
      },
    ],
    [
      'two databases of 8 cores on 16',
      RESERVATION,
      { reserved_cores: 16, usage: [{ cores: 8 }, { cores: 8, from_min: 0, to_min: 60 }] },
      { covered_core_hours: 16, pay_as_you_go_core_hours: 0, unused_core_hours: 0 },
    ],
    [
      'databases that overlap for 15 minutes',
      RESERVATION,
      {
        reserved_cores: 16,
        usage: [
          { cores: 16, from_min: 0, to_min: 45 },
          { cores: 16, from_min: 30, to_min: 60 },
        ],
      },
      { covered_core_hours: 16, pay_as_you_go_core_hours: 4 },
    ],
    [
      'an early overlap, netted over the hour',
      RESERVATION,
      {
        reserved_cores: 8,
        usage: [
          { cores: 8, to_min: 30 },
          { cores: 8, to_min: 30 },
        ],
      },
      { covered_core_hours: 8, pay_as_you_go_core_hours: 0 },
    ],
    [
      'an early overlap, matched at every moment',
      RESERVATION,
      {
        reserved_cores: 8,
        matching: 'simultaneous',
        usage: [
          { cores: 8, to_min: 30 },
          { cores: 8, to_min: 30 },
        ],
      },
      {
        covered_core_hours: 4,
        payg_core_hours: 4,
        unused_core_hours: 4,
        covered_core_hours_by_database: [4, 0],
      },
    ],
    [
      'a database that runs into the next hour: nothing is carried over',
      RESERVATION,
      { reserved_cores: 8, usage: [{ cores: 16, from_min: 30, to_min: 90 }] },
      { covered_core_hours: 16, pay_as_you_go_core_hours: 0, unused_core_hours: 0 },
    ],
    [
      'two small warehouses on five units',
      RESERVATION,
      { reserved_units: 5, usage_units: [1, 1], hours: [1, 1] },
      { covered: 2, pay_as_you_go: 0, unused: 3, wasted: 3 },
    ],
    [
      'a warehouse of two hours',
      RESERVATION,
      { reserved_units: 5, usage_units: [15], hours: [2] },
      { covered: 10, pay_as_you_go: 20, unused: 0 },
    ],
    [
      'warehouses without hours run for one',
      RESERVATION,
      { reserved_units: 5, usage_units: [3, 4] },
      { covered: 5, pay_as_you_go: 2, covered_by_warehouse: [3, 2] },
    ],
    [
      'Cosmos DB in Regions of unequal ratios',
      RESERVATION,
      {
        reserved_ru: 100_000,
        usage: [
          { region: 'AU Central 2', ru: 50_000, ratio: 1.5 },
          { region: 'FR South', ru: 50_000, ratio: 1.625 },
        ],
      },
      {
        covered_ru: [50_000, 15_384],
        pay_as_you_go_ru: 34_616,
        reservation_ru_needed: [75_000, 81_250],
        reservation_ru_used: 100_000,
      },
    ],
    [
      'Cosmos DB in Regions whose ratio is published',
      RESERVATION,
      {
        reserved_ru: 12_000,
        usage: [
          { region: 'CA Central', ru: 10_000 },
          { region: 'US East', ru: 5 },
        ],
      },
      { covered_ru: [10_000, 0], pay_as_you_go_ru: 5 },
    ],
    [
      'disks of several counts, without a price',
      RESERVATION,
      { reserved: 10, hours: [[{ disks: 30, h: 0.5 }], [{ disks: 4, h: 1 }, { disks: 4 }], []] },
      { unused: [0, 2, 10], pay_as_you_go: [5, 0, 0], covered: [10, 8, 0] },
    ],
    [
      'storage below, above and at the reservation',
      RESERVATION,
      { reserved_tib: 100, used_tib: [80, 101, 100], reservation_price_year: 18_540 },
      { unused_tib: [20, 0, 0], pay_as_you_go_tib: [0, 1, 0], monthly_payment: 1_545 },
    ],
    [
      'a SUSE plan on smaller machines',
      RESERVATION,
      { plan_ratio: 2, vm_ratio: 1 },
      { covered_vms: 2, covered_fraction: 1 },
    ],
    [
      'two SUSE plans on larger machines',
      RESERVATION,
      { plan_ratio: 1.92308, vm_ratio: 2.92308, quantity: 2, vms: 4 },
      { covered_vms: 3.84616 / 2.92308, covered_fraction: 3.84616 / 2.92308 / 4 },
    ],
    [
      'a leap year',
      RESERVATION,
      { price: 12_016, days: 366, days_in_month: 30 },
      { per_day: 12_016 / 366, per_hour: 12_016 / 366 / 24, per_month: (12_016 / 366) * 30 },
    ],
    [
      'a leap year by its dates',
      RESERVATION,
      { price: 12_016, start: '2019-10-23', term_years: 1 },
      { days: 366, per_day: 12_016 / 366, monthly_payment: 12_016 / 12 },
    ],
    [
      'four machines of which three run',
      RESERVATION,
      { price: 365, days: 365, vms: 4, used_vms: 3 },
      { per_vm: 0.25, unused_line: 0.25, unused_line_if_one_vm: 0.75 },
    ],
    [
      'a refund above the limit is not made',
      RESERVATION,
      { monthly: 3_000, term_months: 36, refund_month: 12 },
      { cancelled_commitment: 72_000, remaining_limit: 50_000, allowed: false },
    ],
    [
      'a second refund in the year',
      RESERVATION,
      { monthly: 100, term_months: 36, refund_month: 12, already_cancelled: 2_400 },
      { canceled_commitment: 2_400, remaining_limit: 45_200, allowed: true },
    ],
    [
      'an exchange after the 18th payment',
      RESERVATION,
      { monthly: 100, term_months: 36, exchange_month: 18, new_commitment: 1_700 },
      { min_new_commitment: 1_800, minimum_new_commitment: 1_800, allowed: false, shortfall: 100 },
    ],
    [
      'a trade-in',
      RESERVATION,
      { outstanding: 250, term_years: 1 },
      { min_hourly_commitment: 0.029, hours: 8_760 },
    ],
    [
      'a trade-in of two',
      RESERVATION,
      { outstanding: [250, 250], days: 365 },
      { min_hourly_commitment: 0.058 },
    ],
    [
      'a pro-rated refund',
      RESERVATION,
      { price: 365, days: 365, days_used: 100 },
      { refund: 265, remaining_days: 265 },
    ],
    [
      'Databricks units until none is left',
      RESERVATION,
      {
        dbcu: 100,
        usage: [
          { workload: 'All Purpose Compute', tier: 'Premium', dbu: 100 },
          { workload: 'jobs_light', tier: 'standard', dbu: 100 },
          { dbu: 100, ratio: 0.4 },
        ],
      },
      {
        used_dbcu: 100,
        remaining_dbcu: 0,
        dbcu_by_usage: [55, 7, 38],
        covered_dbu: [100, 100, 95],
        pay_as_you_go_dbu: 5,
      },
    ],
    [
      'an hour of a savings plan',
      RESERVATION,
      {
        commitment_per_hour: 3,
        usage: [
          { quantity: 4, on_demand_rate: 1, savings_plan_rate: 0.8 },
          { quantity: 4, on_demand_rate: 1, savings_plan_rate: 0.5 },
          { quantity: 1, on_demand_rate: 2, savings_plan_rate: null },
        ],
      },
      {
        covered_quantity: [1.25, 4, 0],
        used_commitment: 3,
        unused_commitment: 0,
        pay_as_you_go_cost: 4.75,
        total_cost: 7.75,
      },
    ],
  ])('%s', (_what, kind, inputs, expected) => {
    const { of } = answer(kind, inputs);

    for (const [key, value] of Object.entries(expected)) expectClose(of(key), value, 1e-9);
  });

  test('a name that means nothing has no value', () => {
    expect(answer(RESERVATION, { price: 365, days: 365 }).of('constructor_of_things')).toBeUndefined();
  });

  test('an example without expected results computes under names of its own', () => {
    expect(Object.keys(answer(RESERVATION, { price: 365, days: 365, vms: 2 }).computed)).toEqual([
      'per_day',
      'per_hour',
      'per_vm',
      'unused_line_if_one_vm',
      'unused_line',
      'days',
    ]);
  });
});

describe('what does not fit is not accepted', () => {
  test.each<[string, string, Inputs]>([
    ['nothing', RESERVATION, {}],
    ['nothing', 'azure-isf', {}],
    ['a text for a number', RESERVATION, { reserved_cores: '8', usage: [{ cores: 8 }] }],
    ['a negative amount', RESERVATION, { reserved_cores: -8, usage: [{ cores: 8 }] }],
    ['no number', RESERVATION, { reserved_cores: Number.NaN, usage: [{ cores: 8 }] }],
    ['a number beyond all bills', RESERVATION, { reserved_cores: 1e308, usage: [{ cores: 8 }] }],
    [
      'an end before its start',
      RESERVATION,
      { reserved_cores: 8, usage: [{ cores: 8, from_min: 9, to_min: 3 }] },
    ],
    ['lists of unequal length', RESERVATION, { reserved_units: 5, usage_units: [1, 1], hours: [1] }],
    ['a Region without a ratio', RESERVATION, { reserved_ru: 5, usage: [{ region: 'Atlantis', ru: 1 }] }],
    ['a ratio of 0', 'azure-isf', { ratios: { a: 0 }, reservation: { size: 'a' }, running: [{ size: 'a' }] }],
    [
      'a tier that is not sold',
      RESERVATION,
      { dbcu: 5, usage: [{ workload: 'sql', tier: 'standard', dbu: 1 }] },
    ],
    ['a price without a term', RESERVATION, { price: 365 }],
    ['more machines used than there are', RESERVATION, { price: 1, days: 365, vms: 2, used_vms: 3 }],
  ])('%s', (_what, kind, inputs) => {
    expect(answersOf(kind, inputs)).toEqual([]);
  });

  test.each<[string, Inputs]>([
    ['a database that runs for a million years', { reserved_cores: 8, usage: [{ cores: 8, to_min: 1e12 }] }],
    ['a warehouse that does', { reserved_units: 8, usage_units: [8], hours: [1e11] }],
  ])('%s is refused before memory is taken', (_what, inputs) => {
    expect(() => answer(RESERVATION, inputs)).toThrow(/rows of usage over/);
  });

  test('a value of null is a missing one', () => {
    expect(answer(RESERVATION, { reserved_units: 5, usage_units: [3], hours: null }).computed.covered).toBe(
      3,
    );
  });
});
