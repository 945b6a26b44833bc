/** Days that teams have: shares, freezes, events, and teams that hand work over. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Inject } from '../../../src/engine/forecast/inject.ts';
import { poolDays, poolOfOwner, poolsOf, type Team, teamDays } from '../../../src/engine/team/team.ts';

const team = (name: string, more: Partial<Team> = {}): Team => ({
  name,
  engineers: 4,
  daysPerMonth: 20,
  costShare: 0.25,
  toilShare: 0.5,
  freezeWindows: [],
  followTheSun: false,
  ...more,
});
const pool = (...teams: Team[]) => ({ name: 'pool', teams });
const REFERENCE = '2026-10';

describe('days of a team', () => {
  test('are what toil leaves, and of that the share for cost', () => {
    expect(teamDays(team('a'), '2026-11')).toBe(10);
    expect(teamDays(team('a', { toilShare: 1 }), '2026-11')).toBe(0);
    expect(teamDays(team('a', { costShare: 0 }), '2026-11')).toBe(0);
  });

  test('are none in the months of a freeze, its first and its last included', () => {
    const frozen = team('a', { freezeWindows: [{ from: '2026-12', to: '2027-01' }] });
    const months = ['2026-11', '2026-12', '2027-01', '2027-02'];
    expect(months.map(month => teamDays(frozen, month))).toEqual([10, 0, 0, 10]);
  });

  test('are proportional to the people and never negative', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), share, share, (engineers, toilShare, costShare) => {
        const days = teamDays(team('a', { engineers, toilShare, costShare }), '2026-11');
        const double = teamDays(team('a', { engineers: engineers * 2, toilShare, costShare }), '2026-11');
        expect(days).toBeGreaterThanOrEqual(0);
        expect(double).toBeCloseTo(2 * days, 9);
      }),
    );
  });
});

describe('pools', () => {
  const teams = [
    team('Berlin', { followTheSun: true }),
    team('Data'),
    team('Sydney', { followTheSun: true }),
    team('Web'),
  ];

  test('hold every team once: each its own, those that hand over together', () => {
    expect(poolsOf(teams).map(each => each.teams.map(({ name }) => name))).toEqual([
      ['Data'],
      ['Web'],
      ['Berlin', 'Sydney'],
    ]);
    expect(poolsOf([])).toEqual([]);
  });

  test('belong to the owner of a move, whatever the case; nobody and strangers have none', () => {
    const pools = poolsOf(teams);
    expect(poolOfOwner(pools, 'sydney')?.teams).toHaveLength(2);
    expect(poolOfOwner(pools, 'DATA')?.name).toBe('Data');
    expect(poolOfOwner(pools, 'Nobody')).toBe(null);
    expect(poolOfOwner(pools, null)).toBe(null);
  });

  test('have the days of their teams together', () => {
    expect(poolDays(pool(team('a'), team('b', { engineers: 2 })), '2026-11', [], REFERENCE, 1)).toBe(15);
  });

  test('lose days when an event takes them, from its month on, only for the teams it names', () => {
    const injects: readonly Inject[] = [
      { kind: 'capacity', title: null, from: 3, change: -0.5, teams: ['a*'] },
      { kind: 'capacity', title: null, from: '2027-03', change: -0.5, teams: ['*'] },
    ];
    const days = (name: string) =>
      [2, 3, 4, 5, 6].map(index => poolDays(pool(team(name)), '2026-11', injects, REFERENCE, index));

    expect(days('apps')).toEqual([10, 5, 5, 2.5, 2.5]);
    expect(days('web')).toEqual([10, 10, 10, 5, 5]);
  });
});
