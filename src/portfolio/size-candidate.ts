/** Sizes one candidate on the usage that is still uncovered: optimum or target, neighbours, stresses, terms, ladder, baseline. */

import { HOURS_PER_MONTH, HOURS_PER_YEAR, MONTHS_PER_YEAR } from '../engine/calendar.ts';
import type { Commitment } from '../engine/commitments/commitment.ts';
import { breakEvenPolicy } from '../engine/commitments/sizing/break-even-policy.ts';
import { commitmentForCoverage } from '../engine/commitments/sizing/coverage-target.ts';
import { createDemandStack, type DemandRow } from '../engine/commitments/sizing/demand-stack.ts';
import { compareLadder, steadyTrend } from '../engine/commitments/sizing/ladder.ts';
import { createLevelCurve, type LevelCurve, type LevelOutcome } from '../engine/commitments/sizing/level.ts';
import {
  COMMITMENT_STEP_PER_HOUR,
  optimalLevel,
  roundDownToStep,
} from '../engine/commitments/sizing/optimum.ts';
import {
  commitmentWithinRegret,
  type RegretScenario,
  regretOf,
} from '../engine/commitments/sizing/regret.ts';
import { planTerms } from '../engine/commitments/sizing/terms.ts';
import { optimalUnits } from '../engine/commitments/sizing/units.ts';
import type { Candidate, PurchaseTerms } from './purchase.ts';
import type { Probe } from './sizing-probe.ts';
import { type Stress, type StressContext, stressScenario } from './stress.ts';

/** What is asked of a size. */
export type SizeGoal = {
  /** Share of the candidate's usage that shall be covered; null: the optimum. */
  readonly coverage: number | null;
  /** Money a month that may be regretted in every stress; null: no limit. */
  readonly maxRegretPerMonth: number | null;
  readonly stresses: readonly Stress[];
  /** Purchases of a ladder over a year; null: none is played. */
  readonly ladder: number | null;
  /** Share of usage lost from year to year. */
  readonly decayPerYear: number;
};

/** Money of three years by term; see `planTerms`. */
export type TermComparison = ReturnType<typeof planTerms>['totals'] & {
  readonly threeYearCommitmentPerHour: number;
  readonly oneYearCommitmentPerHour: number;
  readonly oneYearDiscount: number;
  readonly threeYearDiscount: number;
};

/** A ladder beside buying the same at once: cost of an average month over the term. */
export type LadderCost = {
  readonly purchases: number;
  readonly costPerMonth: number;
  readonly atOnceCostPerMonth: number;
};

/** One candidate with its size. Money is of the period unless the name says otherwise. */
export type SizedCandidate = {
  readonly candidate: Candidate;
  readonly commitment: Commitment;
  /** Money an hour. */
  readonly commitmentPerHour: number;
  /** Whole units; null for money. */
  readonly purchases: number | null;
  readonly curve: LevelCurve;
  readonly outcome: LevelOutcome;
  /** Saving of an average month on the curve, at full on-demand prices. */
  readonly savingsPerMonth: number;
  readonly optimum: LevelOutcome;
  /** Whether the goal (coverage, regret) can be met at all; true without a goal. */
  readonly isGoalMet: boolean;
  readonly poolIds: readonly string[];
  readonly regrets: readonly {
    readonly stress: string;
    readonly regret: number;
    readonly bestPerHour: number;
  }[];
  /** Cost of an average month: the no-forecast policy over two terms of this usage again and again; null without usage. */
  readonly policyCostPerMonth: number | null;
  /** Null where the other term has no rate of its own. */
  readonly terms: TermComparison | null;
  readonly ladder: LadderCost | null;
};

/** Levels beside the chosen one. */
export const LEVEL_FACTORS = [0.25, 0.5, 0.75, 1, 1.25] as const;

/** Units of the policy: levels that it buys one by one. */
const POLICY_LEVELS = 50;

function rowsOf({ rows, costPerUnit }: Probe): DemandRow[] {
  return rows.map(({ id, onDemandRate, unitsPerQuantity, quantities }) => ({
    id,
    onDemandRate,
    planRate: unitsPerQuantity * costPerUnit,
    quantities,
  }));
}

/** Usage at commitment rates by hour. */
function demandPerHour({ stack: { hours, amounts, gains } }: LevelCurve): Float64Array {
  const demand = new Float64Array(hours);
  amounts.forEach((amount, cell) => {
    const hour = Math.floor(cell / Math.max(1, gains.length));
    demand[hour] = (demand[hour] ?? 0) + amount;
  });
  return demand;
}

function meanDiscount(
  rows: readonly DemandRow[],
): { discount: number; onDemandPerHour: Float64Array } | null {
  const hours = rows[0]?.quantities.length ?? 0;
  const onDemandPerHour = new Float64Array(hours);
  let [plan, onDemand] = [0, 0];
  for (const { quantities, onDemandRate, planRate } of rows) {
    if (planRate === null || planRate > onDemandRate) continue;
    quantities.forEach((quantity, hour) => {
      onDemandPerHour[hour] = (onDemandPerHour[hour] ?? 0) + quantity * onDemandRate;
      plan += quantity * planRate;
      onDemand += quantity * onDemandRate;
    });
  }
  return onDemand > 0 ? { discount: 1 - plan / onDemand, onDemandPerHour } : null;
}

