/** Databases that nothing connects to. */

import { describe, expect, test } from 'vitest';
import type { DatabaseResource } from '../../../../src/engine/estate/estate.ts';
import { highest, silence } from '../../../helpers/lever-samples/clean-up.ts';
import { ask, database, estateOf, flat } from '../../estates.ts';
import { saved } from './saved.ts';

const LEVER = 'delete-idle-databases';
const SILENT = silence({ connections: highest(0) });

function answer(more: Partial<DatabaseResource>, params: Record<string, number | string> = {}) {
  return ask(LEVER, estateOf([database('d', { utilization: SILENT, ...more })]), 'd', params);
}

test.each<readonly [string, ReturnType<typeof ask>, string]>([
  [
    'without metrics: the bill does not tell who connects',
    answer({ utilization: null }),
    'connections, last access not observed: import metrics',
  ],
  [
    'when it is connected',
    answer({ utilization: silence({ connections: highest(1) }) }),
    'connections up to 1',
  ],
  [
    'when seen for too short a time',
    answer({ utilization: { ...SILENT, observedDays: 13 } }),
    'observed for 13 days, 14 asked for',
  ],
  ['when it does not run', answer({ hours: flat(0) }), 'does not run'],
])('no %s', (_name, found, reason) => {
  expect(found).toEqual({ eligible: false, reason });
});

describe('yes', () => {
  test('measured', () => {
    expect(answer({})).toMatchObject({ evidence: 'measured', why: 'no connections in 60 days' });
  });

  test('a connection of the monitoring may be allowed', () => {
    const watched = { utilization: silence({ connections: highest(1) }) };
    expect(answer(watched, { connectionsMax: 1 })).toMatchObject({ evidence: 'measured' });
  });

  // Multi-AZ: 168 h x .40 = 67.20, and 100 GiB x .20 = 20 of storage, which stands for the final snapshot.
  test.each([
    ['final-snapshot', 67.2, 1],
    ['nothing', 87.2, 0],
  ])('keeping %s saves $%f', (keep, amount, left) => {
    const result = saved(LEVER, database('d', { utilization: SILENT }), { keep });
    expect(result.perPeriod).toBeCloseTo(amount, 6);
    expect(result.left).toBe(left);
  });

  test('says that nothing is left of the data when nothing is kept', () => {
    expect(answer({}, { keep: 'nothing' })).toMatchObject({ risks: [{ kind: 'copy-deletion' }, {}, {}] });
    expect(answer({})).toMatchObject({ risks: [{ kind: 'wrong-removal' }, {}] });
  });
});
