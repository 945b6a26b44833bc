/** Answers on EC2 Reserved Instances: what they cover in the hours of an example. */

import { isFlexible } from '../../engine/commitments/aws/instance-reservations.ts';
import { normalizationFactor } from '../../engine/commitments/aws/normalization.ts';
import type { ReservedInstance } from '../../engine/commitments/commitment.ts';
import type { UsagePool } from '../../engine/commitments/usage.ts';
import type { Answer, Inputs } from '../answer.ts';
import { has, numberIn, numberOr, recordsOf, textOf } from '../read-inputs.ts';
import {
  type AwsRun,
  checkSize,
  EXAMPLE_REGION,
  platformOf,
  regionOfZone,
  runAws,
  tenancyOf,
  UNSAID,
} from './aws-application.ts';

const textOr = (inputs: Inputs, key: string, fallback: string) =>
  has(inputs, key) ? textOf(inputs, key) : fallback;
const zoneOf = (inputs: Inputs) => (has(inputs, 'az') ? textOf(inputs, 'az') : null);

function regionOf(inputs: Inputs): string {
  if (has(inputs, 'region')) return textOf(inputs, 'region');
  return regionOfZone(zoneOf(inputs) ?? '') ?? EXAMPLE_REGION;
}

/** Instances of one row: `hours` each, 1 when it is missing; one after the other hour, the last one in part. */
type InstanceRow = {
  readonly id: string;
  readonly count: number;
  readonly hours: number;
  readonly platform: string;
  readonly pool: (quantities: Float64Array) => UsagePool;
};

function readInstance(row: Inputs, index: number): InstanceRow {
  const platform = textOr(row, 'platform', 'Linux/UNIX');
  const instanceType = textOf(row, 'type');
  const pool = (quantities: Float64Array): UsagePool => ({
    // Rows may repeat an id: the index keeps them apart.
    id: `${textOr(row, 'id', instanceType)}|${index}`,
    account: textOr(row, 'account', ''),
    workload: null,
    shape: {
      kind: 'aws-instance',
      instanceType,
      region: regionOf(row),
      availabilityZone: zoneOf(row),
      operatingSystem: platformOf(platform),
      tenancy: tenancyOf(textOr(row, 'tenancy', 'default')),
      isEmptySlot: row.empty_slot === true,
    },
    unit: 'instance-hour',
    listRate: 1,
    onDemandRate: 1,
    quantities,
  });
  return {
    id: textOr(row, 'id', instanceType),
    count: numberOr(row, 'count', 1),
    hours: numberOr(row, 'hours', 1),
    platform,
    pool,
  };
}

/**
 * A Reserved Instance as examples write it. Regional, Linux, shared tenancy, one, at no price, unless it says otherwise.
 * @throws Error when a zonal one names no zone
 */
export function readReservedInstance(row: Inputs, index: number): ReservedInstance & { platform: string } {
  const platform = textOr(row, 'platform', 'Linux/UNIX');
  const isZonal = /zon/i.test(textOr(row, 'scope', zoneOf(row) === null ? 'regional' : 'zonal'));
  const availabilityZone = isZonal ? zoneOf(row) : null;
  if (isZonal && availabilityZone === null) throw new Error('a zonal reservation needs its `az`');
  const effectivePerHour = numberOr(row, 'effective_hourly', 0);
  return {
    ...UNSAID,
    kind: 'reserved-instance',
    id: textOr(row, 'id', `reservation-${index + 1}`),
    ownerAccount: has(row, 'account') ? textOf(row, 'account') : null,
    offeringClass: /convertible/i.test(textOr(row, 'class', 'standard')) ? 'convertible' : 'standard',
    instanceType: textOf(row, has(row, 'type') ? 'type' : 'instance_type'),
    region: regionOf(row),
    availabilityZone,
    operatingSystem: platformOf(platform),
    tenancy: tenancyOf(textOr(row, 'tenancy', 'default')),
    count: numberIn(row, 'count', 'quantity') ?? 1,
    effectivePerHour,
    recurringPerHour: effectivePerHour,
    platform,
  };
}

/** Normalised units of all reservations in an hour; those of a size without a factor count as none. */
function reservedUnits(reservations: readonly ReservedInstance[]): number {
  return reservations.reduce(
    (sum, { instanceType, count }) => sum + count * (normalizationFactor(instanceType) ?? 0),
    0,
  );
}

type Covered = { readonly covered: number; readonly on_demand: number };

