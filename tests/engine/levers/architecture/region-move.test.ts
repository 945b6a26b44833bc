/** Another Region: where the difference is known, allowed, and worth it. */

import { describe, expect, test } from 'vitest';
import type { PaidRates, Resource } from '../../../../src/engine/estate/estate.ts';
import type { Workload } from '../../../../src/engine/estate/workload.ts';
import { UNDECLARED_POLICY } from '../../../../src/engine/estate/workload-inputs.ts';
import { createSimulator } from '../../../../src/engine/simulate/simulate.ts';
import { openEmbeddedBook } from '../../../../src/prices/embedded-book.ts';
import { billed, meter } from '../../../helpers/billed-meters.ts';
import { metered, meteredPrices, nodeShape } from '../../../helpers/metered-usage.ts';
import { testBook } from '../../../helpers/test-book.ts';
import {
  ask,
  database,
  estateOf,
  flat,
  instance,
  move,
  NO_RATES,
  plan,
  volume,
  workload,
} from '../../estates.ts';

const LEVER = 'region-move';
const DEAR = 'eu-central-1';

/** In the dear Region an m5.large costs $0.13 and a cache.r5.large $0.26: the bill says so, the book does not know it. */
const PAID: PaidRates = meteredPrices([
  [
    {
      kind: 'aws-instance',
      instanceType: 'm5.large',
      region: DEAR,
      availabilityZone: null,
      operatingSystem: 'linux',
      tenancy: 'shared',
      isEmptySlot: false,
    },
    0.13,
  ],
  [nodeShape({ region: DEAR }), 0.26],
]);

function answer(
  resource: Resource,
  params: Record<string, string | number> = {},
  more: Partial<Workload> = {},
) {
  const estate = estateOf([resource], { paidRates: PAID, workloads: [workload('shop', 'production', more)] });
  return ask(LEVER, estate, resource.id, params);
}

const machine = instance('x', {}, { region: DEAR });

describe('no', () => {
  test.each<readonly [string, Resource, Record<string, string>, string]>([
    ['where it is', instance('x'), {}, 'is in us-east-1'],
    ['without a Region', instance('x', {}, { region: null }), {}, 'is in no Region'],
    ['for what is global', instance('x', {}, { region: 'global' }), {}, 'is in no Region'],
    ['where it costs the same', instance('x', {}, { region: 'eu-west-1' }), {}, 'costs no less in us-east-1'],
    ['to a Region without prices', machine, { toRegion: 'us-west-2' }, 'no price for it in us-west-2'],
    [
      'with a meter that nobody has a price of',
      instance('x', {}, { region: 'eu-west-1', meters: [meter('CPUCredits:t3', 5, 0.05)] }),
      {},
      'no price of CPUCredits:t3 in eu-west-1 or us-east-1',
    ],
    [
      'for a database that a reservation pays for',
      database('x', { region: 'eu-west-1', isCommitted: true }),
      {},
      'a reservation pays for it, which does not move',
    ],
    [
      'where moving the data has no price',
      volume('x', { region: DEAR }),
      {},
      `no price of moving data out of ${DEAR}`,
    ],
  ])('%s', (_name, resource, params, reason) => {
    expect(answer(resource, params)).toEqual({ eligible: false, reason });
  });

  test('for personal data that would leave the EEA without a basis, and yes with one', () => {
    const personal = { ...UNDECLARED_POLICY, personalData: true };

    expect(answer(machine, {}, { policy: personal })).toMatchObject({
      reason: expect.stringContaining('GDPR ch. V'),
    });
    expect(answer(machine, {}, { policy: { ...personal, transferBasis: 'adequacy' } })).toHaveProperty(
      'effect',
    );
    expect(answer(machine, {}, { policy: { ...personal, personalData: false } })).toHaveProperty('effect');
  });

  test('on another cloud', () => {
    const estate = { ...estateOf([machine]), provider: 'GCP' };

    expect(ask(LEVER, estate, 'x')).toMatchObject({ reason: 'these are Regions of AWS' });
  });
});

describe('yes', () => {
  test('an instance, at the price of the book there; the statement for the residency guardrail is made', () => {
    expect(answer(machine, { addedMs: 95 })).toMatchObject({
      evidence: 'inferred',
      effect: { kind: 'move-region', toRegion: 'us-east-1', meters: [], once: [] },
      risks: [
        { kind: 'region', from: DEAR, to: 'us-east-1', addedMs: 95 },
        { kind: 'change-event', multiplier: 3 },
      ],
    });
  });

  test('a cache node too', () => {
    const cache = metered('x', [{ shape: nodeShape({ region: DEAR }), hours: flat(1) }], { region: DEAR });

    expect(answer(cache)).toMatchObject({ effect: { kind: 'move-region' } });
  });

  test('meters take the ratio of two list prices', () => {
    const book = openEmbeddedBook();
    const gateway = billed('x', [meter('EU-NatGateway-Bytes', 1000, 0.048)], { region: 'eu-west-1' });
    const found = ask(LEVER, estateOf([gateway], { book }), 'x', {}, book);

    // $0.048 a GB in Ireland, $0.045 in Virginia.
    expect(found).toMatchObject({
      effect: { meters: [{ priceRatio: expect.closeTo(0.9375, 12) }], once: [] },
    });
  });

  test('data crosses once: 500 GiB at $0.02 to save $0.02 of $0.12 on each', () => {
    const paidRates = { ...NO_RATES, unitPrice: new Map([['ebs|gp2|storage|eu-west-1', 0.12]]) };
    const estate = estateOf([volume('x', { region: 'eu-west-1' })], { paidRates });
    const run = createSimulator(estate, testBook()).run(plan([move(LEVER)]), { horizonMonths: 6 });
    const [outcome] = run.moves;

    expect(run.months.at(-1)?.runRateCost.toNumber()).toBeCloseTo(50, 6);
    expect(outcome?.oneOffCost.toNumber()).toBeCloseTo(10, 6);
  });

  test('m5.large from Ireland to Virginia saves 10.3 % of it (list prices 0.107 and 0.096)', () => {
    const book = openEmbeddedBook();
    const estate = estateOf([instance('x', {}, { region: 'eu-west-1' })], { book });

    expect(ask(LEVER, estate, 'x', {}, book)).toHaveProperty('effect');
    const [ireland, virginia] = ['eu-west-1', 'us-east-1'].map(
      region => book.instancePrice('m5.large', region, 'linux')?.price ?? 0,
    );
    expect(1 - (virginia ?? 0) / (ireland ?? 1)).toBeCloseTo(0.103, 3);
  });
});
