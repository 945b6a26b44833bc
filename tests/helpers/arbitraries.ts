/** Random estates, moves and plans on the test book, one week long: what every lever has to keep its promises on. */

import fc from 'fast-check';
import type { Commitment } from '../../src/engine/commitments/commitment.ts';
import { ADOPTION_STAGES, DEFAULT_DELIVERY, type Delivery } from '../../src/engine/delivery.ts';
import type {
  ComputeUsage,
  Estate,
  Percentiles,
  Resource,
  Utilization,
} from '../../src/engine/estate/estate.ts';
import type { GrowthRule } from '../../src/engine/forecast/growth-rate.ts';
import type { Inject } from '../../src/engine/forecast/inject.ts';
import type { PriceChange } from '../../src/engine/forecast/price-change.ts';
import type { Lever } from '../../src/engine/lever.ts';
import type { Param } from '../../src/engine/lever-params.ts';
import { LEVERS } from '../../src/engine/levers/index.ts';
import { DEFAULT_GUARDRAILS, type Move, type Plan, type Scope, WHOLE_ESTATE } from '../../src/engine/plan.ts';
import { DEFAULT_PLAN_POLICY } from '../../src/engine/reliability/plan-policy.ts';
import type { StatedAssumptions } from '../../src/engine/simulate/assumptions.ts';
import type { Team } from '../../src/engine/team/team.ts';
import {
  ages,
  bucket,
  database,
  estateOf,
  flat,
  HOURS,
  instance,
  officeHours,
  other,
  reservedInstance,
  savingsPlan,
  usage,
  utilization,
  volume,
} from '../engine/estates.ts';
import { LEVER_SAMPLES, type Named, SAMPLE_PRICES } from './lever-samples/index.ts';
import { meteredPrices } from './metered-usage.ts';
import { UNKNOWN_REGION } from './test-book.ts';

/** A number with three decimals: shrinks well and prints well. */
export function thousandths(low: number, high: number): fc.Arbitrary<number> {
  return fc.integer({ min: Math.ceil(low * 1000), max: Math.floor(high * 1000) }).map(value => value / 1000);
}

/** Hours used: always, in office hours, at random, a part of each hour, never. */
export const profiles: fc.Arbitrary<Float64Array> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(flat(1), flat(3), officeHours()) },
  {
    weight: 3,
    arbitrary: fc
      .array(thousandths(0, 4), { minLength: 1, maxLength: 12 })
      .map(pattern => Float64Array.from({ length: HOURS }, (_, hour) => pattern[hour % pattern.length] ?? 0)),
  },
  { weight: 1, arbitrary: fc.constant(flat(0)) },
);

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 4 });

const sortedShares: fc.Arbitrary<Percentiles> = fc
  .tuple(thousandths(0, 1), thousandths(0, 1), thousandths(0, 1), thousandths(0, 1))
  .chain(values => {
    const [p50 = 0, p95 = 0, p99 = 0, max = 0] = [...values].sort((a, b) => a - b);
    const seldomBusy = { p50: p50 / 5, p95: p95 / 5, p99: p99 / 4, max: max / 3 };
    return fc.constantFrom(
      seldomBusy,
      seldomBusy,
      { p50, p95, p99, max },
      { p50: p50 / 50, p95: p95 / 50, p99: p99 / 50, max: max / 50 },
      { p50: null, p95: p95 / 10, p99: null, max },
    );
  });

const NOTHING: Percentiles = { p50: null, p95: null, p99: null, max: null };

const machineMetrics: fc.Arbitrary<Utilization> = fc
  .record({
    observedDays: fc.constantFrom(30, 30, 30, 45, 14, 60, 3, null),
    cpu: fc.oneof({ weight: 1, arbitrary: fc.constant(NOTHING) }, { weight: 6, arbitrary: sortedShares }),
    memory: fc.oneof({ weight: 1, arbitrary: fc.constant(NOTHING) }, { weight: 4, arbitrary: sortedShares }),
    networkMbps: fc.constantFrom(
      NOTHING,
      { ...NOTHING, p95: 0.5, p99: 1, max: 2 },
      { ...NOTHING, p99: 1500 },
    ),
  })
  .map(utilization);