/** The two terms over three years; null where a rate is missing or both terms have the same one. */
function compareTerms(
  oneYear: Probe | null,
  threeYears: Probe | null,
  decayPerYear: number,
): TermComparison | null {
  const one = oneYear && meanDiscount(rowsOf(oneYear));
  const three = threeYears && meanDiscount(rowsOf(threeYears));
  if (one === null || three === null || one.discount === three.discount) return null;
  const layers = planTerms({
    onDemandPerHour: one.onDemandPerHour,
    oneYearDiscount: one.discount,
    threeYearDiscount: three.discount,
    usageDecayPerYear: decayPerYear,
  });
  return {
    ...layers.totals,
    threeYearCommitmentPerHour: layers.threeYearCommitmentPerHour,
    oneYearCommitmentPerHour: layers.oneYear[0]?.commitmentPerHour ?? 0,
    oneYearDiscount: one.discount,
    threeYearDiscount: three.discount,
  };
}

/** The usage again and again over two terms, bought level by level without any forecast. */
function policyCost(curve: LevelCurve, termYears: number): number | null {
  const demand = demandPerHour(curve);
  const demandTotal = demand.reduce((sum, value) => sum + value, 0);
  if (demandTotal <= 0 || curve.onDemandEquivalentCost <= demandTotal) return null;
  const unit = curve.highestLevel / POLICY_LEVELS;
  const termSlots = termYears * HOURS_PER_YEAR;
  const units = new Float64Array(2 * termSlots).map((_, slot) => (demand[slot % demand.length] ?? 0) / unit);
  const run = breakEvenPolicy(units, {
    onDemandRate: (unit * curve.onDemandEquivalentCost) / demandTotal,
    reservedRate: 0,
    fee: unit * termSlots,
    termSlots,
  });
  return (run.cost / units.length) * HOURS_PER_MONTH;
}

/** Size, and whether the goal is met. */
type Choice = { readonly level: number; readonly isGoalMet: boolean };

function chooseLevel(
  curve: LevelCurve,
  optimum: number,
  step: number,
  goal: SizeGoal,
  stresses: readonly RegretScenario[],
): Choice {
  let level = optimum;
  let isGoalMet = true;
  if (goal.coverage !== null) {
    const answer = commitmentForCoverage(curve, { coverage: goal.coverage, step });
    if (answer === null) isGoalMet = false;
    else level = answer.commitmentPerHour;
  }
  if (goal.maxRegretPerMonth !== null) {
    const limit = (goal.maxRegretPerMonth * curve.hours) / HOURS_PER_MONTH;
    const within = commitmentWithinRegret(level, stresses, limit);
    if (within === null) isGoalMet = false;
    else level = roundDownToStep(within, step);
  }
  return { level, isGoalMet };
}

function playLadder(
  curve: LevelCurve,
  step: number,
  { ladder, decayPerYear }: SizeGoal,
  { termYears }: PurchaseTerms,
): SizedCandidate['ladder'] {
  if (ladder === null) return null;
  const termMonths = termYears * MONTHS_PER_YEAR;
  const path = steadyTrend(termMonths, (1 - decayPerYear) ** (1 / MONTHS_PER_YEAR) - 1);
  const schedule = {
    purchases: ladder,
    monthsBetween: Math.max(1, Math.floor(MONTHS_PER_YEAR / ladder)),
    termMonths,
    step,
  };
  const { ladder: spread, atOnce } = compareLadder(curve, path, schedule);
  const perMonth = (cost: number) => (cost / path.length / curve.hours) * HOURS_PER_MONTH;
  return {
    purchases: ladder,
    costPerMonth: perMonth(spread.effectiveCost),
    atOnceCostPerMonth: perMonth(atOnce.effectiveCost),
  };
}

/**
 * Sizes a candidate.
 * @param probes what it would meet, in its own term and in the others; null where it has no rate
 * @returns null when there is nothing to cover
 */
export function sizeCandidate(
  candidate: Candidate,
  probes: { readonly own: Probe; readonly oneYear: Probe | null; readonly threeYears: Probe | null },
  goal: SizeGoal,
  context: StressContext,
): SizedCandidate | null {
  const { hours, terms } = context;
  const { own } = probes;
  const rows = rowsOf(own);
  // Reservations take sizes in their own order, whose savings may differ by rounding: only this curve is sure to be convex.
  const curve = createLevelCurve(createDemandStack(hours, rows));
  if (!(curve.onDemandEquivalentCost > 0)) return null;
  const isUnits = candidate.measure === 'units';
  const step = isUnits ? own.capacity * own.costPerUnit : COMMITMENT_STEP_PER_HOUR;
  const optimum = isUnits
    ? (optimalUnits({ hours, rows: own.rows, costPerUnit: own.costPerUnit, unitsPerPurchase: own.capacity })
        .purchases ?? 0) * step
    : roundDownToStep(optimalLevel(curve), step);
  const scenarios = goal.stresses.flatMap(stress => stressScenario(stress, curve, rows, context) ?? []);
  const { level, isGoalMet } = chooseLevel(curve, optimum, step, goal, scenarios);
  const purchases = isUnits ? Math.round(level / step) : null;
  const outcome = curve.at(level);
  return {
    candidate,
    commitment: candidate.build(purchases ?? level),
    commitmentPerHour: level,
    purchases,
    curve,
    outcome,
    savingsPerMonth: (outcome.netSavings / hours) * HOURS_PER_MONTH,
    optimum: curve.at(optimum),
    isGoalMet,
    poolIds: own.rows.map(({ id }) => id),
    regrets: scenarios.map(scenario => ({
      stress: scenario.id,
      regret: regretOf(scenario, level),
      bestPerHour: scenario.bestCommitmentPerHour,
    })),
    policyCostPerMonth: policyCost(curve, terms.termYears),
    terms: compareTerms(probes.oneYear, probes.threeYears, goal.decayPerYear),
    ladder: playLadder(curve, step, goal, terms),
  };
}
