/** The people who carry a plan out, and how many of their days it may have. */

import { capacityFactor, type Inject } from '../forecast/inject.ts';

/** A team. */
export type Team = {
  readonly name: string;
  readonly engineers: number;
  /** Working days of one engineer in a month. */
  readonly daysPerMonth: number;
  /** Share of what toil leaves that goes into reducing cost, 0..1. */
  readonly costShare: number;
  /** Share of the time that goes into toil, 0..1. */
  readonly toilShare: number;
  /** Months, `yyyy-mm`, both inclusive, in which nothing is changed. */
  readonly freezeWindows: readonly { readonly from: string; readonly to: string }[];
  /** Teams in other time zones that hand work over to each other: their days are one pool. */
  readonly followTheSun: boolean;
};

/** Days per month of an engineer when nobody says: 52 weeks x 5 days, less 30 days of leave and holidays, by 12: an assumption. */
export const ASSUMED_DAYS_PER_MONTH = 19;
/** Share of an engineer's time for cost work when nobody says: an assumption, 0.05 to 0.5. */
export const ASSUMED_COST_SHARE = 0.2;
/** Share of toil when nobody says: an assumption; Google SRE caps toil at one half. */
export const ASSUMED_TOIL_SHARE = 0.33;

/** Engineer-days of a team in a month (`yyyy-mm`), events left out. */
export function teamDays(team: Team, month: string): number {
  if (team.freezeWindows.some(({ from, to }) => from <= month && month <= to)) return 0;
  return team.engineers * team.daysPerMonth * (1 - team.toilShare) * team.costShare;
}

/** Days that are spent together: of one team, or of all that hand over to each other. */
export type Pool = { readonly name: string; readonly teams: readonly Team[] };

/** Pools of a list of teams, in its order. */
export function poolsOf(teams: readonly Team[]): Pool[] {
  const handing = teams.filter(({ followTheSun }) => followTheSun);
  const alone = teams
    .filter(({ followTheSun }) => !followTheSun)
    .map(team => ({ name: team.name, teams: [team] }));
  return handing.length === 0 ? alone : [...alone, { name: 'follow the sun', teams: handing }];
}

/** Engineer-days of a pool in a month of the run, events included. */
export function poolDays(
  pool: Pool,
  month: string,
  injects: readonly Inject[],
  referenceMonth: string,
  index: number,
): number {
  return pool.teams.reduce(
    (days, team) => days + teamDays(team, month) * capacityFactor(injects, team.name, referenceMonth, index),
    0,
  );
}

/** The pool that does a move: of the team that owns it; null: whoever has most days left. */
export function poolOfOwner(pools: readonly Pool[], owner: string | null): Pool | null {
  if (owner === null) return null;
  const wanted = owner.toLowerCase();
  return pools.find(({ teams }) => teams.some(({ name }) => name.toLowerCase() === wanted)) ?? null;
}
