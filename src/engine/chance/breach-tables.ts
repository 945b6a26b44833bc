/**
 * P(breach) of each workload for every set of its risky moves, evaluated once by the reliability model: a draw only looks up
 * the set that it has.
 *
 * Why adoption and not also the constants of the model: what the constants may be is the same for every plan and is
 * reported beside this as ranges of P(breach); which of the risky moves happen is what this plan leaves to chance. Drawing
 * both would evaluate every set under dozens of constants, a hundred times the work, for an answer that mixes the two.
 */

import type { Workload } from '../estate/workload.ts';
import { sloFeasibility } from '../reliability/index.ts';
import { worstWindow } from '../simulate/reliability-of-run.ts';
import { lastingOf, risksOf } from '../simulate/risks-of-step.ts';
import type { Run } from '../simulate/run.ts';
import type { Simulator } from '../simulate/simulate.ts';
import type { TimedMove } from '../simulate/timed-moves.ts';
import { playMonths } from '../simulate/timeline.ts';
import type { BreachTable } from './surrogate.ts';

/** Risky moves of a workload whose every set is evaluated; the others are taken to be there. */
const MAX_RISKY_MOVES = 4;

const HELD_RULES = ['slo-breach-probability', 'slo-breach-increase'];

/** The moves that matter most for a workload, in the order of the run. */
function riskyMoves(reliability: Run['reliability'][number]): string[] {
  const weight = new Map(
    reliability.effects.byMove.map(({ moveId, marginalBadMinutes, oneOffBadMinutes }) => [
      moveId,
      Math.abs(marginalBadMinutes) + Math.abs(oneOffBadMinutes),
    ]),
  );
  const chosen = reliability.moveIds
    .filter(id => (weight.get(id) ?? 0) > 0)
    .sort((a, b) => (weight.get(b) ?? 0) - (weight.get(a) ?? 0))
    .slice(0, MAX_RISKY_MOVES);
  return reliability.moveIds.filter(id => chosen.includes(id));
}

/** Tables of the workloads with an objective, one after the other. @param timed the run's moves with their dates */
export function* breachTables(
  simulator: Simulator,
  run: Run,
  timed: readonly TimedMove[],
): Generator<BreachTable> {
  const { player, worlds, reliability: model } = simulator;
  const { plan, assumptions, months } = run;
  const played = playMonths({ player, worlds, plan, assumptions, timed }, run.horizonMonths);
  const place = new Map(run.moves.map(({ moveId }, at) => [moveId, at]));

  /** Evaluated before, and in the worst window with a set of moves in place of all risky ones. */
  function tableOf(workload: Workload, risky: readonly string[]): BreachTable {
    const before = model.evaluate(workload, [], []);
    const own = workload.policy?.maxBreachProbability ?? plan.guardrails.maxBreachProbability;
    const limits = { ...plan.guardrails, maxBreachProbability: own };
    const sets = 2 ** risky.length;
    const breach = new Float64Array(sets);
    const holds = new Uint8Array(sets);
    for (let set = 0; set < sets; set++) {
      const isOut = (moveId: string) => {
        const bit = risky.indexOf(moveId);
        return bit >= 0 && (set & (1 << bit)) === 0;
      };
      const states = played.map(({ state }) => ({
        ...state,
        steps: state.steps.filter(step => risksOf(step, workload.name).length > 0 && !isOut(step.move.id)),
      }));
      const lasting = (states.at(-1)?.steps ?? []).flatMap(step => lastingOf(step, workload.name));
      const steady = model.evaluate(workload, lasting, []);
      const worst = worstWindow(workload, { states, months }, model, steady);
      breach[set] = worst.breachProbability ?? 0;
      const rules = sloFeasibility(before, worst, limits).filter(({ rule }) => HELD_RULES.includes(rule));
      holds[set] = rules.every(({ allowed }) => allowed !== false) ? 1 : 0;
    }
    return {
      workload: workload.name,
      moves: risky.flatMap(id => place.get(id) ?? []),
      breach,
      holds,
      limit: Math.max(own, before.breachProbability ?? 0),
    };
  }

  for (const reliability of run.reliability) {
    const workload = simulator.baseline.estate.workloads.find(({ name }) => name === reliability.workload);
    if (workload === undefined || workload.slo === null) continue;
    yield tableOf(workload, riskyMoves(reliability));
  }
}
