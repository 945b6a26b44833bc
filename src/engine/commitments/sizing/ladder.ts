/** Buying a commitment in equal parts over some months instead of at once, sized anew on each date. */

import { assert } from '../../assert.ts';
import type { LevelCurve } from './level.ts';
import { optimalLevel, roundDownToStep } from './optimum.ts';
import { type DemandScenario, scenarioCost } from './scenario.ts';

/** How a ladder is bought. */
export type LadderSchedule = {
  /** Number of purchases until the optimum is reached; 1 buys at once. */
  readonly purchases: number;
  /** Months between two of them. */
  readonly monthsBetween: number;
  /** Months after which a purchase ends. */
  readonly termMonths: number;
  /** Step of a purchase, money an hour; null: any amount. */
  readonly step: number | null;
};

/** Usage by month relative to the curve, from the first purchase on. */
export type UsagePath = readonly number[];

/** A path that grows (or, below 0, shrinks) by the same share every month. */
export function steadyTrend(months: number, growthPerMonth: number): UsagePath {
  return Array.from({ length: months }, (_, month) => (1 + growthPerMonth) ** month);
}

/** One month of a ladder; costs are of one period of the curve. */
export type LadderMonth = {
  /** Months since the first purchase. */
  readonly month: number;
  readonly usageFactor: number;
  /** Money an hour. */
  readonly bought: number;
  readonly expired: number;
  /** In force in this month. */
  readonly commitmentPerHour: number;
  readonly effectiveCost: number;
  readonly unusedCost: number;
};

/** A ladder played over a path of usage. */
export type LadderRun = {
  readonly months: readonly LadderMonth[];
  readonly effectiveCost: number;
  readonly unusedCost: number;
  /** Effective cost above that of holding exactly the right commitment in every month; >= 0. */
  readonly regret: number;
};

/**
 * Buys towards the optimum: on each of the first dates an equal share of what is still missing, and whenever a part ends,
 * what is then missing. What is missing is sized on the usage of the month before (no forecast), less what is in force:
 * plans of one type and rate table act as one plan of their sum.
 * @param curve one month of residual demand at usage factor 1
 */
export function playLadder(curve: LevelCurve, path: UsagePath, schedule: LadderSchedule): LadderRun {
  const { purchases, monthsBetween, termMonths, step } = schedule;
  assert(purchases >= 1 && monthsBetween >= 1 && termMonths >= 1, 'a ladder has purchases, gaps and a term');
  const optimum = optimalLevel(curve);
  const bestCost = curve.costAt(optimum);
  const boughtIn: number[] = [];
  const months: LadderMonth[] = [];
  let inForce = 0;
  let rightCost = 0;
  path.forEach((usageFactor, month) => {
    const expired = boughtIn[month - termMonths] ?? 0;
    inForce -= expired;
    const isFirstRound = month % monthsBetween === 0 && month / monthsBetween < purchases;
    const datesLeft = Math.max(1, purchases - Math.ceil(month / monthsBetween));
    let bought = 0;
    if (isFirstRound || expired > 0) {
      const seen = path[Math.max(0, month - 1)] ?? 0;
      const share = Math.max(0, optimum * seen - inForce) / datesLeft;
      bought = step === null ? share : roundDownToStep(share, step);
    }
    boughtIn.push(bought);
    inForce = Math.max(0, inForce + bought);
    const scenario: DemandScenario = { id: `month ${month}`, curve, usageFactor, weight: 1 };
    const unusedCost =
      usageFactor > 0 ? usageFactor * curve.at(inForce / usageFactor).unusedCost : inForce * curve.hours;
    const effectiveCost = scenarioCost(scenario, inForce);
    months.push({
      month,
      usageFactor,
      bought,
      expired,
      commitmentPerHour: inForce,
      effectiveCost,
      unusedCost,
    });
    rightCost += bestCost * usageFactor;
  });
  const effectiveCost = months.reduce((sum, { effectiveCost: cost }) => sum + cost, 0);
  return {
    months,
    effectiveCost,
    unusedCost: months.reduce((sum, { unusedCost }) => sum + unusedCost, 0),
    regret: Math.max(0, effectiveCost - rightCost),
  };
}

/** A ladder beside buying the same at once, on the same path. */
export type LadderComparison = {
  readonly ladder: LadderRun;
  readonly atOnce: LadderRun;
  /** What spreading costs on this path; negative when it saves. */
  readonly extraCost: number;
};

/** Plays a ladder and a single purchase over one path. */
export function compareLadder(
  curve: LevelCurve,
  path: UsagePath,
  schedule: LadderSchedule,
): LadderComparison {
  const ladder = playLadder(curve, path, schedule);
  const atOnce = playLadder(curve, path, { ...schedule, purchases: 1 });
  return { ladder, atOnce, extraCost: ladder.effectiveCost - atOnce.effectiveCost };
}
