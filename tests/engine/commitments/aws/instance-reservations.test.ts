/** EC2 Reserved Instances: what must match, what comes first, what is never covered. */

import { describe, expect, test } from 'vitest';
import { awsOrder } from '../../../../src/engine/commitments/aws/order.ts';
import type { ReservedInstance } from '../../../../src/engine/commitments/commitment.ts';
import type { UsageShape } from '../../../../src/engine/commitments/usage.ts';
import { instancePool, orderInput, otherPool, PERIOD_START_MS, reserved, run, stepNames } from './orders.ts';

const ZONE = 'us-east-1a';
const HOUR_MS = 3_600_000;

describe('what a reservation covers', () => {
  test.each<[string, Partial<ReservedInstance>, Parameters<typeof instancePool>[2], number]>([
    ['the same type', {}, {}, 1],
    ['another Region', { region: 'eu-west-1' }, {}, 0],
    ['another platform', { operatingSystem: 'windows' }, {}, 0],
    ['another tenancy', { tenancy: 'dedicated' }, {}, 0],
    [
      'a dedicated instance by a dedicated reservation',
      { tenancy: 'dedicated' },
      { tenancy: 'dedicated' },
      1,
    ],
    ['a Dedicated Host', { tenancy: 'host' }, { tenancy: 'host' }, 0],
    ['any zone, when regional', {}, { availabilityZone: 'us-east-1f' }, 1],
    ['an unknown zone, when regional', {}, { availabilityZone: null as unknown as string }, 1],
    ['its zone, when zonal', { availabilityZone: ZONE }, {}, 1],
    ['another zone, when zonal', { availabilityZone: ZONE }, { availabilityZone: 'us-east-1b' }, 0],
    ['an empty slot, when regional', {}, { isEmptySlot: true }, 1],
    ['an empty slot, when zonal', { availabilityZone: ZONE }, { isEmptySlot: true }, 0],
    ['half of two instances', {}, { quantity: 2 }, 1],
  ])('%s', (_name, reservation, usage, covered) => {
    const { uncovered } = run({
      pools: [instancePool('i', 'm5.large', usage)],
      commitments: [reserved('r', 'm5.large', reservation)],
    });
    expect((usage?.quantity ?? 1) - uncovered.i!).toBe(covered);
  });

  test('a zone that nobody knows is never the zone of a zonal reservation', () => {
    const usage = instancePool('i', 'm5.large');
    const shape = { ...usage.shape, availabilityZone: null } as UsageShape;
    const { used } = run({
      pools: [{ ...usage, shape }],
      commitments: [reserved('z', 'm5.large', { availabilityZone: ZONE })],
    });
    expect(used.z).toBe(0);
  });

  test.each<[string, string, string, Partial<ReservedInstance>, number]>([
    ['two of half the size', 'm5.xlarge', 'm5.large', {}, 2],
    ['half of one of double size', 'm5.medium', 'm5.large', {}, 0.5],
    ['metal by its virtual size', 'i3.metal', 'i3.8xlarge', {}, 2],
    ['metal in part', 'i3.8xlarge', 'i3.metal', {}, 0.5],
    ['newer metal, by the assumed factor', 'm6i.metal', 'm6i.16xlarge', {}, 2],
    ['high memory metal', 'u-6tb1.metal', 'u-6tb1.56xlarge', {}, 2],
    ['not another family', 'm5.xlarge', 'm5a.large', {}, 0],
    ['no other size on Windows', 'm5.xlarge', 'm5.large', { operatingSystem: 'windows' }, 0],
    ['no other size on RHEL', 'm5.xlarge', 'm5.large', { operatingSystem: 'rhel' }, 0],
    ['no other size on SUSE', 'm5.xlarge', 'm5.large', { operatingSystem: 'suse' }, 0],
    ['no other size on an unknown platform', 'm5.xlarge', 'm5.large', { operatingSystem: 'other' }, 0],
    ['no other size on dedicated tenancy', 'm5.xlarge', 'm5.large', { tenancy: 'dedicated' }, 0],
    ['no other size when zonal', 'm5.xlarge', 'm5.large', { availabilityZone: ZONE }, 0],
    ['no other size of G4ad', 'g4ad.8xlarge', 'g4ad.4xlarge', {}, 0],
    ['no other size of G4dn', 'g4dn.8xlarge', 'g4dn.4xlarge', {}, 0],
    ['no other size of G5', 'g5.8xlarge', 'g5.4xlarge', {}, 0],
    ['no other size of G5g', 'g5g.8xlarge', 'g5g.4xlarge', {}, 0],
    ['no other size of Inf1', 'inf1.24xlarge', 'inf1.6xlarge', {}, 0],
    ['an excluded family by its exact type', 'g5.8xlarge', 'g5.8xlarge', {}, 1],
    ['a metal size without a factor by its exact type', 'mac1.metal', 'mac1.metal', {}, 1],
  ])('%s', (_name, bought, running, more, covered) => {
    const { uncovered } = run({
      pools: [
        instancePool('i', running, {
          quantity: 4,
          operatingSystem: more.operatingSystem ?? 'linux',
          tenancy: more.tenancy ?? 'shared',
        }),
      ],
      commitments: [reserved('r', bought, more)],
    });
    expect(4 - uncovered.i!).toBeCloseTo(covered, 12);
  });

  test.each<UsageShape>([
    { kind: 'not-eligible', item: 'spot' },
    {
      kind: 'licence',
      licence: 'windows-server',
      region: 'us-east-1',
      resourceGroup: null,
      managementGroup: null,
    },
    { kind: 'azure-vm', size: 'm5.large', region: 'us-east-1', resourceGroup: null, managementGroup: null },
  ])('nothing of AWS covers $kind', shape => {
    const { order } = run({
      pools: [otherPool('x', shape)],
      commitments: [reserved('r', 'm5.large')],
    });
    expect(order.steps).toEqual([]);
    expect(order.benefits).toHaveLength(1);
  });
});

