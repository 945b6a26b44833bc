/** Where a standby may go, and what that does to the workload. */

import { describe, expect, test } from 'vitest';
import type { DatabaseResource } from '../../../../src/engine/estate/estate.ts';
import { UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import { ask, database, estateOf } from '../../estates.ts';

const LEVER = 'database-single-az';

function answer(more: Partial<DatabaseResource>, params: Record<string, boolean> = {}) {
  return ask(LEVER, estateOf([database('d', { workload: 'staging', ...more })]), 'd', params);
}

describe('no', () => {
  test.each<readonly [string, Partial<DatabaseResource>, string]>([
    ['without a standby', { multiAz: false }, 'already Single-AZ'],
    ['in production', { workload: 'shop' }, 'production keeps its standby'],
    [
      'where a reservation pays for it',
      { isCommitted: true },
      'a reservation pays for it: half the units freed save nothing before it ends',
    ],
    [
      'of an unknown class',
      { instanceClass: 'db.x9.large' },
      'no price for db.x9.large (postgresql) in us-east-1',
    ],
    [
      'of an unknown engine',
      { engine: 'other-engine' },
      'no price for db.m5.large (other-engine) in us-east-1',
    ],
    [
      'in a Region without prices',
      { region: UNKNOWN_REGION },
      `no price for db.m5.large (postgresql) in ${UNKNOWN_REGION}`,
    ],
    [
      'on storage without a price',
      { storage: [{ type: 'io1', gibMonths: 5 }] },
      'no price for db.m5.large (postgresql) in us-east-1',
    ],
  ])('%s', (_name, more, reason) => {
    expect(answer(more)).toEqual({ eligible: false, reason });
  });
});

describe('yes', () => {
  test.each(['staging', 'lab', 'unallocated'])('outside production: %s', workload => {
    expect(answer({ workload })).toMatchObject({
      evidence: 'measured',
      effect: { kind: 'retopologize', resourceId: 'd', multiAz: false },
    });
  });

  test('in production when somebody insists', () => {
    expect(answer({ workload: 'shop' }, { allowProduction: true })).toMatchObject({
      why: 'production: db.m5.large runs with a standby',
    });
  });

  test('but never for a reserved one, whoever insists', () => {
    expect(answer({ workload: 'shop', isCommitted: true }, { allowProduction: true })).toMatchObject({
      eligible: false,
    });
  });

  test('says that every failure becomes an outage', () => {
    const found = answer({});
    if ('reason' in found) throw new Error(found.reason);
    expect(found.risks).toMatchObject([
      { kind: 'database-deployment', resourceId: 'd', multiAz: false },
      { kind: 'change-event', multiplier: 2 },
    ]);
  });
});