const shop = { weight: 3, arbitrary: fc.constant('shop') };
const workloadNames = fc.oneof(shop, fc.constantFrom('vault', 'staging', 'staging', 'lab', 'unallocated'));
const regions = fc.oneof(
  { weight: 8, arbitrary: fc.constant('us-east-1') },
  fc.constantFrom('eu-west-1', UNKNOWN_REGION),
);
const place = fc.record({ workload: workloadNames, region: regions, account: fc.constantFrom('1', '2') });

const usages: fc.Arbitrary<ComputeUsage> = fc
  .record({
    instanceType: fc.constantFrom(
      ...[
        'm5.large',
        'm5.xlarge',
        'm5.2xlarge',
        'm5.4xlarge',
        'c5.xlarge',
        'r5.xlarge',
        't3.large',
        't3.xlarge',
      ],
      ...['g5.2xlarge', 'x9.large'],
    ),
    operatingSystem: fc.oneof(
      { weight: 6, arbitrary: fc.constant('linux' as const) },
      fc.constantFrom('windows' as const, 'rhel' as const),
    ),
    tenancy: fc.oneof(
      { weight: 9, arbitrary: fc.constant('shared' as const) },
      fc.constant('dedicated' as const),
    ),
    spotPerHour: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, thousandths(0.01, 0.5)),
    hours: profiles,
  })
  .map(parts => usage({ ...parts, purchase: parts.spotPerHour === null ? 'on-demand' : 'spot' }));

const instances: fc.Arbitrary<Named> = fc
  .record({
    place,
    compute: fc.oneof(
      { weight: 9, arbitrary: fc.tuple(usages) },
      fc.array(usages, { minLength: 2, maxLength: 3 }),
    ),
    metrics: maybe(machineMetrics),
    unpriced: thousandths(0, 20),
  })
  .map(({ place: at, compute, metrics, unpriced }) => id => {
    // Kept only where the model finds no price: then the bill is all that is known.
    const cost = { modelledCost: unpriced, effectiveCost: String(unpriced), billedCost: String(unpriced) };
    return instance(id, compute, { ...at, utilization: metrics, ...cost });
  });

const volumeMetrics = fc
  .record({ iops: thousandths(0, 17000), throughputMibps: thousandths(0, 1100), both: fc.boolean() })
  .map(({ iops, throughputMibps, both }) =>
    utilization({ iops: { max: iops }, throughputMibps: { max: both ? throughputMibps : null } }),
  );

const volumes: fc.Arbitrary<Named> = fc
  .record({
    place,
    volumeType: fc.constantFrom('gp2', 'gp2', 'gp2', 'gp3', 'st1', 'io1', 'unknown'),
    sizeGib: fc.oneof(thousandths(0.5, 500), fc.integer({ min: 1, max: 16000 })),
    monthShare: fc.constantFrom(1, 0.25),
    metrics: maybe(volumeMetrics),
  })
  .map(({ place: at, volumeType, metrics, ...shape }) => id => {
    const isGp3 = volumeType === 'gp3';
    return volume(id, {
      ...at,
      ...shape,
      volumeType,
      iops: isGp3 ? 3000 : volumeType === 'io1' ? 500 : null,
      throughputMibps: isGp3 ? 125 : null,
      utilization: metrics,
    });
  });

const ageGroups = fc
  .array(
    fc.record({
      gib: thousandths(0, 5000),
      small: thousandths(0, 0.9),
      objects: fc.integer({ min: 0, max: 100_000 }),
      read: fc.oneof(fc.constant(0), thousandths(0, 3)),
    }),
    { minLength: 0, maxLength: 4, size: 'max' },
  )
  .map(groups =>
    groups.map(({ gib, small, objects, read }, index) =>
      ages([0, 30, 90, 180][index] ?? 0, gib, {
        objectCount: objects,
        smallObjectCount: Math.floor(objects * small),
        smallObjectGib: gib * small,
        retrievedGibPerMonth: gib * read,
      }),
    ),
  );

