/** Databases of non-production stop when nobody works; storage, reservations and what cannot stop keep billing. */

import { describe, expect, test } from 'vitest';
import type { DatabaseResource } from '../../../../src/engine/estate/estate.ts';
import { leverById } from '../../../../src/engine/levers/index.ts';
import { DEFAULT_GUARDRAILS } from '../../../../src/engine/plan.ts';
import { applyMove } from '../../../../src/engine/simulate/apply-move.ts';
import { costOf, createBaseline } from '../../../../src/engine/simulate/model-cost.ts';
import { UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import { ask, database, estateOf, flat, move, officeHours, ratesOf } from '../../estates.ts';

const LEVER = 'schedule-databases';

const answer = (more: Partial<DatabaseResource>, params: Record<string, number | string> = {}) =>
  ask(LEVER, estateOf([database('d', { workload: 'staging', ...more })]), 'd', params);

test('twelve hours on five days leave 36 % of the hours, and the stop is far from 7 days', () => {
  expect(answer({})).toMatchObject({
    evidence: 'measured',
    why: 'staging: 64 % of its hours fall outside the schedule; stopped for 60 hours at most (RDS allows 7 days)',
    effect: { kind: 'schedule', resourceId: 'd', schedule: { startHour: 8, endHour: 20 } },
    risks: [{ kind: 'start-failure' }, { kind: 'change-event', multiplier: 0.5 }],
  });
});

test('saves the hours and not the storage: 108 h x $0.40 of 168 h x $0.40 + 100 GiB x $0.20', () => {
  const estate = estateOf([database('d', { workload: 'staging' })]);
  const rates = ratesOf(estate);
  const baseline = createBaseline(estate, rates);
  expect(baseline.effective.toNumber()).toBeCloseTo(87.2, 6);
  const lever = leverById(LEVER);
  if (!lever) throw new Error('no lever');
  const after = applyMove(estate, move(LEVER), lever, DEFAULT_GUARDRAILS, rates);
  expect(costOf(after.estate, baseline).effective.toNumber()).toBeCloseTo(87.2 - 108 * 0.4, 6);
});

describe('no', () => {
  test.each<readonly [string, Partial<DatabaseResource>, Record<string, number>, string]>([
    ['in production', { workload: 'shop' }, {}, 'environment is production'],
    [
      'without a workload',
      { workload: 'unallocated' },
      {},
      'belongs to no workload: its environment is unknown',
    ],
    ['backwards', {}, { startHour: 20, endHour: 8 }, 'never on: it would start at 20 and end at 8'],
    [
      'under a reservation',
      { isCommitted: true },
      {},
      'a reservation pays for it: hours off save nothing before it ends',
    ],
    [
      'for SQL Server with a standby',
      { engine: 'sqlserver-se' },
      {},
      'RDS cannot stop SQL Server with a standby',
    ],
    [
      'for an unknown engine with a standby',
      { engine: 'other-engine' },
      {},
      'the bill does not tell the engine: SQL Server with a standby cannot be stopped',
    ],
    ['when it never ran', { hours: flat(0) }, {}, 'did not run'],
    ['when it stops already', { hours: officeHours() }, {}, 'already runs in these hours only'],
    [
      'without a price',
      { region: UNKNOWN_REGION },
      {},
      `no price for db.m5.large (postgresql) in ${UNKNOWN_REGION}`,
    ],
  ])('%s', (_name, more, params, reason) => {
    expect(answer(more, params)).toEqual({ eligible: false, reason });
  });
});

test('SQL Server without a standby can stop', () => {
  expect(answer({ engine: 'sqlserver-se', multiAz: false })).toMatchObject({ effect: { kind: 'schedule' } });
});
