/** Effects on what a bill counts: quantities, machines behind usage, spot hours, contracts, and what they do to the bill. */

import { describe, expect, test } from 'vitest';
import { applyEffect } from '../../src/engine/apply-effect.ts';
import type { Effect } from '../../src/engine/effect.ts';
import type { MeterUse, OtherResource } from '../../src/engine/estate/estate.ts';
import { costOf, createBaseline } from '../../src/engine/simulate/model-cost.ts';
import { estateOf, HOURS, instance, other, ratesOf, savingsPlan, usage } from './estates.ts';

const LOGS: MeterUse = {
  serviceCode: 'AmazonCloudWatch',
  usageType: 'DataProcessing-Bytes',
  operation: 'PutLogEvents',
  unit: 'GB',
  quantity: 200,
  cost: 100,
};
const STORED: MeterUse = {
  ...LOGS,
  usageType: 'TimedStorage-ByteHrs',
  operation: 'HourlyStorageMetering',
  cost: 3,
};

const group = (more: Partial<OtherResource> = {}) =>
  other('logs', '110', { meters: [LOGS, STORED], ...more });

/** Effective cost of an estate after one effect on one of its resources, by resource. */
function costAfter(estate: ReturnType<typeof estateOf>, effect: Exclude<Effect, { kind: 'commit' }>) {
  const baseline = createBaseline(estate, ratesOf(estate));
  const resources = estate.resources.flatMap(resource => {
    if (resource.id !== effect.resourceId) return [resource];
    const changed = applyEffect(resource, effect, estate.period).resource;
    return changed ? [changed] : [];
  });
  const cost = costOf({ ...estate, resources }, baseline);
  return { total: Number(cost.effective), of: (id: string) => Number(cost.byResource.get(id) ?? 0) };
}

describe('fewer units on a meter', () => {
  const half: Effect = {
    kind: 'remeter',
    resourceId: 'logs',
    change: 'retain',
    meters: [{ usageType: LOGS.usageType, operation: LOGS.operation, factor: 0.5 }],
    added: [],
    once: [],
  };

  test('cost less at the price the bill shows; everything else of the resource stays', () => {
    expect(costAfter(estateOf([group()]), half).of('logs')).toBeCloseTo(110 - 50, 9);
  });

  test('and applied twice are half of the half', () => {
    const twice = applyEffect(applyEffect(group(), half, PERIOD).resource ?? group(), half, PERIOD).resource;
    expect(twice?.meters[0]).toMatchObject({ quantity: 50, cost: 25 });
  });

  test('with units in their place cost what those cost in the book', () => {
    const moved: Effect = {
      ...half,
      added: [{ service: 'ebs', item: 'gp3', component: 'storage', region: 'us-east-1', quantity: 10 }],
    };
    const gp3 = ratesOf(estateOf([])).unitPrice('ebs', 'gp3', 'storage', 'us-east-1') ?? Number.NaN;
    expect(costAfter(estateOf([group()]), moved).of('logs')).toBeCloseTo(110 - 50 + 10 * gp3, 9);
  });

  test('do the same in an estate with commitments', () => {
    const estate = estateOf([group(), instance('i')], { commitments: [savingsPlan('sp', 0.03)] });
    const baseline = createBaseline(estate, ratesOf(estate));
    expect(costAfter(estate, half).total).toBeCloseTo(Number(baseline.effective) - 50, 6);
  });
});

const PERIOD = estateOf([]).period;

describe('spot', () => {
  const spot: Effect = { kind: 'spot', resourceId: 'i', share: 0.75, perHour: { 'm5.large': 0.04 } };

  test('splits the hours and prices each part by itself', () => {
    expect(costAfter(estateOf([instance('i')]), spot).of('i')).toBeCloseTo(
      (0.75 * 0.04 + 0.25 * 0.1) * HOURS,
      9,
    );
  });

  test('leaves hours that are on spot already, and types without a price', () => {
    const compute = [usage({ purchase: 'spot', spotPerHour: 0.02 }), usage({ instanceType: 'm5.xlarge' })];
    const changed = applyEffect(instance('i', compute), spot, PERIOD).resource;
    expect(changed).toMatchObject({ compute });
  });

  test('takes hours away from a commitment, which then stands unused', () => {
    const estate = estateOf([instance('i')], { commitments: [savingsPlan('sp', 0.07)] });
    const whole: Effect = { ...spot, share: 1 };
    expect(costAfter(estate, whole).total).toBeCloseTo((0.04 + 0.07) * HOURS, 6);
  });
});

describe('a new contract', () => {
  const contract: Effect = { kind: 'renegotiate', resourceId: 'logs', factor: 0.9 };

  test('takes its share off everything the resource is charged', () => {
    expect(costAfter(estateOf([group()]), contract).of('logs')).toBeCloseTo(99, 9);
  });

  test('does the same beside commitments', () => {
    const estate = estateOf([group(), instance('i')], { commitments: [savingsPlan('sp', 0.03)] });
    const before = Number(createBaseline(estate, ratesOf(estate)).effective);
    expect(costAfter(estate, contract).total).toBeCloseTo(before - 11, 6);
  });
});

describe('another machine behind usage', () => {
  const shape = (item: string) =>
    ({ kind: 'aws-metered', service: 'AWSFargate', region: 'us-east-1', item }) as const;
  const x86 = shape('Fargate-vCPU-Hours:perCPU');
  const arm = shape('Fargate-ARM-vCPU-Hours:perCPU');
  const prices = new Map([
    ['metered|AWSFargate|Fargate-vCPU-Hours:perCPU|us-east-1', 0.04],
    ['metered|AWSFargate|Fargate-ARM-vCPU-Hours:perCPU|us-east-1', 0.032],
  ]);
  const paidRates = { ...estateOf([]).paidRates, onDemandPerHour: prices };
  const task = other('task', '0', {
    metered: [{ shape: x86, unit: 'vcpu-hour', hours: new Float64Array(HOURS).fill(2) }],
  });

  test('is priced as itself, with the units it needs', () => {
    const effect: Effect = {
      kind: 'reshape',
      resourceId: 'task',
      fromPriceId: 'metered|AWSFargate|Fargate-vCPU-Hours:perCPU|us-east-1',
      to: arm,
      quantityRatio: 0.5,
      capacityRatio: 1,
    };
    const estate = estateOf([task], { paidRates });
    expect(costAfter(estate, effect).of('task')).toBeCloseTo(HOURS * 0.032, 9);
    expect(Number(estate.resources[0]?.effectiveCost)).toBeCloseTo(2 * HOURS * 0.04, 6);
  });
});