const buckets: fc.Arbitrary<Named> = fc
  .record({
    place,
    standard: fc.oneof(thousandths(0, 5000), fc.integer({ min: 0, max: 600_000 })),
    infrequent: fc.oneof(fc.constant(0), thousandths(0, 1000)),
    metrics: maybe(ageGroups.map(objectAges => utilization({ objectAges }))),
  })
  .map(
    ({ place: at, standard, infrequent, metrics }) =>
      id =>
        bucket(id, {
          ...at,
          storage: [
            { storageClass: 'STANDARD', gibMonths: standard },
            ...(infrequent > 0 ? [{ storageClass: 'STANDARD_IA', gibMonths: infrequent }] : []),
          ],
          utilization: metrics,
        }),
  );

const databases: fc.Arbitrary<Named> = fc
  .record({
    place,
    instanceClass: fc.constantFrom('db.m5.large', 'db.m5.xlarge', 'db.unknown'),
    multiAz: fc.boolean(),
    hours: profiles,
    gibMonths: thousandths(0, 1000),
    isCommitted: fc.constantFrom(false, false, true),
  })
  .map(
    ({ place: at, gibMonths, ...shape }) =>
      id =>
        database(id, { ...at, ...shape, storage: [{ type: 'gp3', gibMonths }] }),
  );

const others: fc.Arbitrary<Named> = fc.tuple(place, thousandths(0, 50)).map(
  ([at, cost]) =>
    id =>
      other(id, String(cost), at),
);

/** Reservations and savings plans of any size, some of them expiring within the run. */
export const commitments: fc.Arbitrary<readonly Commitment[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom('compute', 'ec2-instance', 'reserved'),
      perHour: thousandths(0.001, 1.5),
      family: fc.constantFrom('m5', 't3'),
      termYears: fc.constantFrom(1 as const, 3 as const),
      count: thousandths(0.5, 3),
      endMs: fc.constantFrom(null, Date.UTC(2024, 2, 1), Date.UTC(2030, 0, 1)),
    }),
    { maxLength: 3 },
  )
  .map(list =>
    list.map(({ kind, perHour, family, termYears, count, endMs }, index) => {
      const id = `commitment-${index}`;
      if (kind === 'reserved')
        return reservedInstance(id, { instanceType: `${family}.large`, count, termYears, endMs });
      return kind === 'compute'
        ? savingsPlan(id, perHour, { termYears, endMs })
        : savingsPlan(id, perHour, {
            termYears,
            endMs,
            offering: 'ec2-instance',
            family,
            region: 'us-east-1',
          });
    }),
  );

/** What the estates of a property may contain. */
export type EstateLimits = {
  readonly commitments?: fc.Arbitrary<readonly Commitment[]>;
  /** Bill over model by resource; 1 where the bill is what the model says. */
  readonly fit?: fc.Arbitrary<number>;
  /** Kind that comes more often than the others. */
  readonly mostly?: Lever['target'];
  /** Lever whose own samples come often. */
  readonly leverId?: string;
};

/** Small estates of everything. Resources cost what the model says (times `fit`), and something beside it. */
export function estates(limits: EstateLimits = {}): fc.Arbitrary<Estate> {
  const weight = (kind: Resource['kind'], usual: number) => (limits.mostly === kind ? 12 : usual);
  const samples = LEVER_SAMPLES[limits.leverId ?? ''];
  const kinds = fc.oneof(
    { weight: weight('instance', 5), arbitrary: instances },
    { weight: weight('volume', 2), arbitrary: volumes },
    { weight: weight('bucket', 2), arbitrary: buckets },
    { weight: weight('database', 2), arbitrary: databases },
    { weight: weight('other', 1), arbitrary: others },
    ...(samples ? [{ weight: 12, arbitrary: samples }] : []),
  );
  return fc
    .record({
      resources: fc.array(kinds, { maxLength: 10 }),
      committed: limits.commitments ?? commitments,
      extra: fc.array(thousandths(0, 5), { minLength: 1, maxLength: 5 }),
      fit: fc.array(limits.fit ?? fc.constant(1), { minLength: 1, maxLength: 5 }),
    })
    .map(({ resources, committed, extra, fit }) => {
      const ids = resources.map((_, index) => `r-${String(index).padStart(2, '0')}`);
      const at = (list: readonly number[], id: string) => list[ids.indexOf(id) % list.length];
      return estateOf(
        resources.map((make, index) => make(ids[index] ?? '')),
        {
          commitments: committed,
          paidRates: meteredPrices(SAMPLE_PRICES),
          extraCost: id => at(extra, id) ?? 0,
          fit: id => at(fit, id) ?? 1,
        },
      );
    });
}

