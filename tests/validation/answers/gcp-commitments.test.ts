import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Inputs } from '../../../src/validation/answer.ts';
import { GCP_COMMITMENT_ANSWERS } from '../../../src/validation/answers/gcp-commitments.ts';
import { testBook } from '../../helpers/test-book.ts';

type Example = {
  readonly id: string;
  readonly kind: string;
  readonly inputs: Inputs;
  readonly expected: Inputs;
  readonly derived: Inputs;
  readonly tolerance: number;
};

const folder = new URL('../../../fixtures/worked-examples/', import.meta.url);
const examples = ['gcp-committed-use', 'gcp-sustained-use', 'calculator-goldens']
  .flatMap(
    (name): readonly Example[] => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')).examples,
  )
  .filter(({ kind }) => kind === 'gcp-sud' || kind === 'gcp-cud');

const answerOf = (kind: string, inputs: Inputs) =>
  GCP_COMMITMENT_ANSWERS.find(answer => answer.kind === kind && answer.accepts(inputs));
const facts = { book: testBook() };
const sud = (inputs: Inputs) => answerOf('gcp-sud', inputs)?.compute(inputs, facts);
const cud = (inputs: Inputs) => answerOf('gcp-cud', inputs)?.compute(inputs, facts);

/** Every number of the published value against the computed one; keys and lists must be the same. */
function expectNear(computed: unknown, published: unknown, tolerance: number, path: string): void {
  if (typeof published === 'number') {
    expect(computed, path).toBeTypeOf('number');
    expect(Math.abs((computed as number) - published), path).toBeLessThanOrEqual(tolerance + 1e-12);
    return;
  }
  if (typeof published !== 'object' || published === null) {
    expect(computed, path).toEqual(published);
    return;
  }
  for (const [key, value] of Object.entries(published))
    expectNear((computed as Inputs | undefined)?.[key], value, tolerance, `${path}.${key}`);
}

const THIRTY = [1, 0.8, 0.6, 0.4];
const TWENTY = [1, 0.8678, 0.733, 0.6];

describe('published examples', () => {
  test('there are some of both kinds', () => {
    expect(examples.filter(({ kind }) => kind === 'gcp-sud').length).toBeGreaterThanOrEqual(5);
    expect(examples.filter(({ kind }) => kind === 'gcp-cud').length).toBeGreaterThanOrEqual(4);
  });

  test.each(examples.map(example => [example.id, example] as const))('%s', (id, example) => {
    const computed = answerOf(example.kind, example.inputs)?.compute(example.inputs, facts);

    expectNear(computed, example.expected, example.tolerance, id);
    expectNear(computed, example.derived, example.tolerance, id);
  });
});

