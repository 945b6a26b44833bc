/** What tags say of disaster recovery, and that preparing less never makes a workload look better prepared. */

import { describe, expect, test } from 'vitest';
import { recoveryPosture, recoveryRole } from '../../../src/engine/estate/recovery-tags.ts';
import { applyRisk, buildAvailability, evaluateReliability } from '../../../src/engine/reliability/index.ts';
import { instance, workload } from '../estates.ts';

const tagged = (tags: Record<string, string>) => instance('i', {}, { tags, workload: 'shop' });

describe('a tag', () => {
  test.each([
    [{ dr: 'pilot-light' }, 'pilot-light'],
    [{ 'disaster-recovery': 'Active Active' }, 'active-active'],
    [{ 'dr-role': 'standby' }, 'standby'],
    [{ dr: 'no' }, null],
    [{ team: 'standby' }, null],
  ] as const)('%j is %s', (tags, role) => {
    expect(recoveryRole({ tags })).toBe(role);
  });
});

test('the best posture of a workload counts; a bare standby is a warm one', () => {
  expect(recoveryPosture([tagged({ dr: 'backup-restore' }), tagged({ dr: 'warm-standby' })])).toBe(
    'warm-standby',
  );
  expect(recoveryPosture([tagged({ dr: 'standby' }), tagged({})])).toBe('warm-standby');
  expect(recoveryPosture([tagged({})])).toBeNull();
});

test('a workload that prepares less for the loss of its Region has no fewer bad minutes than before', () => {
  const shop = workload('shop');
  const options = { capacityOf: () => null };
  const before = buildAvailability(shop, [tagged({ dr: 'active-active' })], options);
  const minutes = (to: 'warm-standby' | 'pilot-light' | 'backup-restore' | null) => {
    const after =
      to === null ? before : applyRisk(before, [{ kind: 'recovery-strategy', to, reason: 'cheaper' }]);
    return evaluateReliability(after).expectedBadMinutes;
  };
  expect(minutes('warm-standby')).toBeGreaterThanOrEqual(minutes(null));
  expect(minutes('pilot-light')).toBeGreaterThanOrEqual(minutes('warm-standby'));
  expect(minutes('backup-restore')).toBeGreaterThanOrEqual(minutes('pilot-light'));
});
