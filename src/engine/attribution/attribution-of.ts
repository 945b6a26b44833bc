/** Who saved what in one month of a plan: in its order, over all orders, and as the last one. */

import { assert } from '../assert.ts';
import { type Decimal, sum } from '../money.ts';
import type { Plan } from '../plan.ts';
import type { Simulator } from '../simulate/simulate.ts';
import { componentsOf } from './components.ts';
import { type MonthOfMoves, monthOfMoves } from './cost-of-moves.ts';
import { exactParts } from './exact-parts.ts';
import {
  EXACT_SHAPLEY_LEVERS_MAX,
  type PairInteraction,
  pairsOf,
  shapleyInteractions,
  shapleyValues,
} from './exact-shapley.ts';
import { interactionsAmongOthers } from './interaction-among-others.ts';
import {
  allLevers,
  type CostOfSet,
  has,
  indexes,
  type LeverSet,
  NO_LEVERS,
  setOf,
  subsetsOf,
  without,
} from './lever-set.ts';
import { type ShapleySampling, sampleShapley } from './sampled-shapley.ts';

/** How one move's saving is told. Amounts are effective cost a month, in the bill's currency; negative when it costs. */
export type MoveSaving = {
  readonly moveId: string;
  readonly leverId: string;
  /** Drop of the bill at its step, in the order of application. */
  readonly waterfall: Decimal;
  /** Mean of that drop over all orders. */
  readonly shapley: Decimal;
  /** Of the Shapley value; 0 where every set was played. */
  readonly standardError: number;
  /** What leaving it out of the plan would cost. */
  readonly leaveOneOut: Decimal;
  /** shapley - leaveOneOut: below 0, it would be missed more than its share says; above 0, others would do part of it. */
  readonly interaction: Decimal;
};

/** Two moves that meet. */
export type MovePair = {
  readonly moveIds: readonly [string, string];
  /** What they save together beyond what each saves without the other; below 0 they overlap. */
  readonly saving: number;
  /** `shapley-index`: mean over all sets of the other moves; `among-the-others`: with all of them applied. */
  readonly method: 'shapley-index' | 'among-the-others';
};

/** Who saved what. The waterfall and the Shapley values add up to `saving`, and so do leaveOneOut and `interaction`. */
export type Attribution = {
  /** Month of the run, from 1, and as `yyyy-mm`. */
  readonly index: number;
  readonly month: string;
  readonly currency: string;
  /** Effective cost of the bill. */
  readonly baselineCost: Decimal;
  /** What no move explains: cost of the month without any move, less the bill. Commitments that end, growth. */
  readonly unexplained: Decimal;
  readonly costWithoutMoves: Decimal;
  readonly costWithMoves: Decimal;
  readonly saving: Decimal;
  /** In the order of application. */
  readonly moves: readonly MoveSaving[];
  /** saving - sum of leaveOneOut. */
  readonly interaction: Decimal;
  /** Largest first. */
  readonly pairs: readonly MovePair[];
  readonly method: 'exact' | 'sampled';
  readonly seed: string;
  /** Orders drawn; 0 where every set was played. */
  readonly permutations: number;
  /** Groups of moves that do not meet: each was looked at by itself. */
  readonly groups: readonly (readonly string[])[];
  /** Moves of the plan that are not in the month: their effect comes later, or a guardrail forbids their lever. */
  readonly notInEffect: readonly string[];
};

/** Works step by step, so that a caller can show progress and stop. */
export type AttributionSearch = {
  readonly total: number;
  /** Plays the next set or pair of orders; null when done. */
  next(): { readonly done: number } | null;
  /** The answer, when `next` has given null. */
  found(): Attribution;
};

/** How far to look. */
export type AttributionOptions = {
  readonly seed: string;
  /** Sets looked up by sampling where there are too many moves to try every set. */
  readonly budget: number;
  /** Month of the run, from 1; absent: the target's. */
  readonly month?: number;
  /** Pairs of groups that are sampled are left out: there are many, and each is two sets to play. */
  readonly withoutSampledPairs?: boolean;
};

/** Interactions below this, in the bill's currency, are rounding. */
const INTERACTION_MIN = 1e-6;

/** Moves that are looked at together. */
type Group = {
  readonly levers: readonly number[];
  readonly costOf: CostOfSet;
  readonly sampling: ShapleySampling | null;
};

/** A group's own game: its levers are numbered from 0, the other moves are left out. */
function gameOf(game: MonthOfMoves, levers: readonly number[], options: AttributionOptions): Group {
  const inMonth = (set: LeverSet) => setOf(levers.filter((_, lever) => has(set, lever)));
  const most = game.costOf(NO_LEVERS);
  // Differences to the dearest set: a large bill would cost the floats their last digits.
  const costOf: CostOfSet = set => Number(game.costOf(inMonth(set)).minus(most));
  const isLarge = levers.length > EXACT_SHAPLEY_LEVERS_MAX;
  return { levers, costOf, sampling: isLarge ? sampleShapley(levers.length, costOf, options) : null };
}

