/** A database on Graviton: a tenth of its hours, nothing of its storage. */

import { describe, expect, test } from 'vitest';
import type { DatabaseResource } from '../../../../src/engine/estate/estate.ts';
import { database } from '../../estates.ts';
import { answerFor, reasonOf, savedBy } from './real-book.ts';

const LEVER = 'rds-graviton';

test.each([
  // Published moves, Single-AZ by the hour: 0.171 -> 0.152, 0.178 -> 0.159, 0.24 -> 0.215, 0.25 -> 0.225, 0.29 -> 0.26.
  ['db.m5.large', 'mysql', 'db.m6g.large', 0.019],
  ['db.m5.large', 'postgresql', 'db.m6g.large', 0.019],
  ['db.r5.large', 'mysql', 'db.r6g.large', 0.025],
  ['db.r5.large', 'postgresql', 'db.r6g.large', 0.025],
  ['db.r5.large', 'aurora-mysql', 'db.r6g.large', 0.03],
])('%s of %s -> %s: %f USD an hour for each copy', (instanceClass, engine, to, perHour) => {
  const single = database('d', { instanceClass, engine, multiAz: false, storage: [] });
  expect(answerFor(LEVER, [single])).toMatchObject({
    evidence: 'inferred',
    effect: { kind: 'resize', toInstanceType: to },
  });
  expect(savedBy(LEVER, [single])).toBeCloseTo(perHour * 168, 6);
  if (engine.startsWith('aurora')) return;
  const standby = database('d', { instanceClass, engine, multiAz: true });
  expect(savedBy(LEVER, [standby])).toBeCloseTo(2 * perHour * 168, 6);
});

describe('no', () => {
  test.each<readonly [string, Partial<DatabaseResource>, string]>([
    ['on Graviton', { instanceClass: 'db.m6g.large' }, 'already on Graviton'],
    ['for SQL Server', { engine: 'other-engine' }, 'other-engine does not run on Graviton'],
    [
      'under a reservation',
      { isCommitted: true },
      'a reservation of its family pays for it: it would be left unused',
    ],
    [
      'for a serverless database',
      { instanceClass: 'db.serverless' },
      'db.serverless is no class that has a successor',
    ],
    [
      'without a price',
      { region: 'xx-nowhere-9' },
      'no price of a Graviton class like db.m5.large (postgresql) in xx-nowhere-9',
    ],
    // There is no r6g.24xlarge.
    [
      'for a size that Graviton has not',
      { instanceClass: 'db.r5.24xlarge' },
      'no price of a Graviton class like db.r5.24xlarge (postgresql) in us-east-1',
    ],
  ])('%s', (_name, more, reason) => {
    expect(reasonOf(answerFor(LEVER, [database('d', more)]))).toBe(reason);
  });
});