describe('what comes first', () => {
  const pools = [
    instancePool('a-2x', 'm5.2xlarge'),
    instancePool('a-large-slot', 'm5.large', { isEmptySlot: true }),
    instancePool('a-large', 'm5.large'),
    instancePool('b-large', 'm5.large', { account: 'B' }),
  ];

  test('the owner, then the smallest size, and empty slots last of their type', () => {
    expect(stepNames({ pools, commitments: [reserved('r', 'm5.large')] })).toEqual([
      'r -> a-large',
      'r -> a-large-slot',
      'r -> a-2x',
      'r -> b-large',
    ]);
  });

  test('zonal reservations of other accounts before the own regional one', () => {
    expect(
      stepNames({
        pools: [pools[2]!],
        commitments: [
          reserved('regional', 'm5.large'),
          reserved('zonal', 'm5.large', { availabilityZone: ZONE, ownerAccount: 'C' }),
        ],
      }),
    ).toEqual(['zonal -> a-large', 'regional -> a-large']);
  });

  test('every owner before anybody else', () => {
    expect(
      stepNames({
        pools: [instancePool('b', 'm5.large', { account: 'B' }), instancePool('a', 'm5.large')],
        commitments: [reserved('ra', 'm5.large'), reserved('rb', 'm5.large', { ownerAccount: 'B' })],
      }),
    ).toEqual(['ra -> a', 'rb -> b', 'ra -> b', 'rb -> a']);
  });

  const mixed = [
    reserved('a-large', 'm5.large', { offeringClass: 'convertible' }),
    reserved('b-2x', 'm5.2xlarge'),
    reserved('c-xl', 'm5.xlarge'),
  ];
  test.each([
    [{}, ['c-xl', 'b-2x', 'a-large']],
    [{ reservationClassOrder: 'by-id' } as const, ['a-large', 'c-xl', 'b-2x']],
    [{ regionalReservationOrder: 'by-id' } as const, ['b-2x', 'c-xl', 'a-large']],
    [
      { reservationClassOrder: 'by-id', regionalReservationOrder: 'by-id' } as const,
      ['a-large', 'b-2x', 'c-xl'],
    ],
  ])('settings %j order the reservations', (settings, ids) => {
    expect(stepNames({ pools: [pools[2]!], commitments: mixed, settings })).toEqual(
      ids.map(id => `${id} -> a-large`),
    );
  });

  test('a reservation out of force is paid for nothing and covers nothing', () => {
    const expired = reserved('old', 'm5.large', { endMs: PERIOD_START_MS });
    const { order, committedCost } = run({ pools: [pools[2]!], commitments: [expired] });
    expect(order.steps).toEqual([]);
    expect(committedCost).toBe(0);
  });

  test('a reservation covers from its start to its end within the period', () => {
    const usage = instancePool('i', 'm5.large', { quantities: [1, 1, 1, 1] });
    const { used, committedCost } = run({
      pools: [usage],
      commitments: [
        reserved('r', 'm5.large', {
          startMs: PERIOD_START_MS + HOUR_MS,
          endMs: PERIOD_START_MS + 3 * HOUR_MS,
        }),
      ],
    });
    expect(used.r).toBe(8);
    expect(committedCost).toBeCloseTo(2 * 0.6);
  });

  test('steps are made for what can match only', () => {
    const many = Array.from({ length: 500 }, (_, index) => instancePool(`i${index}`, `f${index}.large`));
    const { steps } = awsOrder(
      orderInput({ pools: many, commitments: [reserved('r', 'f7.xlarge'), reserved('s', 'f8.large')] }),
    );
    expect(steps).toHaveLength(2);
  });
});