function valuesOf(param: Param): fc.Arbitrary<number | string | boolean> {
  switch (param.kind) {
    case 'number':
      return fc.oneof(
        { weight: 8, arbitrary: fc.constant(param.default) },
        fc.integer({ min: Math.ceil(param.min), max: Math.floor(param.max) }),
        fc.constantFrom(param.min, param.max),
      );
    case 'choice':
      return fc.constantFrom(...param.choices);
    case 'boolean':
      return fc.boolean();
  }
}

/** Values of all parameters of a lever, within their limits. */
export function paramsOf(lever: Lever): fc.Arbitrary<Move['params']> {
  return fc.record(
    Object.fromEntries(Object.entries(lever.params).map(([name, param]) => [name, valuesOf(param)])),
  );
}

/** The whole estate or a part of it. */
export const scopes: fc.Arbitrary<Scope> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(WHOLE_ESTATE) },
  fc.record({
    workloads: fc.constantFrom(null, ['shop'], ['s*', 'lab']),
    environments: fc.constantFrom(null, ['staging', 'development'], ['production']),
    accounts: fc.constantFrom(null, ['1']),
    regions: fc.constantFrom(null, ['us-east-1'], ['us-*']),
    resources: fc.constantFrom(null, ['r-0*']),
  }),
);

const share = thousandths(0, 1);
const change = thousandths(-0.5, 2);
const someWorkloads = fc.constantFrom(['*'], ['shop'], ['s*', 'lab']);
const monthRefs = fc.constantFrom<number | string>(1, 2, 4, '2024-03');

const growthRules: fc.Arbitrary<GrowthRule> = fc
  .record({
    workloads: someWorkloads,
    annualRate: change,
    spread: fc.option(thousandths(0, 0.3), { nil: null }),
    seasonality: fc.option(fc.array(thousandths(0.5, 2), { minLength: 12, maxLength: 12 }), {
      nil: null,
      freq: 3,
    }),
    elasticity: fc.oneof(fc.constant(1), share),
    storageAnnualRate: fc.option(change, { nil: null }),
  })
  .map(({ spread, ...rule }) => ({
    ...rule,
    annualRange: spread === null ? null : { low: rule.annualRate - spread, high: rule.annualRate + spread },
  }));

const priceChanges: fc.Arbitrary<PriceChange> = fc.record({
  from: monthRefs,
  services: fc.constantFrom(['*'], ['Amazon*'], ['AmazonEC2']),
  regions: fc.constantFrom(null, ['us-*']),
  purchase: fc.constantFrom('any' as const, 'spot' as const),
  change,
});

const titles = fc.constantFrom(null, 'Peak season');

const injects: fc.Arbitrary<Inject> = fc.oneof(
  fc.record({
    kind: fc.constant('traffic' as const),
    title: titles,
    from: monthRefs,
    change,
    months: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
    workloads: someWorkloads,
  }),
  fc.record({
    kind: fc.constant('capacity' as const),
    title: titles,
    from: monthRefs,
    change,
    teams: fc.constantFrom(['*'], ['Platform']),
  }),
  fc.record({ kind: fc.constant('target' as const), title: titles, from: monthRefs, reduceBy: share }),
  fc.record({
    kind: fc.constant('refusal' as const),
    title: titles,
    from: monthRefs,
    workloads: someWorkloads,
    levers: fc.constantFrom(['*'], ['rightsize*']),
  }),
  fc.record({ kind: fc.constant('zone-outage' as const), title: titles, from: monthRefs }),
);