describe('sustained use of other inputs', () => {
  test.each([
    ['the 20 % group by its multipliers', { multipliers: TWENTY, usage_fraction: 1 }, 0.1998],
    ['the 20 % group by a machine type', { machine_type: 'c2-standard-4', usage_fraction: 1 }, 0.1998],
    ['the 30 % group by its name', { group: '30%', usage_fraction: 0.75 }, 0.2],
    ['memory of a series', { series: 'n2d', resource: 'memory-gib', usage_fraction: 0.5 }, 0.0661],
    ['a series that earns nothing', { series: 'e2', usage_fraction: 1 }, 0],
    ['hours of a month of 730 hours', { series: 'n1', hours: 365 }, 0.1],
    ['hours of a month of 30 days', { series: 'n1', hours: 360, month_days: 30 }, 0.1],
    ['two halves of a month, one after the other', { series: 'n1', instances: 2, days_each: 15 }, 0.3],
    ['two halves at once', { series: 'n1', instances: 2, days_each: 15, concurrent: true }, 0.1],
    ['use of no hour', { series: 'n1', hours: 0 }, 0],
    ['a missing value', { series: 'n1', hours: 365, quantity: null }, 0.1],
    ['a profile by hour', { multipliers: THIRTY, hourly_usage: [2, 1, 1, 0] }, 1 - (0.8 * 3 + 1) / 4],
  ])('%s', (_what, inputs, discount) => {
    expect(sud(inputs)?.effective_discount).toBeCloseTo(discount, 9);
    expect(sud(inputs)?.average_discount).toBeCloseTo(discount, 9);
  });

  test('the printed rates of c2-standard-4', () => {
    const inputs = { base_rate: 0.2088, multipliers: TWENTY, usage_bands: [0.25, 0.5, 0.75, 1] };

    expectNear(sud(inputs)?.incremental_rates, [0.2088, 0.1811, 0.153, 0.1252], 1e-4, 'rates');
  });

  test('costs follow the hours, the units and the price', () => {
    const one = sud({ hourly_rate: 0.5, hours: 730, multipliers: TWENTY });
    const many = sud({ hourly_rate: 0.5, hours: [730, 73], quantity: 4, multipliers: TWENTY });

    expect(one).toMatchObject({
      cost: expect.closeTo(730 * 0.5 * 0.8002, 8),
      full_price_cost: 365,
      effective_rate: expect.closeTo(0.4001, 8),
    });
    expectNear(many?.cost, [4 * 730 * 0.5 * 0.8002, 4 * 73 * 0.5], 1e-8, 'cost');
  });

  test('more instance-days than one instance has are stacked into the fewest', () => {
    expect(sud({ instances: 45, days_each: 1, month_days: 30, multipliers: THIRTY })).toMatchObject({
      equivalent_instance_months: expect.closeTo(1.5, 10),
      inferred_instances: 2,
      effective_discount: expect.closeTo(1 - (0.7 + 0.45) / 1.5, 10),
    });
  });
});

describe('committed use of other inputs', () => {
  const usage = [
    { sku: 'RAM', quantity: 8, list_rate: 0.02181159, cud_rate: 0.0157043448, list_cost: 0.174496 },
    { sku: 'Core', quantity: 32, list_rate: 0.00292353, cud_rate: 0.0021049416, list_cost: 0.093568 },
  ];

  test.each([
    ['in on-demand dollars', { discount: 0.28, commitment_on_demand_per_hour: 0.3 }],
    ['in discounted dollars', { discount: 0.28, commitment_new_model_per_hour: 0.216 }],
    ['at the discount of the prices', { commitment_on_demand_per_hour: 0.3 }],
    ['at the published discount', { term_years: 1, commitment_on_demand_per_hour: 0.3 }],
  ])('the printed scenario of a commitment that is not used up, %s', (_how, terms) => {
    const printed = {
      legacy: {
        fee_unused: 0.022994,
        fee_ram: 0.125637,
        fee_core: 0.067369,
        credit_ram: -0.174496,
        credit_core: -0.093568,
      },
      new: {
        fee_unused: 0.022994,
        covered_ram_quantity: 8,
        covered_core_quantity: 32,
        covered_ram_cost: 0.125637,
        covered_core_cost: 0.067369,
        offset_ram: -0.1256348,
        offset_core: -0.0673581,
        default_ram_cost: 0,
        default_core_cost: 0,
      },
      commitment_new_model_per_hour: 0.216,
      total_cost: 0.216,
    };

    expectNear(cud({ usage, ...terms }), printed, 1e-4, 'under');
  });

  test('rows of different discounts are covered from the highest', () => {
    const rows = [
      { sku: 'E2 Core', quantity: 10, list_rate: 1, cud_rate: 0.8 },
      { sku: 'M3 Core', quantity: 10, list_rate: 1, cud_rate: 0.4 },
    ];
    const inputs = { usage: rows, discount: 0.36, commitment_on_demand_per_hour: 10 };

    expect(cud(inputs)).toMatchObject({
      new: {
        covered_m3_core_quantity: expect.closeTo(10, 8),
        covered_e2_core_quantity: expect.closeTo(3, 8),
      },
    });
    expect(cud({ ...inputs, flexible_order: 'proportional' })).toMatchObject({
      new: { covered_m3_core_quantity: expect.closeTo((6.4 / 12) * 10, 8) },
    });
  });

  test('two rows of one SKU keep their own amounts', () => {
    const rows = ['Core', 'core'].map((sku, index) => ({ sku, quantity: index + 1, list_rate: 1 }));

    expect(cud({ usage: rows, discount: 0.5, commitment_on_demand_per_hour: 9 })).toMatchObject({
      new: { covered_core_quantity: 1, covered_core_2_quantity: 2 },
    });
  });

  test.each([
    [50, 37.5, -50, 37.5, 12.5, 1],
    [60, 37.5, -50, 47.5, 12.5, 1],
    [30, 37.5, -30, 37.5, -7.5, 0.6],
    [0, 37.5, 0, 37.5, -37.5, 0],
  ])('$%d of Cloud SQL on a commitment of $50', (used, fee, credit, total, savings, utilization) => {
    expect(cud({ commitment_on_demand_per_hour: 50, discount: 0.25, usage_on_demand: used })).toMatchObject({
      commitment_fee: fee,
      on_demand_charge: used,
      credit,
      total: expect.closeTo(total, 10),
      savings: expect.closeTo(savings, 10),
      utilization,
      break_even_utilization: 0.75,
    });
  });

  test('several hours give lists', () => {
    const inputs = { commitment_on_demand_per_hour: 50, discount: 0.25, usage_on_demand: [30, 60] };

    expect(cud(inputs)).toMatchObject({ total: [37.5, 47.5], unused_commitment: [20, 0], overage: [0, 10] });
  });

  test.each([
    [{ old_commitment_on_demand: 185, discount: 0.46 }, { new_commitment: expect.closeTo(99.9, 8) }],
    [{ new_commitment: 54, discount: 0.46 }, { old_commitment_on_demand: expect.closeTo(100, 8) }],
    [{ discount: 0.25 }, { break_even_utilization: 0.75 }],
    [{ term_years: 3 }, { break_even_utilization: expect.closeTo(0.54, 10) }],
  ])('conversion of %o', (inputs, expected) => {
    expect(cud(inputs)).toMatchObject(expected);
  });

  test.each([
    [
      { committed_vcpus: 24, running_vcpus: 8 },
      { covered_vcpus: 8, standard_vcpus: 0, unused_vcpus: 16, coverage: 1 },
    ],
    [
      { committed_vcpus: 8, running_vcpus: 24, committed_memory_gib: 64, used_memory_gib: 32 },
      { covered_vcpus: 8, standard_vcpus: 16, covered_memory_gib: 32, unused_memory_gib: 32 },
    ],
    [
      { committed_vcpus: 8, running_vcpus: 24, on_demand_rate: 0.1, discount: 0.37, hours: 730 },
      { commitment_fee: expect.closeTo(367.92, 8), standard_cost: expect.closeTo(1168, 8) },
    ],
  ])('resource-based: %o', (inputs, expected) => {
    expect(cud(inputs)).toMatchObject(expected);
  });
});