/** Sets that are played whatever the method: the waterfall's and those of each group. */
function setsToPlay(count: number, groups: readonly Group[], isWithoutPairs: boolean): LeverSet[] {
  const inTurn = indexes(count + 1).map(allLevers);
  const ofGroups = groups.flatMap(({ levers, sampling }) => {
    if (sampling === null) return [...subsetsOf(levers)];
    const own = setOf(levers);
    const wanted = isWithoutPairs ? [] : pairsOf(levers.length);
    const pairs = wanted.map(pair => setOf(pair.map(lever => levers[lever] ?? 0)));
    return [own, ...levers.map(lever => without(own, lever)), ...pairs.map(pair => own & ~pair)];
  });
  return [...new Set([...inTurn, ...ofGroups])];
}

/** Starts to attribute the saving of a plan in one month. */
export function attributionOf(
  simulator: Simulator,
  plan: Plan,
  options: AttributionOptions,
): AttributionSearch {
  const index = options.month ?? plan.target.byMonth;
  const game = monthOfMoves(simulator, plan, index);
  const groups = componentsOf(game.moves, game.costOf).map(levers => gameOf(game, levers, options));
  const sets = setsToPlay(game.moves.length, groups, options.withoutSampledPairs === true);
  const samplings = groups.flatMap(({ sampling }) => sampling ?? []);
  const total = samplings.reduce((steps, sampling) => steps + sampling.total, sets.length);
  let done = 0;
  return {
    total,
    next: () => {
      const set = sets[done];
      if (set !== undefined) game.costOf(set);
      else if (!samplings.some(sampling => sampling.next() !== null)) return null;
      done++;
      return { done };
    },
    found: () => {
      assert(done >= total, 'the answer is read when all steps are done');
      return resultOf(simulator, plan, game, groups, {
        ...options,
        month: index,
        withoutSampledPairs: options.withoutSampledPairs === true,
      });
    },
  };
}

/** Shapley values of one group, in the order of its levers. */
function sharesOf({ levers, costOf, sampling }: Group) {
  if (sampling !== null) return sampling.found();
  return {
    values: shapleyValues(levers.length, costOf),
    standardErrors: levers.map(() => 0),
    permutations: 0,
  };
}

function pairsIn(group: Group, ids: readonly string[]): MovePair[] {
  const { levers, costOf, sampling } = group;
  const found: PairInteraction[] =
    sampling === null
      ? shapleyInteractions(levers.length, costOf)
      : interactionsAmongOthers(levers.length, costOf);
  const idOf = (lever: number) => ids[levers[lever] ?? -1] ?? '';
  return found
    .filter(({ saving }) => Math.abs(saving) > INTERACTION_MIN)
    .map(({ levers: [a, b], saving }) => ({
      moveIds: [idOf(a), idOf(b)],
      saving,
      method: sampling === null ? 'shapley-index' : 'among-the-others',
    }));
}

function resultOf(
  simulator: Simulator,
  plan: Plan,
  game: MonthOfMoves,
  groups: readonly Group[],
  options: Required<AttributionOptions>,
): Attribution {
  const { moves, costOf } = game;
  const count = moves.length;
  const ids = moves.map(({ move }) => move.id);
  const [before, after] = [costOf(NO_LEVERS), costOf(allLevers(count))];
  const saving = before.minus(after);
  const shares = groups.map(group => ({ group, found: sharesOf(group) }));
  const byLever = new Map(
    shares.flatMap(({ group, found }) =>
      group.levers.map((lever, own): [number, { value: number; error: number }] => [
        lever,
        { value: found.values[own] ?? 0, error: found.standardErrors[own] ?? 0 },
      ]),
    ),
  );
  const shapley = exactParts(
    indexes(count).map(lever => byLever.get(lever)?.value ?? 0),
    saving,
  );
  const savings = moves.map(({ move }, lever): MoveSaving => {
    // Beside moves that it does not meet a move saves the same as without them.
    const own = setOf(groups.find(({ levers }) => levers.includes(lever))?.levers ?? []);
    const leaveOneOut = costOf(without(own, lever)).minus(costOf(own));
    const share = shapley[lever] ?? saving;
    return {
      moveId: move.id,
      leverId: move.lever,
      waterfall: costOf(allLevers(lever)).minus(costOf(allLevers(lever + 1))),
      shapley: share,
      standardError: byLever.get(lever)?.error ?? 0,
      leaveOneOut,
      interaction: share.minus(leaveOneOut),
    };
  });
  const { effective } = simulator.baseline;
  return {
    index: options.month,
    month: game.month,
    currency: simulator.baseline.estate.currency,
    baselineCost: effective,
    unexplained: before.minus(effective),
    costWithoutMoves: before,
    costWithMoves: after,
    saving,
    moves: savings,
    interaction: saving.minus(sum(savings.map(({ leaveOneOut }) => leaveOneOut))),
    pairs: groups
      .filter(({ sampling }) => sampling === null || !options.withoutSampledPairs)
      .flatMap(group => pairsIn(group, ids))
      .sort((a, b) => Math.abs(b.saving) - Math.abs(a.saving)),
    method: groups.some(({ sampling }) => sampling !== null) ? 'sampled' : 'exact',
    seed: options.seed,
    permutations: shares.reduce((most, { found }) => Math.max(most, found.permutations), 0),
    groups: groups.map(({ levers }) => levers.map(lever => ids[lever] ?? '')),
    notInEffect: plan.moves.map(({ id }) => id).filter(id => !ids.includes(id)),
  };
}
