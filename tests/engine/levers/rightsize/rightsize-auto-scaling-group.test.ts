/** As many machines of a group as its peak needs, zones kept even; what comes and goes or is not equal is left alone. */

import { describe, expect, test } from 'vitest';
import type { InstanceResource, Utilization } from '../../../../src/engine/estate/estate.ts';
import { leverById } from '../../../../src/engine/levers/index.ts';
import { DEFAULT_GUARDRAILS } from '../../../../src/engine/plan.ts';
import { applyMove } from '../../../../src/engine/simulate/apply-move.ts';
import { costOf, createBaseline } from '../../../../src/engine/simulate/model-cost.ts';
import { ask, estateOf, flat, instance, move, ratesOf, usage, utilization, workload } from '../../estates.ts';

const LEVER = 'rightsize-auto-scaling-group';
const seen = (cpu: number | null, memory: number | null): Utilization =>
  utilization({ cpu: { p99: cpu }, memory: { max: memory } });

type Options = {
  readonly tags?: (index: number) => Readonly<Record<string, string>>;
  readonly zones?: number;
  readonly metrics?: Utilization | null;
  readonly change?: (machine: InstanceResource, index: number) => InstanceResource;
};
const TAG = () => ({ 'aws:autoscaling:groupName': 'web' });

/** So many machines in so many zones, 20 % busy at the peak. */
function group(
  count: number,
  { tags = TAG, zones = 2, metrics = seen(0.2, 0.2), change = each => each }: Options = {},
) {
  const machines = Array.from({ length: count }, (_, index) =>
    change(
      instance(
        `i-${index}`,
        {},
        { tags: tags(index), availabilityZone: `z${index % zones}`, utilization: metrics },
      ),
      index,
    ),
  );
  return estateOf(machines);
}

function leftOf(estate: ReturnType<typeof group>, params: Record<string, number | boolean> = {}): string[] {
  const lever = leverById(LEVER);
  if (!lever) throw new Error('no lever');
  const { applied } = applyMove(estate, move(LEVER, { params }), lever, DEFAULT_GUARDRAILS, ratesOf(estate));
  const gone = new Set(applied.map(({ resourceId }) => resourceId));
  return estate.resources.filter(({ id }) => !gone.has(id)).map(({ id }) => id);
}

describe('what stays', () => {
  // 9 x 20 % / 60 % = 3 machines; two zones must each carry it alone: 6; without that 3.
  test.each<readonly [string, Parameters<typeof group>, Record<string, number | boolean>, number]>([
    ['carries the peak from one zone alone', [9], {}, 6],
    ['carries the peak from all zones', [9], { surviveZoneLoss: false }, 3],
    ['of three zones is half as much again', [9, { zones: 3 }], {}, 5],
    ['is at least two machines', [9, { zones: 1, metrics: seen(0.01, 0.01) }], {}, 2],
    ['is at least one in each zone', [9, { zones: 4, metrics: seen(0.01, 0.01) }], { machinesMin: 1 }, 4],
    // 9 x 50 % x 1.2 = 5.4.
    ['holds the memory of all', [9, { zones: 1, metrics: seen(0.1, 0.5) }], {}, 6],
    ['is more where less use is wanted', [9, { zones: 1 }], { targetPercent: 30 }, 6],
  ])('%s', (_name, parts, params, count) => {
    expect(leftOf(group(...parts), params)).toHaveLength(count);
  });

  test('is spread evenly: the zone with more machines loses more', () => {
    const estate = group(8, {
      change: (each, index) => ({ ...each, availabilityZone: index < 6 ? 'a' : 'b' }),
    });
    expect(leftOf(estate, { surviveZoneLoss: false })).toEqual(['i-0', 'i-1', 'i-6']);
  });

  test('is never busier than the workload bears', () => {
    const shop = workload('shop', 'production', { maxUtilization: 0.3 });
    const estate = { ...group(9, { zones: 1 }), workloads: [shop] };
    expect(leftOf(estate)).toHaveLength(6);
  });
});

