/** Aurora I/O-Optimized: I/O against 30 % of the instances and 0.125 USD a GB-month of the storage. */

import { describe, expect, test } from 'vitest';
import { billed, meter } from '../../../helpers/billed-meters.ts';
import { database } from '../../estates.ts';
import { answerFor, reasonOf, savedBy } from './real-book.ts';

const LEVER = 'aurora-io-optimized';
const STORAGE = meter('Aurora:StorageUsage', 100, 0.1);
const io = (millions: number) => meter('Aurora:StorageIOUsage', millions * 1_000_000, 0.0000002);
const cluster = (millions: number) => billed('cluster', [STORAGE, io(millions)]);
// 0.29 USD an hour for 168 hours: 48.72; 30 % of it is 14.616.
const WRITER = database('writer', {
  instanceClass: 'db.r5.large',
  engine: 'aurora-mysql',
  multiAz: false,
  storage: [],
});

test('500 million requests cost 100 USD: 14.616 for the instance and 12.50 for the storage take their place', () => {
  expect(savedBy(LEVER, [cluster(500), WRITER])).toBeCloseTo(100 - 14.616 - 12.5, 6);
  expect(answerFor(LEVER, [cluster(500), WRITER])).toMatchObject({
    evidence: 'inferred',
    effect: {
      kind: 'remeter',
      added: [{ service: 'aurora', item: 'io_optimized', component: 'storage', quantity: 100 }],
    },
    risks: [{ kind: 'change-event', multiplier: 0.5 }],
  });
});

describe('no', () => {
  test.each([
    [
      'just below the break-even',
      [cluster(135), WRITER],
      'storage and instances would cost $0.12 more than its I/O of $27.00',
    ],
    ['for a calm cluster', [cluster(50), WRITER], 'instances would cost $14.62 more, its I/O costs $10.00'],
    ['without I/O', [billed('cluster', [STORAGE]), WRITER], 'is charged no Aurora I/O'],
    [
      'without its storage',
      [billed('cluster', [io(500)]), WRITER],
      'its storage is billed elsewhere: the surcharge on it is not known',
    ],
    [
      'without its instances',
      [cluster(500)],
      'its instances are not in its workload: the surcharge on them is not known',
    ],
    [
      'beside another cluster',
      [cluster(500), billed('other', [STORAGE]), WRITER],
      'several clusters in its workload: the bill does not say whose the instances are',
    ],
  ])('%s', (_name, resources, reason) => {
    expect(reasonOf(answerFor(LEVER, resources))).toBe(reason);
  });

  test('one that is switched already', () => {
    const switched = billed('cluster', [meter('Aurora:IO-OptimizedStorageUsage', 100, 0.225)]);
    expect(reasonOf(answerFor(LEVER, [switched, WRITER]))).toBe('is charged no Aurora I/O');
  });
});
