/** Lambda, logs, network, volume prices, Kubernetes, FOCUS: examples of our own, worked out by hand from the rules. */

import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../src/validation/answer.ts';
import { FOCUS_ANSWERS } from '../../../src/validation/answers/focus.ts';
import { KUBERNETES_ANSWERS } from '../../../src/validation/answers/kubernetes.ts';
import { LAMBDA_ANSWERS } from '../../../src/validation/answers/lambda.ts';
import { LOGS_ANSWERS } from '../../../src/validation/answers/logs.ts';
import { NETWORK_ANSWERS } from '../../../src/validation/answers/network.ts';
import { TIERS_ANSWERS } from '../../../src/validation/answers/tiers.ts';
import { compute, runExample } from '../packs.ts';

type Case = readonly [what: string, inputs: object, expected: object];

function describeKind(kind: string, answers: readonly Answer[], cases: readonly Case[]) {
  describe(kind, () => {
    test.each(cases)('%s', (_what, inputs, expected) => {
      const result = runExample(answers, { id: 'x', kind, inputs, expected, tolerance: 1e-6 });
      expect(result.comparisons.filter(({ isWithin }) => !isWithin)).toEqual([]);
      expect(result.status).toBe('pass');
    });

    test('inputs of no known shape are not covered', () => {
      expect(runExample(answers, { id: 'x', kind, inputs: { colour: 'blue' } }).status).toBe('not-covered');
    });
  });
}

const FREE = {
  free_gb_s: 400_000,
  free_requests: 1e6,
  price_gb_s: 0.0000166667,
  price_million_requests: 0.2,
};

describeKind('lambda', LAMBDA_ANSWERS, [
  [
    'a function within the free tier',
    { memory_mb: 128, requests: 1e6, seconds: 0.2, ...FREE },
    { gb_seconds: 25_000, billable_gb_seconds: 0, compute: 0, requests_cost: 0, total: 0 },
  ],
  [
    '30 million short invocations',
    { memory_mb: 128, requests: 30e6, ms: 200, ...FREE },
    {
      gb_seconds: 750_000,
      billable_gb_seconds: 350_000,
      compute: 5.833345,
      requests_cost: 5.8,
      total: 11.633345,
    },
  ],
  [
    'several functions share the free tier',
    {
      functions: [
        { memory_mb: 128, requests: 25e6, ms: 200 },
        { memory_mb: 448, requests: 5e6, ms: 500 },
        { memory_mb: 1024, requests: 2.5e6, ms: 1000 },
      ],
      ...FREE,
    },
    { gb_seconds: 4_218_750, billable_gb_seconds: 3_818_750, requests_cost: 6.3 },
  ],
  [
    'no free tier where none is stated',
    { memory_mb: 1024, requests: 1e6, seconds: 1, price_gb_s: 1e-5 },
    { total: 10.2 },
  ],
  [
    'the free tier of a month by its name',
    { memory_mb: 1024, requests: 2e6, seconds: 1, price_gb_s: 1e-5, free_tier: true },
    { compute: 16, requests_cost: 0.2 },
  ],
  [
    'durations in steps of 100 ms',
    { memory_mb: 1024, requests: 1, ms: 101, billing_increment_ms: 100 },
    { gb_seconds: 0.2 },
  ],
  [
    'ARM in its first band, at list prices',
    { arch: 'arm', million_requests: 1, gb_seconds: 1e6 },
    { compute: 13.3334, total: 13.5334 },
  ],
]);

describeKind('logs', LOGS_ANSWERS, [
  ['less than is free', { ingest_gb: 4, free_gb: 5, price_ingest: 0.5 }, { ingestion: 0, total: 0 }],
  [
    'an archive by its compression',
    { ingest_gb: 100, price_ingest: 0.5, compression_ratio: 0.15, price_archive: 0.03 },
    { ingestion: 50, archived_gb: 15, archive: 0.45, total: 50.45 },
  ],
  [
    'bands, by the terabyte',
    {
      ingest_tb: 20,
      tiers: [
        [10_240, 0.5],
        [30_720, 0.25],
        [null, 0.05],
      ],
    },
    { ingestion: 7680, ingestion_by_tier: [5120, 2560] },
  ],
  [
    'queries beside ingestion',
    { ingest_gb: 10, price_ingest: 0.5, scan_gb: 200, price_scan: 0.005 },
    { scan: 1, total: 6 },
  ],
  [
    'a part without a quantity costs nothing',
    { ingest_gb: 10, prices: { ingest: 0.5, scan: 0.005 } },
    { ingest: 5, total: 5 },
  ],
]);