test('three machines fewer save three weeks of 168 h x $0.10', () => {
  const estate = group(9);
  const rates = ratesOf(estate);
  const lever = leverById(LEVER);
  if (!lever) throw new Error('no lever');
  const baseline = createBaseline(estate, rates);
  const once = applyMove(estate, move(LEVER), lever, DEFAULT_GUARDRAILS, rates);
  expect(baseline.effective.minus(costOf(once.estate, baseline).effective).toNumber()).toBeCloseTo(50.4, 6);
  // What is switched off is known to be off: the others are not taken for idle.
  const twice = applyMove(once.estate, move(LEVER), lever, DEFAULT_GUARDRAILS, rates);
  expect(twice.applied).toEqual([]);
});

describe('how a group is told', () => {
  const named = (index: number) => ({ Name: `web-0${index}` });
  test('by tag it is measured, by name inferred, with unobserved memory assumed', () => {
    expect(ask(LEVER, group(9), 'i-8')).toMatchObject({
      evidence: 'measured',
      why: 'web: CPU p99 20 % on 9 machines, 6 are enough',
      effect: { kind: 'schedule', resourceId: 'i-8', schedule: { days: [] } },
      risks: [
        { kind: 'capacity', resourceId: 'i-8', ratio: 0 },
        { kind: 'change-event', multiplier: 1 },
      ],
    });
    expect(ask(LEVER, group(9, { tags: named }), 'i-8')).toMatchObject({
      evidence: 'inferred',
      why: 'web-*: CPU p99 20 % on 9 machines, 6 are enough',
    });
    const unobserved = group(9, { metrics: seen(0.2, null) });
    expect(
      ask(LEVER, unobserved, 'i-8', { acceptUnobservedMemory: true, assumedMemoryPercent: 20 }),
    ).toMatchObject({ evidence: 'assumed' });
    // Memory that nobody saw counts as used: nine machines at 48 % fill five, and a lost zone takes three of nine.
    expect(ask(LEVER, unobserved, 'i-8', { acceptUnobservedMemory: true })).toMatchObject({
      reason: 'web: 9 machines at CPU p99 20 %: all are needed',
    });
  });
});

describe('no', () => {
  const last = (options: Options, count = 9) => ask(LEVER, group(count, options), `i-${count - 1}`);
  const only =
    (index: number, other: (each: InstanceResource) => InstanceResource) =>
    (each: InstanceResource, at: number) =>
      at === index ? other(each) : each;
  test.each<readonly [string, ReturnType<typeof ask>, string]>([
    ['for a machine in no group', last({ tags: () => ({}) }), 'in no group of machines, by tag or by name'],
    [
      'for a name without a number',
      last({ tags: () => ({ Name: 'bastion' }) }),
      'in no group of machines, by tag or by name',
    ],
    [
      'for nodes of a cluster',
      last({ tags: () => ({ ...TAG(), 'aws:eks:cluster-name': 'main' }) }),
      'in no group of machines, by tag or by name',
    ],
    ['for one that stays', ask(LEVER, group(9), 'i-0'), 'web: one of the 6 machines that stay'],
    [
      'when all are needed',
      last({ metrics: seen(0.5, 0.2) }),
      'web: 9 machines at CPU p99 50 %: all are needed',
    ],
    [
      'when one was not observed',
      last({ change: only(3, each => ({ ...each, utilization: null })) }),
      'web: not every machine was observed long enough',
    ],
    ['when memory was not observed', last({ metrics: seen(0.2, null) }), 'web: memory unobserved'],
    [
      'when the group follows the load already',
      last({ change: only(3, each => ({ ...each, compute: [usage({ hours: flat(0.5) })] })) }),
      'web: its machines come and go: metrics of single machines do not tell how many the peak needs',
    ],
    [
      'when its machines are not equal',
      last({ change: only(3, each => ({ ...each, compute: [usage({ instanceType: 'm5.xlarge' })] })) }),
      'web: its machines are not equal: several types or purchases',
    ],
    [
      'on spot',
      last({ change: each => ({ ...each, compute: [usage({ purchase: 'spot', spotPerHour: 0.03 })] }) }),
      'web: runs on spot',
    ],
    [
      'without a price',
      last({ change: each => ({ ...each, compute: [usage({ instanceType: 'x9.large' })] }) }),
      'no price for x9.large',
    ],
  ])('%s', (_name, found, reason) => {
    expect(found).toEqual({ eligible: false, reason });
  });
});
