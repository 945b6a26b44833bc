/** What a third zone costs, and what it is worth. */

import { describe, expect, test } from 'vitest';
import type { MeterUse } from '../../../../src/engine/estate/estate.ts';
import type { Workload } from '../../../../src/engine/estate/workload.ts';
import { UNDECLARED_TIER } from '../../../../src/engine/estate/workload-inputs.ts';
import { billed, meter } from '../../../helpers/billed-meters.ts';
import { ask, estateOf, HOURS, instance, workload } from '../../estates.ts';

const LEVER = 'zones-three-to-two';

const gateways = (count: number) => meter('USE2-NatGateway-Hours', HOURS * count, 0.045);
const endpoints = (count: number) => meter('VpcEndpoint-Hours', HOURS * count, 0.01);
const crossing = meter('DataTransfer-Regional-Bytes', 1200, 0.01);

function answer(
  meters: readonly MeterUse[],
  declared: Partial<Workload> = { zones: 3 },
  environment: 'staging' | 'production' = 'staging',
  params: Record<string, boolean> = {},
) {
  const estate = estateOf([billed('net', meters, { workload: 'staging' })], {
    workloads: [workload('staging', environment, declared)],
  });
  return ask(LEVER, estate, 'net', params);
}

describe('no', () => {
  const quorum = {
    zones: 3,
    tiers: [{ ...UNDECLARED_TIER, name: 'log', kind: 'queue', quorumMember: true }],
  } as const;

  test.each<readonly [string, readonly MeterUse[], Partial<Workload>, string]>([
    ['where nobody knows the zones', [crossing], { zones: null }, 'not known how many zones it runs in'],
    ['with two zones', [crossing], { zones: 2 }, 'runs in 2 of the zones, not in 3'],
    ['for a consensus group', [crossing], quorum, 'a consensus group needs three zones'],
    [
      'without anything by the zone',
      [meter('Other', 5, 1)],
      { zones: 3 },
      'nothing that is paid for each zone',
    ],
    [
      'for gateways that are fewer than zones',
      [gateways(1)],
      { zones: 3 },
      'nothing that is paid for each zone',
    ],
  ])('%s', (_name, meters, declared, reason) => {
    expect(answer(meters, declared)).toEqual({ eligible: false, reason });
  });

  test('in production, unless asked to', () => {
    expect(answer([crossing], { zones: 3 }, 'production')).toMatchObject({
      reason: 'production keeps its zones',
    });
    expect(answer([crossing], { zones: 3 }, 'production', { allowProduction: true })).toMatchObject({
      evidence: 'inferred',
    });
  });
});

/** Share left of each meter. */
function left(meters: readonly MeterUse[]) {
  const found = answer(meters);
  if (!('effect' in found) || found.effect.kind !== 'remeter') return null;
  return found.effect.meters.map(({ factor }) => factor);
}

describe('what is left', () => {
  test.each([
    ['two of three gateways', [gateways(3)], [2 / 3]],
    ['three of four: one zone had two', [gateways(4)], [3 / 4]],
    ['two thirds of nine endpoints', [endpoints(9)], [2 / 3]],
    ['three quarters of the traffic between zones: a half instead of two thirds crosses', [crossing], [0.75]],
    ['each by its own rule', [gateways(3), crossing], [2 / 3, 0.75]],
  ])('%s', (_name, meters, expected) => {
    const found = left(meters);

    expect(found).toHaveLength(expected.length);
    for (const [index, share] of expected.entries()) expect(found?.[index]).toBeCloseTo(share, 12);
  });
});

test('zones are counted in the bill where none are declared', () => {
  const machines = ['a', 'b', 'c'].map(zone =>
    instance(zone, {}, { workload: 'staging', availabilityZone: `us-east-1${zone}` }),
  );
  const net = billed('net', [crossing], { workload: 'staging' });

  expect(ask(LEVER, estateOf([...machines, net]), 'net')).toMatchObject({
    why: 'staging: three zones, counted in the bill',
  });
});

test('the model gets two zones, and two gateways where they were paid for', () => {
  expect(answer([gateways(3)])).toMatchObject({
    risks: [
      { kind: 'zones', zones: 2 },
      { kind: 'egress', gateways: 2, zones: 2 },
      { kind: 'change-event', multiplier: 2 },
    ],
  });
  expect(answer([crossing])).toMatchObject({ risks: [{ kind: 'zones' }, { kind: 'change-event' }] });
});
