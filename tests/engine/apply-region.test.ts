/** A move to another Region: what is counted stays, where it is priced changes. */

import { describe, expect, test } from 'vitest';
import { applyEffect } from '../../src/engine/apply-effect.ts';
import type { MoveRegionEffect } from '../../src/engine/effect.ts';
import type { Resource } from '../../src/engine/estate/estate.ts';
import { meter } from '../helpers/billed-meters.ts';
import { metered, nodeShape } from '../helpers/metered-usage.ts';
import { database, flat, HOURS, instance, START_MS } from './estates.ts';

const PERIOD = { startMs: START_MS, endMs: START_MS + HOURS * 3_600_000 };

function moved(resource: Resource, more: Partial<MoveRegionEffect> = {}) {
  const effect: MoveRegionEffect = {
    kind: 'move-region',
    resourceId: resource.id,
    toRegion: 'eu-west-1',
    meters: [],
    once: [],
    ...more,
  };
  return applyEffect(resource, effect, PERIOD);
}

describe('a move to another Region', () => {
  test.each([instance('x', {}, { availabilityZone: 'us-east-1a' }), database('x')])(
    'takes a $kind along as it is, into no particular zone',
    resource => {
      expect(moved(resource).resource).toEqual({
        ...resource,
        region: 'eu-west-1',
        availabilityZone: null,
        meters: [],
        added: [],
      });
    },
  );

  test('takes the Region of usage behind the resource along', () => {
    const { resource } = moved(metered('x', [{ shape: nodeShape(), hours: flat(2) }]));

    expect(resource?.kind === 'other' && resource.metered).toEqual([
      { shape: nodeShape({ region: 'eu-west-1' }), hours: flat(2), unit: 'instance-hour' },
    ]);
  });

  test('leaves what meters count and changes what they cost, where a ratio is given', () => {
    const meters = [meter('NatGateway-Bytes', 100, 0.04), meter('Unknown', 10, 1)];
    const { resource } = moved(instance('x', {}, { meters }), {
      meters: [{ usageType: 'NatGateway-Bytes', operation: null, priceRatio: 1.5 }],
    });

    expect(resource?.meters.map(({ quantity, cost }) => [quantity, cost])).toEqual([
      [100, 6],
      [10, 10],
    ]);
  });

  test('prices added units in the new Region, traces excepted, and hands on what it costs once', () => {
    const unit = { service: 'nat_gateway', item: 'zonal', component: 'hour', quantity: 1 };
    const added = [
      { ...unit, region: 'us-east-1' },
      { ...unit, region: '', quantity: 0 },
    ];
    const once = [{ ...unit, region: 'us-east-1', quantity: 7 }];
    const { resource, oneOff } = moved(instance('x', {}, { added }), { once });

    expect(resource?.added.map(({ region }) => region)).toEqual(['eu-west-1', '']);
    expect(oneOff).toEqual(once);
  });
});

test('another machine may bring units with it: a cache before a table', () => {
  const shape = nodeShape();
  const unit = { service: 'a', item: 'b', component: 'c', region: 'd', quantity: 3 };
  const { resource } = applyEffect(
    metered('x', [{ shape, hours: flat(4) }]),
    {
      kind: 'reshape',
      resourceId: 'x',
      fromPriceId: 'node|elasticache|cache.r5.large|redis|single-az||false|us-east-1',
      to: shape,
      quantityRatio: 0.25,
      capacityRatio: 1,
      added: [unit],
    },
    PERIOD,
  );

  expect(resource?.added).toEqual([unit]);
  expect(resource?.kind === 'other' && resource.metered[0]?.hours[0]).toBe(1);
});
