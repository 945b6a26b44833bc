/** Plays sets of moves on the estate and remembers every step, so that months and plans with the same moves cost nothing. */

import type { Commitment } from '../commitments/commitment.ts';
import type { Estate } from '../estate/estate.ts';
import { type Lever, type LeverFinding, STAGES } from '../lever.ts';
import { leverById } from '../levers/index.ts';
import type { Guardrails, Move } from '../plan.ts';
import { applyMove, type MoveResult } from './apply-move.ts';
import { diffCosts } from './diff-costs.ts';
import type { LedgerAmount } from './ledger.ts';
import { type Baseline, costOf, type EstateCost } from './model-cost.ts';

/** A move whose lever exists. */
export type PlayableMove = { readonly move: Move; readonly lever: Lever };

/** One move applied on top of the ones before it. */
export type Step = PlayableMove & {
  readonly result: MoveResult;
  readonly cost: EstateCost;
  readonly changes: readonly LedgerAmount[];
};

/** A set of moves applied to the estate with the commitments of a month. */
export type State = {
  readonly estate: Estate;
  readonly cost: EstateCost;
  readonly steps: readonly Step[];
  /** What changed before any move: commitments of the bill that ended. */
  readonly expiries: readonly LedgerAmount[];
};

/** What moves have bought in one run, by move: sized once, in the month it is bought. */
export type Purchases = Map<string, LeverFinding>;

/** Steps remembered at most: the oldest are forgotten first. */
const REMEMBERED_STEPS = 400;

/** Order of application: stage by stage, inside a stage as the plan lists them. */
export function inStageOrder(moves: readonly Move[]): PlayableMove[] {
  const stage = ({ lever }: PlayableMove) => STAGES.indexOf(lever.meta.stage);
  return moves
    .flatMap(move => {
      const lever = leverById(move.lever);
      return lever ? [{ move, lever }] : [];
    })
    .sort((a, b) => stage(a) - stage(b));
}

/** What a step depends on besides the steps before it. */
function stepKey({ move }: PlayableMove, guardrails: Guardrails, bought: LeverFinding | null): string {
  const { id, lever, scope, params } = move;
  return JSON.stringify([id, lever, scope, params, guardrails.protectedWorkloads, bought?.effect ?? null]);
}

/** Plays moves on one baseline. */
export type Player = {
  /**
   * The estate with these moves applied, in the given order.
   * @param existing commitments of the bill that are still running
   * @param purchases commitments bought in this run so far; new ones are added
   */
  play(
    moves: readonly PlayableMove[],
    guardrails: Guardrails,
    existing: readonly Commitment[],
    purchases: Purchases,
  ): State;
};

/** Creates a player. */
export function createPlayer(baseline: Baseline): Player {
  type Known = { readonly estate: Estate; readonly cost: EstateCost; readonly step: Step | null };
  const remembered = new Map<string, Known>();

  function remember(key: string, compute: () => Known): Known {
    const known = remembered.get(key);
    if (known) return known;
    const result = compute();
    const oldest = remembered.size >= REMEMBERED_STEPS ? remembered.keys().next().value : undefined;
    if (oldest !== undefined) remembered.delete(oldest);
    remembered.set(key, result);
    return result;
  }

  function start(existing: readonly Commitment[]) {
    const key = JSON.stringify(existing.map(({ id, startMs, endMs }) => [id, startMs, endMs]));
    const known = remember(key, () => {
      const isWhole = existing === baseline.estate.commitments;
      const estate = isWhole ? baseline.estate : { ...baseline.estate, commitments: existing };
      return { estate, cost: costOf(estate, baseline), step: null };
    });
    return { key, ...known };
  }

  function stepOn(
    before: Known,
    playable: PlayableMove,
    guardrails: Guardrails,
    bought: LeverFinding | null,
  ): Known {
    const { move, lever } = playable;
    const result = applyMove(before.estate, move, lever, guardrails, baseline.rates, bought);
    const cost = result.applied.length === 0 ? before.cost : costOf(result.estate, baseline);
    const changes = diffCosts(before.cost, cost, baseline, { leverId: move.lever, moveId: move.id });
    return { estate: result.estate, cost, step: { ...playable, result, cost, changes } };
  }

  return {
    play(moves, guardrails, existing, purchases) {
      const first = start(existing);
      let known: Known = first;
      let { key } = first;
      const steps: Step[] = [];
      for (const playable of moves) {
        const bought = purchases.get(playable.move.id) ?? null;
        key += `\u0001${stepKey(playable, guardrails, bought)}`;
        const before = known;
        known = remember(key, () => stepOn(before, playable, guardrails, bought));
        if (!known.step) continue;
        steps.push({ ...known.step, move: playable.move });
        const [found] = known.step.result.applied;
        if (bought === null && found?.effect.kind === 'commit') purchases.set(playable.move.id, found);
      }
      const bill = start(baseline.estate.commitments).cost;
      const expiries = diffCosts(bill, first.cost, baseline, { leverId: null, moveId: null });
      return { estate: known.estate, cost: known.cost, steps, expiries };
    },
  };
}