const teams: fc.Arbitrary<Team> = fc.record({
  name: fc.constantFrom('Platform', 'Data', 'Web'),
  engineers: fc.integer({ min: 0, max: 9 }),
  daysPerMonth: fc.integer({ min: 0, max: 22 }),
  costShare: share,
  toilShare: share,
  freezeWindows: fc.constantFrom([], [{ from: '2024-02', to: '2024-03' }]),
  followTheSun: fc.boolean(),
});

/** What a plan may take for granted; the estates of these tests begin in January 2024. */
export const assumptions: fc.Arbitrary<StatedAssumptions> = fc.oneof(
  fc.constant({}),
  fc.record(
    {
      existingCommitments: fc.constantFrom('renew' as const, 'expire' as const),
      plannedCommitments: fc.constantFrom('renew' as const, 'expire' as const),
      growth: fc.array(growthRules, { maxLength: 2 }),
      priceChanges: fc.array(priceChanges, { maxLength: 2 }),
      injects: fc.array(injects, { maxLength: 3 }),
      teams: fc.array(teams, { maxLength: 3 }),
      discountRate: share,
      costPerEngineerDay: fc.constantFrom('800', '1250.5'),
    },
    { requiredKeys: [] },
  ),
);

/** How a move may be carried out. */
export const deliveries: fc.Arbitrary<{ readonly delivery?: Delivery }> = fc.oneof(
  fc.constant({}),
  fc
    .record({
      rampMonths: fc.integer({ min: 1, max: 4 }),
      rampBy: fc.constantFrom('resource' as const, 'share' as const),
      dualRunMonths: fc.integer({ min: 0, max: 2 }),
      oneOffCost: fc.constantFrom('0', '1200.5'),
      effortDays: fc.option(fc.integer({ min: 0, max: 30 }), { nil: null }),
      status: fc.constantFrom(...ADOPTION_STAGES),
    })
    // A single wave is the same either way, and what is as usual is not said.
    .map(delivery =>
      delivery.rampMonths === 1 ? { ...delivery, rampBy: DEFAULT_DELIVERY.rampBy } : delivery,
    )
    .map(delivery => (JSON.stringify(delivery) === JSON.stringify(DEFAULT_DELIVERY) ? {} : { delivery })),
);

/** A move of one lever. */
export function movesOf(lever: Lever, id = lever.meta.id): fc.Arbitrary<Move> {
  return fc
    .record({
      scope: scopes,
      params: paramsOf(lever),
      start: fc.integer({ min: 1, max: 3 }),
      owner: fc.constantFrom(null, 'Platform', 'Nobody we know'),
      carried: deliveries,
    })
    .map(({ carried, ...parts }) => ({ id, lever: lever.meta.id, note: null, ...parts, ...carried }));
}

const protection = fc.constantFrom<readonly string[]>([], [], ['vault'], ['s*']);

/** Plans of up to five moves, several of one lever among them. */
export const plans: fc.Arbitrary<Plan> = fc
  .record({
    levers: fc.array(fc.constantFrom(...LEVERS), { maxLength: 5 }),
    fraction: thousandths(0, 1),
    byMonth: fc.integer({ min: 1, max: 5 }),
    basis: fc.constantFrom('run-rate' as const, 'cash' as const),
    protectedWorkloads: protection,
    forbidden: fc.option(fc.constantFrom(...LEVERS), { nil: null, freq: 4 }),
    stated: assumptions,
    against: fc.constantFrom({}, { against: 'forecast' as const }),
  })
  .chain(({ levers, fraction, byMonth, basis, protectedWorkloads, forbidden, stated, against }) =>
    fc.tuple(...levers.map((lever, index) => movesOf(lever, `move-${index}`))).map(moves => ({
      title: 'Random plan',
      scenario: null,
      assumptions: stated,
      policy: DEFAULT_PLAN_POLICY,
      target: { goal: { kind: 'reduce-by' as const, fraction }, byMonth, basis, ...against },
      guardrails: {
        ...DEFAULT_GUARDRAILS,
        protectedWorkloads,
        forbiddenLevers: forbidden === null ? [] : [forbidden.meta.id],
      },
      moves,
    })),
  );
