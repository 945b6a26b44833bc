/** What the embedded book knows of commitments on Google Cloud and Azure. */

import { describe, expect, test } from 'vitest';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';

const book = openEmbeddedBook();

describe('a resource-based commitment of Google Cloud', () => {
  test.each([
    ['n1', 'us-central1', 1, 0.63],
    ['n1', 'us-central1', 3, 0.45],
    ['n2', 'europe-west1', 1, 0.63],
    ['c2', 'us-central1', 3, 0.4],
    ['h3', 'us-central1', 1, 0.82],
    ['m1', 'us-central1', 3, 0.3],
    ['c3', 'us-central1', 1, 0.63],
  ] as const)('of %s in %s for %d years costs %d of on demand', (series, region, termYears, share) => {
    const fact = book.resourceCommitmentShare({ series, region, termYears });
    expect(fact?.price).toBeCloseTo(share, 2);
    expect(fact).toMatchObject({ provider: 'gcp', kind: 'derived', currency: 'XXX', region });
    expect(fact?.source).not.toBe('');
  });

  test.each([
    ['machines with accelerators, which are priced apart', 'a2', 'us-central1'],
    ['a series that nobody can commit to', 't2a', 'us-central1'],
    ['shared cores', 'f1', 'us-central1'],
    ['a series that does not exist', 'x9', 'us-central1'],
    ['a Region that the book does not have', 'n2', 'us-west8'],
    ['a Region of another provider', 'm5', 'us-east-1'],
  ])('of %s is not known', (_what, series, region) => {
    expect(book.resourceCommitmentShare({ series, region, termYears: 1 })).toBeNull();
  });
});

describe('a reservation of an Azure size', () => {
  test.each([
    ['Standard_D2s_v5', 1, 0.05662, 'measured'],
    ['Standard_D2s_v5', 3, 0.03649, 'measured'],
    ['Standard_D4s_v5', 1, 0.11324, 'derived'],
    ['standard_d4s_v5', 1, 0.11324, 'derived'],
  ] as const)('%s for %d years costs $%d an hour', (size, termYears, price, kind) => {
    expect(book.azureReservationRate({ size, region: 'eastus', termYears })).toMatchObject({
      provider: 'azure',
      unit: 'hour',
      currency: 'USD',
      price,
      kind,
    });
  });

  test.each([
    ['of a size without a listed one', 'Standard_B2ms', 'eastus'],
    ['in a Region without any', 'Standard_D2s_v5', 'westeurope'],
    ['in a Region that the book does not have', 'Standard_D2s_v5', 'mars'],
    ['of a machine of another provider', 'm5.large', 'us-east-1'],
  ])('%s is not known', (_what, size, region) => {
    expect(book.azureReservationRate({ size, region, termYears: 1 })).toBeNull();
  });
});
