/** The published examples of AWS commitments, the ones of the same pages that are not in a pack, and hostile inputs. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openEmbeddedBook } from '../../../src/prices/embedded-book.ts';
import type { Inputs } from '../../../src/validation/answer.ts';
import { AWS_COMMITMENT_ANSWERS } from '../../../src/validation/answers/aws-commitments.ts';
import type { Example, JsonFacts, Tolerance } from '../../../src/validation/example.ts';
import { type ExampleResult, validatePacks } from '../../../src/validation/validate.ts';

const facts = { book: openEmbeddedBook() };
const CENT: Tolerance = { abs: 0.005, rel: 0 };

function ask(kind: string, inputs: Inputs, expected: JsonFacts | null, tolerance = CENT): ExampleResult {
  const example: Example = {
    id: 'example',
    kind,
    title: null,
    source: { document: null, url: null },
    inputs,
    expected,
    extra: [],
    tolerance,
    unjudged: null,
    problem: null,
  };
  const [result] = validatePacks([{ file: 'test.json', examples: [example] }], AWS_COMMITMENT_ANSWERS, facts);
  return result!;
}

function expectPass(kind: string, inputs: Inputs, expected: JsonFacts, tolerance = CENT) {
  const result = ask(kind, inputs, expected, tolerance);
  expect(result.reason).toBeNull();
  expect(result.status).toBe('pass');
}

type Published = {
  readonly id: string;
  readonly kind: string;
  readonly inputs: Inputs;
  readonly expected: JsonFacts;
  readonly derived: JsonFacts;
  readonly tolerance: number;
};

const folder = new URL('../../../fixtures/worked-examples/', import.meta.url);
const published = ['aws-savings-plans', 'aws-reserved-instances', 'aws-reserved-databases'].flatMap(
  (name): readonly Published[] => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')).examples,
);

describe('published examples', () => {
  test.each(published.filter(({ kind }) => kind !== 'recommendation'))(
    '$id agrees with its source, derived facts included',
    ({ kind, inputs, expected, derived, tolerance }) => {
      expectPass(kind, inputs, { ...expected, ...derived }, { abs: tolerance, rel: 0 });
    },
  );

  test('the recommendation is as exact as the averages it prints: to half a cent an hour', () => {
    const { inputs, expected, tolerance } = published.find(({ kind }) => kind === 'recommendation')!;
    const { computed } = ask('recommendation', inputs, null);
    expect(Math.abs((computed!.savings_percentage_vs_on_demand as number) - 0.17)).toBeLessThan(tolerance);
    expect(computed!.monthly_saving).toBeCloseTo(0.43 * 730);
    expect(Math.abs((computed!.monthly_saving as number) - (expected.monthly_saving as number))).toBeLessThan(
      0.005 * 730,
    );
    expect(computed!.implied_average_on_demand_per_hour).toBeCloseTo(2.47);
  });

  test('no example is computed differently under another id or title', () => {
    for (const { kind, inputs } of published) {
      const twice = [ask(kind, inputs, null), ask(kind, structuredClone(inputs), null)];
      expect(twice[0]!.status).toBe('computed');
      expect(twice[0]!.computed).toEqual(twice[1]!.computed);
    }
  });
});

const planExample = published.find(({ id }) => id === 'aws-sp-s1')!;
const withPlans = (savings_plans: readonly Inputs[], more: Inputs = {}): Inputs => ({
  ...planExample.inputs,
  savings_plans,
  ...more,
});

describe('more of the Savings Plans page', () => {
  test('scenario 2: a small plan covers part of the best usage, everything else stays on demand', () => {
    expectPass('aws-sp', withPlans([{ id: 'csp', type: 'Compute', commitment_per_hour: 2 }]), {
      on_demand_r5: 1.14,
      on_demand_fargate_m5_and_lambda: 55.1,
      on_demand_fargate_and_m5_and_lambda: 55.1,
      on_demand_other: 55.1,
      on_demand_charges: 56.24,
      on_demand_total: 56.24,
      coverage_order: ['r5.4xlarge-linux-shared'],
      commitment_exhausted: true,
    });
    expectPass(
      'aws-sp',
      withPlans([{ id: 'csp', type: 'Compute', commitment_per_hour: 2 }]),
      { covered_r5_units: 2.9, r5_units_covered: 2.9, on_demand_units_r5: 1.1 },
      { abs: 0.05, rel: 0 },
    );
  });

  test.each([
    ['by its type', { id: 'ri', type: 'r5.4xlarge', count: 2, platform: 'Linux/UNIX', tenancy: 'default' }],
    ['with scope and Region', { type: 'r5.4xlarge', count: 2, scope: 'regional', region: 'us-east-1' }],
    ['by the usage it covers', { usage_id: 'r5.4xlarge-linux-shared', quantity: 2 }],
  ])('scenario 4: reservations go before plans, named %s', (_how, reservation) => {
    expectPass(
      'aws-sp',
      withPlans([{ id: 'csp', type: 'Compute', commitment_per_hour: 18.2 }], {
        reserved_instances: [reservation],
      }),
      {
        on_demand_m5_and_lambda: 32.7,
        commitment_exhausted: true,
        coverage_order: ['r5.4xlarge-linux-shared', 'fargate-gb', 'fargate-vcpu'],
        covered_r5_by_ri: 2,
        covered_r5: 2,
        total_cost: 50.9,
      },
    );
  });

  test('a Windows reservation does not cover the Linux instances', () => {
    const { computed } = ask(
      'aws-sp',
      withPlans([{ id: 'csp', type: 'Compute', commitment_per_hour: 18.2 }], {
        reserved_instances: [{ type: 'r5.4xlarge', count: 2, platform: 'Windows' }],
      }),
      { covered_r5_by_ri: 0, covered_r5: 4 },
    );
    expect(computed).toEqual({ covered_r5_by_ri: 0, covered_r5: 4 });
  });

  test('keys may name a plan by its id, a usage by its id, and quantities or charges', () => {
    expectPass(
      'aws-sp',
      withPlans([
        { id: 'esp', type: 'EC2Instance', family: 'r5', region: 'us-east-1', commitment_per_hour: 3 },
        { id: 'csp', type: 'Compute', commitment_per_hour: 16.8 },
      ]),
      {
        esp_used: 2.4,
        esp_unused: 0.6,
        csp_commitment_exhausted: true,
        fargate_gb_on_demand_charges: 0,
        fargate_on_demand: 0,
        on_demand_lambda_requests: 0.2,
        m5_on_demand_units: 1,
        ec2_instance_sp_order: ['r5.4xlarge-linux-shared'],
        ec2_instance_sp_utilization: 0.8,
        unused_commitment: 0.6,
      },
    );
  });

  test.each(['on_demand_mars', 'on_demand_m5_and_mars', 'colour', 'covered_mars_units'])(
    '%s is not understood',
    key => {
      const result = ask('aws-sp', planExample.inputs, { [key]: 1 });
      expect(result.status).toBe('fail');
      expect(result.reason).toContain(key);
    },
  );

  test('hours of usage are hours of commitment', () => {
    expectPass(
      'aws-sp',
      withPlans([{ id: 'csp', type: 'Compute', commitment_per_hour: 50 }], { hours: 10 }),
      {
        plan_charge: 500,
        used_commitment: 471.25,
        usage_at_on_demand_rates: 591,
      },
    );
  });

  test('several plans, accounts and rows: the owner comes first, sharing can be off', () => {
    const row = (account: string) => ({
      id: `fargate-${account}`,
      service: 'AWSFargate',
      account,
      quantity: 10,
      on_demand_rate: 2,
      compute_sp_rate: 1,
    });
    const inputs = {
      usage: [row('B'), row('A')],
      savings_plans: [{ id: 'p', type: 'Compute', account: 'A', commitment_per_hour: 15 }],
    };
    expectPass('aws-sp', inputs, {
      coverage_order: ['fargate-A', 'fargate-B'],
      on_demand: { 'fargate-A': 0, 'fargate-B': 5 },
    });
    expectPass(
      'aws-sp',
      { ...inputs, discount_sharing: false },
      {
        on_demand: { 'fargate-A': 0, 'fargate-B': 10 },
        unused_commitment: 5,
      },
    );
  });

  test('a Database plan covers generation 7 and newer only', () => {
    const node = (id: string, instance_class: string) => ({
      id,
      service: 'AmazonRDS',
      engine: 'postgresql',
      instance_class,
      quantity: 1,
      on_demand_rate: 1,
      database_sp_rate: 0.8,
    });
    expectPass(
      'aws-sp',
      {
        usage: [node('old', 'db.r6g.large'), node('new', 'db.r7g.large')],
        savings_plans: [{ id: 'd', type: 'Database', commitment_per_hour: 2 }],
      },
      { database_sp_used: 0.8, database_sp_order: ['new'], on_demand_charges: 1 },
    );
  });

  test('utilisation over hours, one by one', () => {
    expectPass(
      'aws-sp',
      { commitment_per_hour: 10, usage_at_sp_rates: [7, 12, 0] },
      {
        used_commitment: 17,
        unused_commitment: 13,
        utilization: 17 / 30,
      },
    );
  });

  test('a plan may be returned in its month only', () => {
    const plan = { commitment_per_hour: 10, purchased_at: '2026-03-30T10:00:00Z' };
    expectPass('aws-sp', { ...plan, returned_at: '2026-03-31T10:00:00Z' }, { returnable: true });
    expectPass('aws-sp', { ...plan, returned_at: '2026-04-01T10:00:00Z' }, { returnable: false });
  });
});

const instance = (more: Inputs) => ({
  account: 'A',
  count: 1,
  az: 'us-east-1a',
  platform: 'Linux/UNIX',
  tenancy: 'default',
  hours: 1,
  ...more,
});
const reserved = (more: Inputs) => ({
  account: 'A',
  count: 1,
  scope: 'regional',
  az: null,
  region: 'us-east-1',
  platform: 'Linux/UNIX',
  tenancy: 'default',
  ...more,
});

describe('more of the Reserved Instances pages', () => {
  test('scenario 2: smallest size first', () => {
    expectPass(
      'aws-ri',
      {
        instances: [
          instance({ id: 'x', type: 'm3.xlarge', count: 2 }),
          instance({ id: 'l', type: 'm3.large', count: 2, az: 'us-east-1b' }),
        ],
        reserved_instances: [reserved({ id: 'r', type: 'm3.2xlarge' })],
        discount_sharing: true,
      },
      { instance_hours: { l: { covered: 2, on_demand: 0 }, x: { covered: 1, on_demand: 1 } } },
    );
  });

  test('scenario 4: a zonal reservation of another account comes before the own regional one', () => {
    expectPass(
      'aws-ri',
      {
        instances: [
          instance({ id: 'a', type: 'm4.xlarge' }),
          instance({ id: 'b', type: 'm4.xlarge', account: 'B', az: 'us-east-1b' }),
        ],
        reserved_instances: [
          reserved({ id: 'r', type: 'm4.xlarge' }),
          reserved({ id: 'z', type: 'm4.xlarge', account: 'C', scope: 'zonal', az: 'us-east-1a' }),
        ],
        discount_sharing: true,
      },
      { instance_hours: { a: { covered: 1, on_demand: 0 }, b: { covered: 1, on_demand: 0 } } },
    );
  });

  test.each([
    ['i3.8xlarge', 2],
    ['i3.16xlarge', 1],
    ['i3.4xlarge', 4],
  ])('one i3.metal covers %s x %i', (type, count) => {
    expectPass(
      'aws-ri',
      {
        instances: [instance({ id: 'i', type, count })],
        reserved_instances: [reserved({ id: 'r', type: 'i3.metal' })],
      },
      { instance_hours: { i: { covered: count, on_demand: 0 } } },
    );
  });

  test('four instances for 15 minutes each are one hour of a reservation', () => {
    expectPass(
      'aws-ri',
      {
        instances: [instance({ id: 'i', type: 'm4.xlarge', count: 4, hours: 0.25 })],
        reserved_instances: [reserved({ id: 'r', type: 'm4.xlarge' })],
      },
      { instance_hours: { i: { covered: 1, on_demand: 0 } }, discounted_usage_lines: 4 },
    );
  });

  test('a reservation gives an hour each hour, and what it does not use is lost', () => {
    expectPass(
      'aws-ri',
      {
        instances: [
          instance({ id: 'long', type: 'm4.xlarge', hours: 3 }),
          instance({ id: 'short', type: 'm4.xlarge', hours: 1 }),
        ],
        reserved_instances: [reserved({ id: 'r', type: 'm4.xlarge', count: 2 })],
      },
      {
        instance_hours: { long: { covered: 3, on_demand: 0 }, short: { covered: 1, on_demand: 0 } },
        unused_reserved_hours: 2,
      },
    );
  });

  test.each(['Windows', 'Red Hat Enterprise Linux', 'SUSE Linux', 'Windows with SQL Server Standard'])(
    '%s is not size-flexible',
    platform => {
      expectPass(
        'aws-ri',
        {
          instances: [instance({ id: 'i', type: 'm4.large', count: 2, platform })],
          reserved_instances: [reserved({ id: 'r', type: 'm4.xlarge', platform })],
        },
        { instance_hours: { i: { covered: 0, on_demand: 2 } } },
      );
    },
  );

  test('SQL Server editions are platforms of their own', () => {
    const inputs = (platform: string) => ({
      instances: [instance({ id: 'i', type: 'm4.large', platform: 'Windows with SQL Server Standard' })],
      reserved_instances: [reserved({ id: 'r', type: 'm4.large', platform })],
    });
    expectPass('aws-ri', inputs('Windows with SQL Server Web'), {
      instance_hours: { i: { covered: 0, on_demand: 1 } },
    });
    expectPass('aws-ri', inputs('Windows with SQL Server Standard'), {
      instance_hours: { i: { covered: 1, on_demand: 0 } },
    });
  });

  test('without sharing no other account is covered', () => {
    const inputs = {
      instances: [instance({ id: 'b', type: 'm4.large', account: 'B' })],
      reserved_instances: [reserved({ id: 'r', type: 'm4.large' })],
    };
    expectPass(
      'aws-ri',
      { ...inputs, discount_sharing: false },
      { instance_hours: { b: { covered: 0, on_demand: 1 } } },
    );
    expectPass('aws-ri', inputs, { instance_hours: { b: { covered: 1, on_demand: 0 } } });
  });

  test.each<[string, Inputs, JsonFacts]>([
    [
      'value in full instances',
      { old_list_value: 35, new_list_value: 10 },
      { count: 4, instances_received: 4 },
    ],
    ['value that divides evenly', { old_list_value: 0.3, new_list_value: 0.1 }, { count: 3 }],
    ['true-up', { remaining_upfront: 500, new_prorated_upfront: 600 }, { true_up: 100, true_up_charge: 100 }],
    [
      'other words for the same',
      {
        original_list_value: 35,
        new_unit_list_value: 10,
        remaining_upfront_cost: 500,
        prorated_upfront_cost: 600,
      },
      { number_of_reservations: 4, true_up: 100 },
    ],
    ['no refund', { remaining_upfront: 600, new_prorated_upfront: 500 }, { true_up: 0 }],
    ['fee of a sale', { sale_price: 1000 }, { service_fee: 120, proceeds: 880 }],
    [
      'amortised partial upfront',
      { upfront: 365, hourly_rate: 0.5, term_days: 365 },
      { amortised_per_day: 13 },
    ],
    ['three years', { upfront: 2628, term_years: 3 }, { amortised_per_hour: 0.1 }],
    [
      'start of a modification',
      { requested_at: '2026-05-01T21:15:00Z' },
      { effective_from: '2026-05-01T21:00:00Z' },
    ],
    [
      'a volume tier that a purchase crosses',
      {
        active_list_value: 400_000,
        purchase_list_value: 200_000,
        tiers: [{ from: 500_000, discount: 0.05 }],
      },
      { discount_amount: 5000, discount: 0.025 },
    ],
  ])('%s', (_name, inputs, expected) => {
    expectPass('aws-ri', inputs, expected);
  });

  test('Windows reservations keep their size; classes are not mixed', () => {
    expectPass(
      'aws-ri',
      {
        cases: [
          { platform: 'Windows', from: [['t2.large', 1]], to: [['t2.small', 4]] },
          { platform: 'Windows', from: [['t2.large', 1]], to: [['t2.large', 1]] },
          { from: [['t2.large', 1]], to: [['m4.large', 1]] },
          {
            from: [
              { type: 't2.micro', count: 1, class: 'standard' },
              { type: 't2.micro', count: 1, class: 'convertible' },
            ],
            to: [['t2.small', 1]],
          },
        ],
      },
      { allowed: [false, true, false, false], from_units: [4, 4, 4, 1], to_units: [4, 4, 4, 1] },
    );
  });
});

describe('more of the database pages', () => {
  test.each<[string, Inputs, JsonFacts]>([
    [
      'a medium covers half of a large',
      { reserved_units: 2, running: [['db.t2.large', 'single-az', 1]] },
      { covered_instances: 0.5 },
    ],
    [
      'the same by its class',
      { reserved: ['db.t2.medium', 1], running: [['db.t2.large', 'single-az', 1]] },
      { covered_instances: 0.5, covered_percent: 50 },
    ],
    [
      'Multi-AZ counts twice',
      { reserved_units: 4, running: [['db.t2.small', 'multi-az', 2]] },
      { covered_instances: 2, running_units: 4 },
    ],
    [
      'a Multi-AZ cluster three times',
      { reserved_units: 12, running: [['db.m5d.large', 'multi-az-cluster', 1]] },
      { covered_instances: 1, running_units: 12 },
    ],
    [
      'SQL Server is not flexible',
      { reserved: ['db.m5.xlarge', 1], engine: 'sqlserver-se', running: [['db.m5.large', 'single-az', 2]] },
      { covered_instances: 0 },
    ],
    [
      'Oracle with licence included is not flexible',
      {
        reserved: ['db.m5.xlarge', 1],
        engine: 'oracle-se2',
        licence: 'license-included',
        running: [['db.m5.large', 2]],
      },
      { covered_instances: 0 },
    ],
    [
      'Oracle with own licence is',
      { reserved: ['db.m5.xlarge', 1], engine: 'oracle-ee', licence: 'byol', running: [['db.m5.large', 2]] },
      { covered_instances: 2 },
    ],
    [
      'another class type is not covered',
      { reserved: ['db.m4.large', 1], running: [['db.m5.large', 'single-az', 1]] },
      { covered_instances: 0 },
    ],
    [
      'Valkey takes fewer units of Redis',
      {
        reserved: ['cache.r7g.4xlarge', 1],
        running: [
          ['cache.r7g.4xlarge', 'valkey', 1],
          ['cache.r7g.xlarge', 'valkey', 1],
        ],
      },
      { covered_instances: 2, running_units: 32 },
    ],
    [
      'I/O-Optimized takes 1.3 x',
      {
        service: 'aurora',
        reserved: ['db.r6g.large', 13],
        running: [{ class: 'db.r6g.large', count: 10, io_optimized: true }],
      },
      { covered_instances: 10 },
    ],
    [
      'a conversion',
      {
        from: { class: 'db.r5.2xlarge', deployment: 'multi-az', count: 1 },
        to: { class: 'db.r5.large', count: 8 },
      },
      { from_units: 32, to_units: 32, equivalent: true },
    ],
    [
      'MemoryDB',
      {
        service: 'memorydb',
        reserved: ['db.r6g.xlarge', 1],
        running_same_family: ['db.r6g.large', 2],
        running_other_family: ['db.r6gd.large', 1],
      },
      { reserved_units: 8, running_units: 8, covers_same_family: true, covers_other_family: false },
    ],
    [
      'ElastiCache candidates',
      {
        reserved: ['cache.r6g.xlarge', 1],
        candidates: [
          ['cache.r6g.large', 2],
          ['cache.r6g.2xlarge', 1],
        ],
      },
      { covered_candidates: [2, 0.5] },
    ],
    [
      'the exact class in OpenSearch',
      { reserved: ['c5.2xlarge.search', 8], candidates: [['c5.2xlarge.search', 9]] },
      { covered_candidates: [8] },
    ],
  ])('%s', (_name, inputs, expected) => {
    expectPass('aws-ri-db', inputs, expected);
  });

  test.each<[string, unknown, JsonFacts]>([
    ['example 2', [12], { discounted_nodes: 12, on_demand_nodes: 0, unused_reserved_nodes: 4 }],
    ['example 3', [16], { discounted_nodes: 16, on_demand_nodes: 0, unused_reserved_nodes: 0 }],
    [
      'example 4, before and after',
      [[16], [20]],
      { discounted_nodes: [16, 16], on_demand_nodes: [0, 4], unused_reserved_nodes: [0, 0] },
    ],
    ['example 6', [4, 6], { discounted_nodes: 10, on_demand_nodes: 0, unused_reserved_nodes: 6 }],
    [
      'another node type',
      [{ nodes: 5, node_type: 'dc2.large' }],
      { discounted_nodes: 0, on_demand_nodes: 5, unused_reserved_nodes: 16 },
    ],
  ])('Redshift %s', (_name, running_clusters_nodes, expected) => {
    expectPass(
      'aws-ri-db',
      { reserved_nodes: 16, node_type: 'ds2.xlarge', region: 'us-west-2', running_clusters_nodes },
      expected,
    );
  });
});

describe('capacity, licences and recommendations', () => {
  test('a capacity reservation costs the same whether it is used or not; beyond its end only what runs', () => {
    expectPass(
      'aws-odcr',
      { reserved: 1, running: [0, 1, 1, 1, 1, 1], duration_hours: 5, on_demand_rate: 0.1 },
      { unused_slot_hours: 1, running_instance_hours: 5, total_cost: 0.6, unused_cost: 0.1 },
    );
  });

  test('more instances than slots leave no slot empty', () => {
    expectPass(
      'aws-odcr',
      { reserved: 2, running: 3, duration_hours: 2 },
      {
        unused_slots_billed: 0,
        instance_slots_billed_as_running: 3,
        unused_slot_hours: 0,
      },
    );
  });

  test('all vCPUs are active where the example does not say, and known licences have a rate', () => {
    expectPass(
      'licence',
      {
        instance_type: 'r7i.8xlarge',
        hours: 100,
        default_vcpus: 32,
        licence: 'Windows Server',
        instance_rate_per_hour: 2,
      },
      { licence_cost: 147.2, baseline_instance_cost: 200, saving_from_32_vcpus: 0 },
    );
  });

  test.each([
    ['an unknown licence', { instance_type: 'r7i.8xlarge', hours: 1, licence: 'Solaris' }, 'Solaris'],
    ['an unknown machine', { instance_type: 'q9.large', hours: 1, licence: 'Windows' }, 'q9.large'],
    [
      'more vCPUs than there are',
      { instance_type: 'r7i.8xlarge', hours: 1, active_vcpus: 99, licence: 'Windows' },
      'active_vcpus',
    ],
  ])('%s is an error that says so', (_name, inputs, word) => {
    expect(ask('licence', inputs, null).reason).toContain(word);
  });
});

const HOSTILE: readonly unknown[] = [
  null,
  [],
  {},
  '',
  'x',
  -1,
  1e308,
  true,
  [[]],
  [{}],
  [null],
  { a: 1 },
  ['__proto__'],
];

describe('hostile inputs', () => {
  test('one wrong value after the other: a result, a refusal or an error with a message, never a bug', () => {
    for (const { kind, inputs } of published) {
      for (const key of Object.keys(inputs)) {
        for (const value of HOSTILE) {
          const result = ask(kind, { ...inputs, [key]: value }, null);
          expect(['computed', 'fail', 'not-covered']).toContain(result.status);
          if (result.status !== 'computed')
            expect(result.reason).not.toMatch(/undefined is not|Cannot read|is not a function|BugError/);
        }
      }
    }
  });

  test.each([
    ['aws-sp', { usage: [{ on_demand_rate: 1, quantity: 1 }], savings_plans: [], hours: 1e9 }, 'too many'],
    ['aws-ri', { instances: [{ type: 'm5.large', hours: 1e12 }], reserved_instances: [] }, 'too many'],
    ['aws-odcr', { reserved: 1, running: 1, duration_hours: 1e15 }, 'too many'],
    ['aws-sp', { usage: [], savings_plans: [{ type: 'Moon', commitment_per_hour: 1 }] }, 'type'],
    ['aws-ri', { instances: [{ type: 5 }], reserved_instances: [] }, 'type'],
  ])('%s %j says what is wrong', (kind, inputs, word) => {
    const { status, reason } = ask(kind, inputs, null);
    expect(status).toBe('fail');
    expect(reason).toContain(word);
  });

  test('a shape that no answer knows is not covered', () => {
    for (const kind of new Set(published.map(each => each.kind)))
      expect(ask(kind, { something: 'else' }, null).status).toBe('not-covered');
  });
});