describe('inputs of no such example are not accepted', () => {
  test.each([
    ['gcp-sud', {}],
    ['gcp-sud', { multipliers: THIRTY }],
    ['gcp-sud', { hours: 100 }],
    ['gcp-sud', { multipliers: [], hours: 100 }],
    ['gcp-sud', { multipliers: THIRTY, hours: -1 }],
    ['gcp-sud', { multipliers: THIRTY, hours: Number.NaN }],
    ['gcp-sud', { multipliers: THIRTY, hours: 100, hours_in_month: 0 }],
    ['gcp-sud', { multipliers: THIRTY, usage_fraction: 1.5 }],
    ['gcp-sud', { multipliers: THIRTY, instances: 30 }],
    ['gcp-sud', { multipliers: THIRTY, base_rate: 1, usage_bands: [0.5, 1] }],
    ['gcp-cud', {}],
    ['gcp-cud', { usage: [], discount: 0.28, commitment_on_demand_per_hour: 1 }],
    ['gcp-cud', { usage: [{ sku: 'a', quantity: -1, list_rate: 1 }], discount: 0.28 }],
    ['gcp-cud', { commitment_on_demand_per_hour: 50, discount: 1.5, usage_on_demand: 50 }],
    ['gcp-cud', { committed_vcpus: '8', running_vcpus: 24 }],
    ['gcp-cud', { committed_vcpus: 8 }],
  ])('%s %o', (kind, inputs) => {
    expect(answerOf(kind, inputs)).toBeUndefined();
  });
});
