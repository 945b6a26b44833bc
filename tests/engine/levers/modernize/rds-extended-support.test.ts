/** The surcharge for an old version of a database: all of it goes, nothing else does. */

import { expect, test } from 'vitest';
import { meter } from '../../../helpers/billed-meters.ts';
import { database } from '../../estates.ts';
import { answerFor, reasonOf, savedBy } from './real-book.ts';

const LEVER = 'rds-extended-support';
const SURCHARGE = meter('USE1-ExtendedSupport:Yr1-Yr2:PostgreSQL11', 336, 0.1);
const BACKUP = meter('RDS:ChargedBackupUsage', 100, 0.095);

test('2 vCPUs for 168 hours at 0.10 cost 33.60, which all goes; the backups stay', () => {
  const old = database('d', { meters: [SURCHARGE, BACKUP] });
  expect(answerFor(LEVER, [old])).toMatchObject({
    why: '336 vCPU-hours of extended support cost $33.60',
    evidence: 'inferred',
    effect: {
      kind: 'remeter',
      meters: [{ usageType: SURCHARGE.usageType, operation: null, factor: 0 }],
      added: [],
    },
    risks: [{ kind: 'change-event', multiplier: 2 }],
  });
  expect(savedBy(LEVER, [old])).toBeCloseTo(33.6, 9);
});

test.each([
  ['without the surcharge', [BACKUP], 'is charged no extended support'],
  [
    'for a name that only resembles it',
    [meter('NotExtendedSupport:x', 5, 1)],
    'is charged no extended support',
  ],
  [
    'where it is free',
    [meter('ExtendedSupport:Yr1-Yr2:MySQL5.7', 5, 0)],
    'its extended support costs nothing',
  ],
  [
    'where it is used up',
    [meter('ExtendedSupport:Yr1-Yr2:MySQL5.7', 0, 0)],
    'is charged no extended support',
  ],
])('no %s', (_name, meters, reason) => {
  expect(reasonOf(answerFor(LEVER, [database('d', { meters })]))).toBe(reason);
});