const NAT = { hours: 730, price_hour: 0.045, price_gb: 0.045 };

describeKind('network', NETWORK_ANSWERS, [
  ['two gateways', { gateways: 2, gb: 1000, ...NAT }, { hourly: 65.7, processing: 45, total: 110.7 }],
  ['a gateway that moves nothing', { gateways: 1, gb: 0, ...NAT }, { processing: 0, total: 32.85 }],
  [
    'an interface endpoint in three zones',
    { azs: 3, hours: 730, hourly_price: 0.01, gb: 500, gb_price: 0.01 },
    { endpoint_cost: 21.9, data_cost: 5, total: 26.9 },
  ],
  [
    'a year of NAT to S3',
    { gb_per_day: 10, days: 30, price_gb: 0.045 },
    { nat_processing_per_year: 162, gateway_endpoint_per_year: 0 },
  ],
  [
    'egress after what is free',
    {
      gb: 10_340,
      free_gb: 100,
      tiers: [
        [10_240, 0.09],
        [null, 0.085],
      ],
    },
    { billable_gb: 10_240, cost_by_tier: [921.6], egress_cost: 921.6 },
  ],
  ['egress below what is free', { gb: 50, free_gb: 100, price_gb: 0.09 }, { egress_cost: 0 }],
  [
    'traffic between zones alone',
    { cross_az_gb: 250, cross_az_price_each_way: 0.01 },
    { cross_az_cost: 5, total: 5 },
  ],
]);

describeKind('tiers', TIERS_ANSWERS, [
  [
    'three accounts over two bands, as a list',
    {
      usage: [
        { account: 'a', tb: 6 },
        { account: 'b', tb: 6 },
        { account: 'c', gb: 0 },
      ],
      tiers_per_gb: [
        { up_to_tb: 10, price: 0.2 },
        { up_to_tb: null, price: 0.1 },
      ],
    },
    { consolidated_cost: 2252.8, separate_cost: 2457.6, saving: 204.8, blended_rate: 2252.8 / 12_288 },
  ],
  [
    'accounts that stay in the first band gain nothing',
    {
      usage_gb: { a: 1, b: 2 },
      tiers: [
        [10, 0.1],
        [null, 0.05],
      ],
    },
    { consolidated_cost: 0.3, separate_cost: 0.3, saving: 0 },
  ],
  [
    'blended over accounts',
    { accounts: [{ ri_hours: 720 }, { on_demand_hours: 240 }], on_demand_rate: 0.1 },
    { total_cost: 24, blended_rate: 0.025 },
  ],
]);

describeKind('k8s', KUBERNETES_ANSWERS, [
  ['a core', { cores: 1 }, { reserved_millicores: 60, allocatable_millicores: 940 }],
  ['four cores', { cores: 4 }, { reserved_millicores: 80 }],
  ['96 cores', { cores: 96 }, { reserved_millicores: 310 }],
  ['half a core', { vcpus: 0.5 }, { reserved_millicores: 30 }],
  ['memory of 4 GiB', { memory_gib: 4 }, { reserved_gib: 1, reserved_with_eviction_mib: 1124 }],
  ['memory of 16 GiB', { memory_gb: 16 }, { reserved_gb: 2.6, eviction_mib: 100 }],
  ['memory of 256 GiB', { memory_gib: 256 }, { reserved_gib: 1 + 0.8 + 0.8 + 6.72 + 2.56 }],
  ['memory under 1 GiB', { memory_mib: 512 }, { reserved_mib: 255 }],
  [
    'memory by stated bands',
    {
      memory_gib: 10,
      bands: [
        [5, 0.5],
        [null, 0.1],
      ],
    },
    { reserved_memory_gib: 3 },
  ],
  [
    'EKS by its pods',
    { max_pods: 58, memory_gib: 16 },
    { reserved_mib: 893, allocatable_mib: 16_384 - 893 - 100 },
  ],
  [
    'workloads pay for what they ask, or use if that is more',
    {
      node_cost: 10,
      prices: { cpu: 2, memory: 0.5 },
      workloads: [
        { cpu_request: 1, cpu_usage: 0.2, memory_request: 2 },
        { cpu_request: 0.5, cpu_usage: 1 },
      ],
    },
    { workload_costs: [3, 2], workload_cost: 5, idle_cost: 5 },
  ],
]);

