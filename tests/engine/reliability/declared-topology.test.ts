import { describe, expect, test } from 'vitest';
import type { InstanceResource } from '../../../src/engine/estate/estate.ts';
import type { Workload } from '../../../src/engine/estate/workload.ts';
import {
  type Tier,
  UNDECLARED_TIER,
  UNDECLARED_TRAFFIC,
} from '../../../src/engine/estate/workload-inputs.ts';
import { buildAvailability, tierShape } from '../../../src/engine/reliability/index.ts';
import { database, instance, SHOP } from './estates.ts';

const MEASURED = { p50: 0.2, p95: 0.4, p99: 0.5 };
const declared = (kind: Tier['kind'], more: Partial<Tier> = {}): Tier => ({
  ...UNDECLARED_TIER,
  name: kind,
  kind,
  ...more,
});
const build = (workload: Partial<Workload>, resources: Parameters<typeof buildAvailability>[1] = []) =>
  buildAvailability({ ...SHOP, ...workload }, resources, { capacityOf: () => 2 });

function spot(id: string, zone: string): InstanceResource {
  const plain = instance(id, { zone, cpu: MEASURED });
  return {
    ...plain,
    compute: plain.compute.map(usage => ({ ...usage, purchase: 'spot', spotPerHour: 0.03 })),
  };
}

describe('the compute tier', () => {
  test('counts spot machines of the bill as pools of type and zone', () => {
    const { compute } = build({}, [
      spot('a', 'us-east-1a'),
      spot('b', 'us-east-1a'),
      spot('c', 'us-east-1b'),
      instance('d', { cpu: MEASURED }),
    ]);

    expect(compute?.spot).toEqual({ share: 0.75, pools: 2, monthlyProbability: null });
  });

  test('takes what is declared before what is billed', () => {
    const tiers = [
      declared('compute', {
        zones: 3,
        maxUtilization: 0.6,
        autoHeal: false,
        spot: { share: 0.5, pools: 4, band: 'lt5' },
      }),
    ];
    const { compute, autoHeal } = build({ tiers }, [spot('a', 'us-east-1a')]);

    expect(compute).toMatchObject({
      zones: 3,
      maxUtilization: 0.6,
      spot: { share: 0.5, pools: 4, monthlyProbability: 0.025 },
    });
    expect(autoHeal).toBe(false);
  });

  test('needs as many machines as were declared', () => {
    const tiers = [declared('compute', { needed: 3 })];
    const { compute } = build(
      { tiers },
      ['a', 'b', 'c', 'd'].map(id => instance(id, { cpu: MEASURED })),
    );

    expect(tierShape(compute!)?.neededAtPeak).toBeCloseTo(3, 9);
  });

  test('that no bill shows is as large as it was declared', () => {
    const { compute, region } = build({ tiers: [declared('compute', { count: 6, needed: 4, zones: 3 })] });

    expect(tierShape(compute!)).toMatchObject({ machines: 6, zones: 3 });
    expect(tierShape(compute!)?.neededAtPeak).toBeCloseTo(4, 9);
    expect(region).toBeNull();
  });

  test('has the day that was declared', () => {
    const traffic = {
      ...UNDECLARED_TRAFFIC,
      loadProfile: [
        { weight: 3, requestsPerSecond: 50 },
        { weight: 1, requestsPerSecond: 100 },
      ],
    };
    expect(build({ traffic }, [instance('a', { cpu: MEASURED })]).compute?.loadProfile).toEqual([
      { weight: 0.75, load: 0.5 },
      { weight: 0.25, load: 1 },
    ]);
  });
});

test('databases are those of the bill, with declared ones only where it shows none; caches come on top', () => {
  const tiers = [declared('database', { multiAz: true }), declared('cache')];

  expect(build({ tiers }, [database('db', false)]).databases).toEqual([
    { resourceId: 'db', multiAz: true, restoreMinutes: null },
    { resourceId: 'cache', multiAz: false, restoreMinutes: null, kind: 'cache' },
  ]);
  expect(build({ tiers }).databases.map(({ resourceId }) => resourceId)).toEqual(['database', 'cache']);
});

test('gateways are those that are declared, one a zone unless it is said otherwise', () => {
  expect(build({}).egress).toBeNull();
  const spread = declared('compute', { count: 3, zones: 3 });
  expect(build({ tiers: [spread, declared('nat')] }).egress).toMatchObject({ gateways: 3, zones: 3 });
  expect(build({ tiers: [spread, declared('nat', { count: 1 })] }).egress).toMatchObject({ gateways: 1 });
});

test('a history of incidents is what it makes of the default', () => {
  const estimate = (mean: number) => ({ mean, p10: mean, p90: mean });
  const lognormal = (mu: number) => ({ kind: 'lognormal' as const, mu, sigma: 1 });
  const calibration = {
    incidents: 10,
    resolved: 10,
    observedYears: 1,
    ratePerYear: { prior: estimate(5), observed: 10, posterior: estimate(9) },
    duration: {
      prior: lognormal(4),
      observed: null,
      posterior: lognormal(3),
      posteriorMedian: estimate(20),
    },
  };

  expect(build({ calibration }).calibration?.rate).toBeCloseTo(1.8, 12);
  expect(build({ calibration }).calibration?.duration).toBeCloseTo(Math.exp(-1), 12);
  expect(build({}).calibration).toBeNull();
});
