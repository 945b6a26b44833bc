/** Regret: how much more a commitment costs than the best one would have, had one known what usage would become. */

import { assert } from '../../assert.ts';
import { optimalScenarioLevel } from './optimum.ts';
import { type DemandScenario, scenarioCost, scenarioMargin } from './scenario.ts';

/** A scenario with the cheapest commitment it allows. */
export type RegretScenario = DemandScenario & {
  readonly bestCommitmentPerHour: number;
  /** Cost of the period with the best commitment. */
  readonly bestCost: number;
};

/** Finds the best commitment of a scenario once, so that regret is one evaluation. */
export function regretScenario(scenario: DemandScenario): RegretScenario {
  const best = optimalScenarioLevel([{ ...scenario, weight: 1 }]);
  return { ...scenario, bestCommitmentPerHour: best, bestCost: scenarioCost(scenario, best) };
}

/** `cost(c | scenario) - min over c' of cost(c' | scenario)`, money of the period, >= 0; convex in c. */
export function regretOf(scenario: RegretScenario, commitmentPerHour: number): number {
  return Math.max(0, scenarioCost(scenario, commitmentPerHour) - scenario.bestCost);
}

/** How fast regret grows with the commitment, just above it. */
function regretSlope(scenario: DemandScenario, commitmentPerHour: number): number {
  return scenario.curve.hours * (1 - scenarioMargin(scenario, commitmentPerHour).gain);
}

/** A straight line that lies nowhere above the regret. */
type Line = { readonly at: number; readonly value: number; readonly slope: number; readonly id: string };

/** The largest regret over the scenarios and a line under it. */
function worstAt(scenarios: readonly RegretScenario[], level: number): Line {
  let worst: Line | null = null;
  for (const scenario of scenarios) {
    const value = scenarioCost(scenario, level) - scenario.bestCost;
    if (worst === null || value > worst.value) {
      worst = { at: level, value, slope: regretSlope(scenario, level), id: scenario.id };
    }
  }
  assert(worst, 'there is a scenario');
  return worst;
}

/** A commitment, its largest regret, and the scenario in which that happens. */
export type MinimaxRegret = {
  readonly commitmentPerHour: number;
  readonly maximumRegret: number;
  readonly worstScenarioId: string;
};

/** Part of a regret that is rounding. */
const ROUNDING = 1e-12;
/** Steps of a search that ends by itself on piecewise linear curves; far more than ever needed. */
const STEPS_MAX = 4000;

/**
 * The commitment whose largest regret over the scenarios is smallest. The largest of convex functions is convex: lines
 * under it from both sides meet at or below its lowest point, and on a piecewise linear function they meet it exactly.
 */
export function minimaxRegret(scenarios: readonly RegretScenario[]): MinimaxRegret {
  assert(scenarios.length > 0, 'there is a scenario');
  const bests = scenarios.map(({ bestCommitmentPerHour }) => bestCommitmentPerHour);
  const answer = (line: Line): MinimaxRegret => ({
    commitmentPerHour: line.at,
    maximumRegret: Math.max(0, line.value),
    worstScenarioId: line.id,
  });
  let low = worstAt(scenarios, Math.min(...bests));
  let high = worstAt(scenarios, Math.max(...bests));
  if (low.slope >= 0) return answer(low);
  if (high.slope < 0) return answer(high);
  const scale = scenarios.reduce((sum, { bestCost }) => Math.max(sum, bestCost), 0);
  for (let step = 0; step < STEPS_MAX; step++) {
    const meet =
      (high.value - low.value + low.slope * low.at - high.slope * high.at) / (low.slope - high.slope);
    const bound = low.value + low.slope * (meet - low.at);
    // Lines take turns with halving, which bounds the number of steps.
    const level = step % 2 === 0 ? meet : low.at + (high.at - low.at) / 2;
    if (!(level > low.at && level < high.at)) break;
    const line = worstAt(scenarios, level);
    if (step % 2 === 0 && line.value - bound <= ROUNDING * Math.max(scale, line.value)) return answer(line);
    if (line.slope >= 0) high = line;
    else low = line;
  }
  return answer(low.value < high.value ? low : high);
}

/** Levels at which the regret of a scenario stays within a limit: the whole range, from below and above its best one. */
function rangeWithin(scenario: RegretScenario, limit: number, anchor: number): { from: number; to: number } {
  const noise = ROUNDING * Math.max(scenario.bestCost, limit);
  // A line under a convex function crosses the limit no later than the function does: steps never go too far.
  const edge = (start: number): number => {
    let level = start;
    for (let step = 0; step < STEPS_MAX; step++) {
      const over = scenarioCost(scenario, level) - scenario.bestCost - limit;
      if (over <= noise) return level;
      const slope = regretSlope(scenario, level);
      if (slope === 0) return level;
      const next = Math.max(0, level - over / slope);
      if (next === level) return level;
      level = next;
    }
    return level;
  };
  const best = scenario.bestCommitmentPerHour;
  return {
    from: Math.min(best, edge(Math.min(anchor, best))),
    to: Math.max(best, edge(Math.max(anchor, best))),
  };
}

/**
 * The commitment closest to the optimum whose regret is at most `limit` in every stress; null when no commitment
 * satisfies all of them. With usage that falls in every stress it is the largest allowed one.
 * @param limit money of the period of the curves
 */
export function commitmentWithinRegret(
  optimum: number,
  stresses: readonly RegretScenario[],
  limit: number,
): number | null {
  assert(limit >= 0, 'a limit of regret is 0 or more');
  let from = 0;
  let to = Infinity;
  for (const stress of stresses) {
    const range = rangeWithin(stress, limit, optimum);
    from = Math.max(from, range.from);
    to = Math.min(to, range.to);
  }
  if (from > to) return null;
  return Math.min(Math.max(optimum, from), to);
}
