/** Backups are incremental: the first copy stays, however few days are kept. */

import { describe, expect, test } from 'vitest';
import { backupShareLeft } from '../../../../src/engine/levers/storage-network/backup-retention.ts';
import { billed, meter } from '../../../helpers/billed-meters.ts';
import { outcome, yesOf } from '../../../helpers/lever-outcome.ts';
import { database, other } from '../../estates.ts';

const LEVER = 'backup-retention';
const vault = billed('vault', [meter('USW2-WarmStorage-ByteHrs-EFS', 3670, 0.05)]);

describe('no', () => {
  test.each([
    ['without backups', other('x', '5'), {}, 'no backup storage in the bill'],
    ['when they are kept for no longer', vault, { daysNow: 30 }, 'kept for 30 days already'],
    // A month of full copies beneath: nothing is left of what is charged only above it.
    ['when nothing changes from day to day', vault, { dailyChangePercent: 0 }, 'nothing would change'],
  ])('%s', (_name, resource, params, reason) => {
    expect(outcome(LEVER, resource, params)).toBe(reason);
  });
});

test.each([
  [90, 30, 3, 1.87 / 3.67],
  [90, 30, 0, 1],
  // Full copies every day: in proportion.
  [90, 30, 100, 1 / 3],
])('%s to %s days at %s %% of change a day', (daysNow, daysAfter, dailyChangePercent, left) => {
  expect(backupShareLeft({ daysNow, daysAfter, dailyChangePercent })).toBeCloseTo(left, 12);
});

test('saves the days of changes that go', () => {
  // 3,670 GB stand for 3.67 copies of 1,000 GB: 1,800 GB go, at .05.
  expect(yesOf(LEVER, vault)).toMatchObject({ saved: 90, evidence: 'assumed' });
});

test('of a database only the part above its provisioned storage was charged, and goes first', () => {
  const db = database('db', {
    storage: [{ type: 'gp3', gibMonths: 1000 }],
    meters: [meter('RDS:ChargedBackupUsage', 835, 0.1)],
  });
  // 1,835 GB in all become 935: all of what was charged goes.
  expect(yesOf(LEVER, db).saved).toBe(83.5);
});

test('says for how many days damage can still be undone', () => {
  expect(yesOf(LEVER, vault, { daysAfter: 14 }).risks[0]).toMatchObject({
    kind: 'backup',
    retentionDays: 14,
  });
});
