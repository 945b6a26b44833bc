/** What is left of a second Region under each posture. */

import { describe, expect, test } from 'vitest';
import { ask, database, estateOf, flat, instance, other, volume } from '../../estates.ts';
import { saved } from '../clean-up/saved.ts';

const LEVER = 'disaster-recovery-posture';
const WARM = { tags: { dr: 'warm-standby' } };
const ACTIVE = { tags: { 'disaster-recovery': 'Active/Active' } };

describe('no', () => {
  test.each([
    ['without a tag', {}, 'pilot-light', 'no tag says that it is there for disaster recovery'],
    [
      'for a tag that says nothing',
      { dr: 'no' },
      'pilot-light',
      'no tag says that it is there for disaster recovery',
    ],
    ['for a posture that it has', { dr: 'pilot-light' }, 'pilot-light', 'is pilot-light already'],
    ['for a dearer posture', { dr: 'backup' }, 'warm-standby', 'is backup-restore already'],
    ['for a standby that is taken for warm', { dr: 'standby' }, 'warm-standby', 'is warm-standby already'],
  ])('%s', (_name, tags, to, reason) => {
    expect(ask(LEVER, estateOf([instance('i', {}, { tags })]), 'i', { to })).toEqual({
      eligible: false,
      reason,
    });
  });

  test.each([
    ['warm-standby', database('d', ACTIVE), 'warm-standby keeps it live'],
    ['pilot-light', volume('v', WARM), 'pilot-light keeps it live'],
    ['backup-restore', database('d', { ...WARM, hours: flat(0) }), 'is data already, or not one thing'],
    ['backup-restore', other('(Amazon VPC · 1 · eu-west-1)', '5', WARM), 'is data already, or not one thing'],
  ])('%s leaves data', (to, resource, reason) => {
    expect(ask(LEVER, estateOf([resource]), resource.id, { to })).toEqual({ eligible: false, reason });
  });
});

describe('yes', () => {
  test('a pilot light switches machines off, by the word of a tag', () => {
    const found = ask(LEVER, estateOf([instance('i', {}, WARM)]), 'i');

    expect(found).toMatchObject({
      why: 'warm-standby to pilot-light, by its tags',
      evidence: 'inferred',
      effect: { kind: 'terminate' },
      risks: [
        { kind: 'recovery-strategy', to: 'pilot-light' },
        { kind: 'capacity', ratio: 0 },
        { kind: 'change-event', multiplier: 2 },
      ],
    });
  });

  test('a tag that says standby only is as good as what you take it for', () => {
    const estate = estateOf([instance('i', {}, { tags: { 'DR-Role': 'secondary' } })]);

    expect(ask(LEVER, estate, 'i', { from: 'active-active', to: 'pilot-light' })).toMatchObject({
      why: 'active-active to pilot-light, by its tags',
      evidence: 'assumed',
    });
  });

  test.each([
    [25, ['s2', 's3']],
    [50, ['s3']],
    [75, []],
    [1, ['s2', 's3']],
  ])('a warm standby keeps %i %% of four machines, one at least', (warmSharePercent, gone) => {
    const first = ['p1', 'p2', 'p3', 'p4'].map(id => instance(id));
    const second = ['s1', 's2', 's3'].map(id => instance(id, {}, ACTIVE));
    const estate = estateOf([...first, ...second]);
    const goes = second.filter(
      ({ id }) => 'effect' in ask(LEVER, estate, id, { to: 'warm-standby', warmSharePercent }),
    );

    expect(goes.map(({ id }) => id)).toEqual(gone);
  });

  test('machines without a first Region to compare with stay', () => {
    const estate = estateOf([instance('s', {}, ACTIVE)]);

    expect(ask(LEVER, estate, 's', { to: 'warm-standby' })).toMatchObject({
      reason: 'part of the warm standby',
    });
  });

  test.each([
    // 168 h x $0.10
    ['a machine', instance('x', {}, WARM), 16.8],
    // 500 GiB of gp2 at $0.10 become a snapshot at $0.05.
    ['a volume', volume('x', { ...WARM, monthShare: 1 }), 25],
    // 168 h x $0.40 Multi-AZ; its 100 GiB stay at $0.20: an upper bound of its backups.
    ['a database', database('x', WARM), 67.2],
  ])('backups only: what %s saves', (_name, resource, expected) => {
    expect(saved(LEVER, resource, { to: 'backup-restore' }).perPeriod).toBeCloseTo(expected, 6);
  });

  test('backups only: what keeps no data goes as a whole', () => {
    expect(saved(LEVER, other('lb', '12.5', WARM), { to: 'backup-restore' })).toMatchObject({
      perPeriod: 12.5,
      left: 0,
    });
  });
});