const used = (amount: number) => ({ BilledCost: 0, EffectiveCost: amount, CommitmentDiscountStatus: 'Used' });
const unused = (amount: number) => ({
  BilledCost: 0,
  EffectiveCost: amount,
  CommitmentDiscountStatus: 'Unused',
});
const HOUR = { commitment_per_hour: 1 };
const LARGE = { sku: 'large', rate: 1, factor: 4 };

describeKind('focus', FOCUS_ANSWERS, [
  ['half used', { ...HOUR, eligible_at_committed_rate: 0.5 }, { rows: [used(0.5), unused(0.5)] }],
  ['not used at all', { ...HOUR, eligible_at_committed_rate: 0 }, { rows: [unused(1)] }],
  [
    'more used than committed',
    { ...HOUR, eligible_at_committed_rate: 1.5, discount: 0.5 },
    { rows: [used(1), { PricingCategory: 'Standard', BilledCost: 1, EffectiveCost: 1 }], total_effective: 2 },
  ],
  [
    'two resources share it',
    { ...HOUR, eligible_at_committed_rate: [0.75, 0.5] },
    { rows: [used(0.75), used(0.25), { BilledCost: 0.25 }] },
  ],
  [
    'three years, a third upfront',
    { commitment_per_hour: 3, term_years: 3, upfront_share: 1 / 3 },
    {
      all_upfront_one_time: 78_840,
      partial_one_time: 26_280,
      partial_per_hour: 2,
      total_effective_over_term: 78_840,
    },
  ],
  [
    'another size without flexibility',
    { commitment: LARGE, running: [{ sku: 'small', on_demand: 0.5 }], size_flexible: false },
    { used_effective: 0, unused_effective: 1, on_demand: 0.5 },
  ],
  [
    'smaller sizes under flexibility: the smallest first',
    {
      commitment: LARGE,
      running: [
        { sku: 'medium', factor: 2, on_demand: 1, count: 2 },
        { sku: 'small', factor: 1, on_demand: 0.5 },
      ],
      size_flexible: true,
    },
    { used_effective: 1, unused_effective: 0, on_demand: 0.5, used_effective_by_resource: [0.75, 0.25] },
  ],
  [
    'a larger size under flexibility is covered in part',
    { commitment: LARGE, running: [{ sku: 'xlarge', factor: 8, on_demand: 4 }], size_flexible: true },
    { used_effective: 1, on_demand: 2 },
  ],
  [
    'a reservation unused for six hours of a day',
    { one_time: 8760, monthly: 730, months: 12, hours_sample: 24, hours_used: 18 },
    {
      effective_rate: 2,
      used_effective: 36,
      unused_effective: 12,
      total_effective: 48,
      billed_purchase_first_month: 9490,
    },
  ],
]);

describe('focus', () => {
  test('another size of a flexible commitment without a factor is an error that says so', () => {
    const inputs = { commitment: LARGE, running: [{ sku: 'small', on_demand: 1 }], size_flexible: true };

    expect(runExample(FOCUS_ANSWERS, { id: 'x', kind: 'focus', inputs })).toMatchObject({
      status: 'fail',
      reason: expect.stringContaining('needs its `factor`'),
    });
  });

  test.each([[1e9], [0.5], [-1]])('a sample of %d hours is refused', hours => {
    const inputs = { annual_commitment: 8760, hours_total: hours };

    expect(runExample(FOCUS_ANSWERS, { id: 'x', kind: 'focus', inputs }).status).toBe('fail');
  });

  test.each([0, 0.3, 1, 7])(
    'the rows of an hour add up to the commitment and what is beyond it: %d',
    amount => {
      const { rows } = compute(FOCUS_ANSWERS, 'focus', { ...HOUR, eligible_at_committed_rate: amount });
      const effective = (rows as readonly { EffectiveCost: number }[]).map(row => row.EffectiveCost);

      expect(effective.reduce((sum, cost) => sum + cost, 0)).toBeCloseTo(Math.max(1, amount), 12);
    },
  );
});
