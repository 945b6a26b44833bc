/** Commitments of newer lists: they stand before the book's, and what the book derives from a rate follows them. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CommitmentOffer } from '../../src/engine/price-book.ts';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';
import { displacedBy, NO_PRICES } from '../../src/prices/overlay.ts';
import { openOverlays, type PriceOverlay, writeOverlay } from '../../src/prices/overlay-store.ts';

const book = openEmbeddedBook();
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trimtab-newer-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(
  place: Pick<PriceOverlay, 'provider' | 'service' | 'region'>,
  prices: Readonly<Record<string, number>>,
  unit = 'hour',
): void {
  writeOverlay(folder, {
    ...place,
    readAt: '2026-11-01T00:00:00.000Z',
    source: `https://prices.example/${place.service}`,
    prices: Object.entries(prices).map(([item, price]) => ({
      ...{ item, unit: item.includes('commitment') ? 'month' : unit, price },
      ...{ kind: 'measured', date: '2026-11-01', note: null },
    })),
  });
}

const over = () => openEmbeddedBook({ override: NO_PRICES, overlay: openOverlays(folder) });

const M5: CommitmentOffer = {
  offering: 'compute-savings-plan',
  instanceType: 'm5.large',
  region: 'us-east-1',
  operatingSystem: 'linux',
  termYears: 1,
  payment: 'no-upfront',
};
const AWS = { provider: 'aws', service: 'ec2', region: 'us-east-1' } as const;
const PLANS = { ...AWS, service: 'ec2-savings-plans' } as const;

describe('Savings Plans', () => {
  test('a listed rate stands before the assumed one of the book', () => {
    write(PLANS, { 'm5.large linux compute-savings-plan 1y no-upfront': 0.0701 });
    const rate = over().commitmentRate(M5);

    expect(rate).toMatchObject({ price: 0.0701, kind: 'measured', layer: 'overlay', service: 'ec2' });
    expect(rate && displacedBy(rate)).toEqual([book.commitmentRate(M5)]);
    const found = over().findPrices({
      words: ['m5.large linux compute-savings-plan 1y no-upfront'],
      region: 'us-east-1',
    });
    expect(found.map(({ price }) => price)).toEqual([0.0701]);
  });

  test('their list and that of the machines replace only themselves', () => {
    write(PLANS, { 'm5.large linux compute-savings-plan 1y no-upfront': 0.0701 });
    write(AWS, { 'm5.large linux': 0.097 });
    write({ ...AWS, service: 'ec2-spot' }, { 'm5.large linux spot typical': 0.041 });
    write({ ...AWS, service: 'ec2-spot-history' }, { 'm5.large linux spot': 0.039 });
    write(AWS, { 'm5.large linux': 0.098 });
    const now = over();

    expect(now.commitmentRate(M5)?.price).toBe(0.0701);
    expect(now.instancePrice('m5.large', 'us-east-1', 'linux')?.price).toBe(0.098);
    expect(now.spotPrice('m5.large', 'us-east-1', 'linux')).toMatchObject({
      price: 0.039,
      licence: 'your own account',
      displaced: [{ price: 0.041 }, { item: 'm5.large linux spot typical' }],
    });
  });

  test('a list is read only when a price that stands in it is asked for', () => {
    write(AWS, { 'm5.large linux': 0.098 });
    writeFileSync(join(folder, 'prices/overlay.aws.ec2-savings-plans.us-east-1.json'), 'damaged');
    const layer = openOverlays(folder);

    expect(layer.find('ec2', 'm5.large linux', 'us-east-1')?.price).toBe(0.098);
    expect(() => layer.find('ec2', 'm5.large linux compute-savings-plan 1y no-upfront', 'us-east-1')).toThrow(
      expect.objectContaining({ exitCode: 3 }),
    );
  });

  test('one that is not listed follows the newer reservation, by the rule of the book, and says from where', () => {
    const m8g = 'm8g.large linux standard-ri 1y no-upfront';
    write(AWS, { 'm5.large linux': 0.096, 'm5.large linux standard-ri 1y no-upfront': 0.048, [m8g]: 0.06 });
    const now = over();
    const instancePlan = now.commitmentRate({ ...M5, offering: 'ec2-instance-savings-plan' });
    const computePlan = now.commitmentRate(M5);
    const partial = now.commitmentRate({
      ...M5,
      ...{ instanceType: 'm8g.large', offering: 'standard-ri', payment: 'partial-upfront' },
    });

    expect(instancePlan).toMatchObject({ price: 0.048, kind: 'derived', date: '2026-11-01' });
    expect(instancePlan?.source).toContain('https://prices.example/ec2');
    // 0.52 of the reservation's 50 %.
    expect(computePlan).toMatchObject({ price: 0.07104, kind: 'assumed', date: '2026-11-01' });
    expect(partial?.price).toBeCloseTo(0.06 / 1.05, 4);
    // A reservation in us-east-1 says nothing of another Region.
    const elsewhere = { ...M5, offering: 'ec2-instance-savings-plan', region: 'eu-west-1' } as const;
    expect(now.commitmentRate(elsewhere)).toEqual(book.commitmentRate(elsewhere));
  });

  test('an offer on a type that nobody knows is refused', () => {
    write(PLANS, { 'm5.large linux compute-savings-plan 1y no-upfront': 0.0701 });
    expect(over().commitmentRate({ ...M5, instanceType: 'm99.large' })).toBeNull();
    expect(over().commitmentRate({ ...M5, region: 'eu-north-1' })).toBeNull();
  });
});

test('reservations of databases and nodes of newer lists count, Multi-AZ too', () => {
  write({ ...AWS, service: 'rds' }, { 'db.r7g.large postgresql multi-az reserved 1y no-upfront': 0.31 });
  write({ ...AWS, service: 'opensearch' }, { 'r7g.large.search reserved 3y all-upfront': 0.1 });
  const terms = { region: 'us-east-1', termYears: 1, payment: 'no-upfront' } as const;
  const db = { ...terms, service: 'rds', nodeClass: 'db.r7g.large', engine: 'postgresql' } as const;
  const now = over();

  expect(now.nodeReservationRate({ ...db, deployment: 'multi-az' })?.price).toBe(0.31);
  expect(now.nodeReservationRate({ ...db, deployment: 'single-az' })).toBeNull();
  expect(
    now.nodeReservationRate({
      ...{ region: 'us-east-1', service: 'opensearch', nodeClass: 'r7g.large.search', engine: null },
      ...{ deployment: 'single-az', termYears: 3, payment: 'all-upfront' },
    })?.price,
  ).toBe(0.1);
});

describe('Google Cloud', () => {
  const place = { provider: 'gcp', service: 'compute-engine', region: 'us-central1' } as const;
  const offer = { series: 'n2', region: 'us-central1', termYears: 1 } as const;

  test('the share of a series follows a newer list that has both prices of its machines', () => {
    write(place, { 'n2-standard-4 linux': 0.2, 'n2-standard-4 linux commitment 1y': 0.2 * 730 * 0.6 });
    expect(over().resourceCommitmentShare(offer)).toMatchObject({
      price: 0.6,
      date: '2026-11-01',
      source: 'https://prices.example/compute-engine',
    });
    expect(over().resourceCommitmentShare({ ...offer, termYears: 3 })).toEqual(
      book.resourceCommitmentShare({ ...offer, termYears: 3 }),
    );
  });

  test('a new price on demand is not set against an old commitment', () => {
    write(place, { 'n2-standard-4 linux': 0.4 });
    expect(over().resourceCommitmentShare(offer)).toEqual(book.resourceCommitmentShare(offer));
  });
});

test('Azure’s plan prices come from a newer list alone', () => {
  const offer = { size: 'Standard_D4s_v5', region: 'eastus', termYears: 3 } as const;
  expect(book.azureSavingsPlanRate(offer)).toBeNull();
  write(
    { provider: 'azure', service: 'virtual-machines', region: 'eastus' },
    { 'Standard_D4s_v5 linux savings-plan 3y': 0.0877, 'Standard_D4s_v5 linux spot': 0.04 },
  );

  expect(over().azureSavingsPlanRate(offer)).toMatchObject({ price: 0.0877, layer: 'overlay' });
  expect(over().azureSavingsPlanRate({ ...offer, size: 'standard_d4s_v5' })?.price).toBe(0.0877);
  expect(over().azureSavingsPlanRate({ ...offer, termYears: 1 })).toBeNull();
  expect(over().spotPrice('Standard_D4s_v5', 'eastus', 'linux')?.price).toBe(0.04);
});