/** Rows of a cost and usage report: one for each instance and hour that a reservation touches. */
function usageLines(rows: readonly InstanceRow[], covered: readonly number[], pools: readonly UsagePool[]) {
  const lines = rows.map((row, index) => {
    const perInstance = Math.min(1, row.hours);
    const count = perInstance > 0 ? Math.ceil((covered[index] ?? 0) / perInstance - 1e-9) : 0;
    const shape = pools[index]?.shape;
    const factor = shape?.kind === 'aws-instance' ? (normalizationFactor(shape.instanceType) ?? 0) : 0;
    return { count, each: count > 0 ? ((covered[index] ?? 0) * factor) / count : 0 };
  });
  const touched = lines.filter(({ count }) => count > 0);
  const [first] = touched;
  const isEqual = touched.every(({ each }) => each === first?.each);
  return {
    discounted_usage_lines: lines.reduce((sum, { count }) => sum + count, 0),
    normalized_usage_amount: lines.reduce((sum, { count, each }) => sum + count * each, 0),
    ...(first && isEqual ? { normalized_usage_amount_each: first.each } : {}),
  };
}

function reservationFacts(run: AwsRun, reservations: readonly ReservedInstance[]) {
  return run.uses.flatMap(({ id, used, unused, committed }) => {
    const reservation = reservations.find(each => each.id === id);
    if (!reservation) return [];
    // Flexible reservations are counted in units, all others in instance-hours.
    const factor = isFlexible(reservation) ? (normalizationFactor(reservation.instanceType) ?? 1) : 1;
    return [{ id, used: used / factor, unused: unused / factor, reserved: committed / factor }];
  });
}

function coverInstances(inputs: Inputs): Readonly<Record<string, unknown>> {
  const rows = recordsOf(inputs, 'instances').map(readInstance);
  const reservations = recordsOf(inputs, 'reserved_instances').map(readReservedInstance);
  const hours = Math.max(1, ...rows.map(row => Math.ceil(row.hours)));
  checkSize(Math.max(1, rows.length), hours);
  const pools = rows.map(row =>
    row.pool(
      Float64Array.from(
        { length: hours },
        (_, hour) => row.count * Math.max(0, Math.min(1, row.hours - hour)),
      ),
    ),
  );
  const covered = rows.map(() => 0);
  const left = rows.map(() => 0);
  const used: { id: string; used: number; unused: number; reserved: number }[] = [];
  // Platforms never mix; those that the engine knows as `other` are kept apart by their full name.
  for (const platform of new Set([...rows, ...reservations].map(each => each.platform.toLowerCase()))) {
    const own = pools.flatMap((pool, index) =>
      rows[index]?.platform.toLowerCase() === platform ? [{ pool, index }] : [],
    );
    const bought = reservations.filter(each => each.platform.toLowerCase() === platform);
    const run = runAws({
      hours,
      pools: own.map(({ pool }) => pool),
      commitments: bought,
      isShared: inputs.discount_sharing !== false,
    });
    own.forEach(({ index }, usage) => {
      covered[index] = run.covered(usage);
      left[index] = run.uncovered(usage);
    });
    used.push(...reservationFacts(run, bought));
  }
  const byId = new Map<string, Covered>();
  rows.forEach(({ id }, index) => {
    const sum = byId.get(id) ?? { covered: 0, on_demand: 0 };
    byId.set(id, {
      covered: sum.covered + (covered[index] ?? 0),
      on_demand: sum.on_demand + (left[index] ?? 0),
    });
  });
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  return {
    instance_hours: Object.fromEntries(byId),
    reservations: Object.fromEntries(used.map(({ id, ...facts }) => [id, facts])),
    covered_hours: total(covered),
    on_demand_hours: total(left),
    unused_reserved_hours: total(used.map(({ unused }) => unused)),
    total_reserved_units: total(reservations.map(({ count }) => count)) * hours,
    total_reserved_normalized_units: reservedUnits(reservations) * hours,
    ...usageLines(rows, covered, pools),
  };
}

/** `total_reserved_normalized_units_744h`: the same over other hours. */
function resolveHours(key: string, inputs: Inputs): unknown {
  const match = /^total_reserved_(normalized_)?units_(\d{1,6})h(?:ours)?$/.exec(key);
  if (!match) return undefined;
  const reservations = recordsOf(inputs, 'reserved_instances').map(readReservedInstance);
  const perHour = match[1]
    ? reservedUnits(reservations)
    : reservations.reduce((sum, { count }) => sum + count, 0);
  return perHour * Number(match[2]);
}

/** Instances and reservations: who is covered. */
export const RESERVED_INSTANCE_ANSWER: Answer = {
  kind: 'aws-ri',
  accepts: inputs => Array.isArray(inputs.instances) && Array.isArray(inputs.reserved_instances),
  compute: coverInstances,
  resolve: resolveHours,
};
