/** Small estates and availability models for the tests of this folder. */

import fc from 'fast-check';
import type {
  DatabaseResource,
  InstanceResource,
  Percentiles,
  ResourceBase,
  Utilization,
} from '../../../src/engine/estate/estate.ts';
import type { Workload } from '../../../src/engine/estate/workload.ts';
import {
  type Availability,
  NOTHING_MORE,
  PLAIN_TIER,
  type TierMachine,
} from '../../../src/engine/reliability/availability.ts';
import { RELIABILITY_CONSTANTS } from '../../../src/engine/reliability/constants.ts';

const NOTHING_MEASURED: Percentiles = { p50: null, p95: null, p99: null, max: null };

function utilizationOf(cpu: Percentiles): Utilization {
  return {
    observedDays: 30,
    cpu,
    memory: NOTHING_MEASURED,
    iops: NOTHING_MEASURED,
    throughputMibps: NOTHING_MEASURED,
    networkMbps: NOTHING_MEASURED,
    lastAccess: null,
    objectAges: [],
  };
}

function baseOf(id: string, workload: string): ResourceBase {
  return {
    id,
    name: null,
    serviceName: 'Amazon Elastic Compute Cloud',
    serviceCode: 'AmazonEC2',
    region: 'us-east-1',
    availabilityZone: null,
    account: null,
    tags: {},
    workload,
    billedCost: '0',
    effectiveCost: '0',
    byService: [],
    oneTimeBilledCost: '0',
    modelledCost: 0,
    meters: [],
    added: [],
    contractFactor: 1,
    utilization: null,
  };
}

/** An instance of workload `shop`. */
export function instance(
  id: string,
  more: {
    zone?: string | null;
    cpu?: Partial<Percentiles> | null;
    hours?: readonly number[];
    workload?: string;
  } = {},
): InstanceResource {
  const { zone = null, cpu = null, hours = [1, 1], workload = 'shop' } = more;
  return {
    ...baseOf(id, workload),
    kind: 'instance',
    availabilityZone: zone,
    utilization: cpu && utilizationOf({ ...NOTHING_MEASURED, ...cpu }),
    compute: [
      {
        instanceType: 'm5.large',
        operatingSystem: 'linux',
        tenancy: 'shared',
        purchase: 'on-demand',
        hours: Float64Array.from(hours),
        effectiveCost: 1,
        spotPerHour: null,
      },
    ],
  };
}

/** A database of workload `shop`. */
export function database(id: string, multiAz: boolean, hours: readonly number[] = [1, 1]): DatabaseResource {
  return {
    ...baseOf(id, 'shop'),
    kind: 'database',
    instanceClass: 'db.m5.large',
    engine: 'postgresql',
    multiAz,
    hours: Float64Array.from(hours),
    storage: [],
    isCommitted: false,
  };
}

/** Workload `shop`: 99.9 % over 30 days, a deployment a day at a 10 % change failure rate. */
export const SHOP: Workload = {
  name: 'shop',
  owner: null,
  environment: 'production',
  criticality: null,
  slo: { objective: 0.999, windowDays: 30 },
  zones: null,
  maxUtilization: 0.7,
  dependencies: [],
  operations: { deploysPerMonth: 30, changeFailureRate: 0.1, autoHeal: true },
  costPerBadMinute: null,
  rtoMinutes: null,
  rpoMinutes: null,
  match: [],
};

/** n equal machines of 4 vCPUs that use this share of themselves at the peak. */
function machines(n: number, peak: number): readonly TierMachine[] {
  return Array.from({ length: n }, (_, i) => ({
    resourceId: `i-${i}`,
    count: 1,
    capacity: 4,
    peakDemand: 4 * peak,
  }));
}

/** A model with nothing that can fail. */
export const CALM: Availability = {
  workload: 'shop',
  slo: { objective: 0.999, windowDays: 30 },
  costPerBadMinute: null,
  deploysPerMonth: 0,
  changeFailureRate: 0,
  autoHeal: true,
  compute: null,
  databases: [],
  dependencies: [],
  ...NOTHING_MORE,
};

/** CALM with a tier of n machines in z zones, busy to this share of themselves at the peak. */
export function withTier(
  n: number,
  zones: number,
  peak: number,
  more: Partial<Availability> = {},
): Availability {
  return {
    ...CALM,
    compute: {
      machines: machines(n, peak),
      zones,
      maxUtilization: 0.7,
      loadProfile: RELIABILITY_CONSTANTS.loadProfile.value,
      ...PLAIN_TIER,
    },
    ...more,
  };
}

const thousandths = (low: number, high: number) =>
  fc.integer({ min: low * 1000, max: high * 1000 }).map(value => value / 1000);

/** Any workload that keeps its peak within what its machines may take. */
export const availabilities: fc.Arbitrary<Availability> = fc
  .record({
    n: fc.integer({ min: 1, max: 12 }),
    zones: fc.integer({ min: 1, max: 4 }),
    peak: thousandths(0.05, 0.7),
    autoHeal: fc.boolean(),
    deploysPerMonth: fc.integer({ min: 0, max: 200 }),
    changeFailureRate: thousandths(0, 0.6),
    databases: fc.array(fc.boolean(), { maxLength: 3 }),
    dependencies: fc.array(
      fc.record({
        availability: thousandths(0.99, 1),
        hard: fc.boolean(),
        degradeFraction: thousandths(0, 1),
      }),
      { maxLength: 3 },
    ),
    objective: fc.constantFrom(0.99, 0.995, 0.999, 0.9995, 0.9999),
  })
  .map(({ n, zones, peak, objective, databases, dependencies, ...rest }) =>
    withTier(n, zones, peak, {
      ...rest,
      slo: { objective, windowDays: 30 },
      databases: databases.map((multiAz, i) => ({ resourceId: `db-${i}`, multiAz, restoreMinutes: null })),
      dependencies: dependencies.map((dependency, i) => ({ id: `dep-${i}`, ...dependency })),
    }),
  );
