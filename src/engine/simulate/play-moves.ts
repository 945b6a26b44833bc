/** Plays sets of moves on the estate and remembers every step, so that months and plans with the same moves cost nothing. */

import type { Estate } from '../estate/estate.ts';
import type { World } from '../forecast/world.ts';
import { type LeverFinding, STAGES } from '../lever.ts';
import { leverById } from '../levers/index.ts';
import type { Guardrails, Move } from '../plan.ts';
import { applyMove, type Extent, type MoveResult, type PlayableMove, WHOLE } from './apply-move.ts';
import { diffCosts } from './diff-costs.ts';
import type { LedgerAmount } from './ledger.ts';
import { type Baseline, costOf, type EstateCost } from './model-cost.ts';

export type { PlayableMove } from './apply-move.ts';

/** A move, and how much of it is in effect: all of it when nothing else is said. */
export type MoveToApply = PlayableMove & Partial<Omit<Extent, 'bought'>>;

/** One move applied on top of the ones before it. */
export type Step = PlayableMove & {
  readonly result: MoveResult;
  readonly cost: EstateCost;
  readonly changes: readonly LedgerAmount[];
};

/** A set of moves applied to the estate of a month. */
export type State = {
  readonly estate: Estate;
  readonly cost: EstateCost;
  readonly steps: readonly Step[];
  /** The month before any move. */
  readonly before: EstateCost;
  /** What changed before any move: commitments that ended, growth, prices. */
  readonly drift: readonly LedgerAmount[];
};

/** What moves have bought in one run, by move: sized once, in the month it is bought. */
export type Purchases = Map<string, LeverFinding>;

/** Steps remembered at most, the oldest are forgotten first: three years of twenty moves, each month another, on a small estate. */
const REMEMBERED_STEPS = 1000;
/** Amounts by resource that remembered steps may hold together: a few hundred megabytes. */
const REMEMBERED_AMOUNTS = 1_500_000;
/** Below this not even one month of a long plan is remembered. */
const REMEMBERED_LEAST = 60;

/** Steps to remember of an estate of this many resources. */
function stepsToRemember(resources: number): number {
  const fitting = Math.floor(REMEMBERED_AMOUNTS / Math.max(1, resources));
  return Math.max(REMEMBERED_LEAST, Math.min(REMEMBERED_STEPS, fitting));
}

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
function stepKey(toApply: MoveToApply, guardrails: Guardrails, bought: LeverFinding | null): string {
  const { share, refusedBy, expiredYears } = { ...WHOLE, ...toApply };
  const { id, lever, scope, params } = toApply.move;
  const { protectedWorkloads } = guardrails;
  return JSON.stringify([
    id,
    lever,
    scope,
    params,
    share,
    refusedBy,
    expiredYears,
    protectedWorkloads,
    bought?.effect ?? null,
  ]);
}

/** Plays moves on one baseline. */
export type Player = {
  /**
   * The estate of a month with these moves applied, in the given order.
   * @param purchases commitments bought in this run so far; new ones are added
   */
  play(moves: readonly MoveToApply[], guardrails: Guardrails, world: World, purchases: Purchases): State;
};

/** Creates a player. */
export function createPlayer(baseline: Baseline): Player {
  type Known = { readonly estate: Estate; readonly cost: EstateCost; readonly step: Step | null };
  const remembered = new Map<string, Known>();
  const rememberedMost = stepsToRemember(baseline.estate.resources.length);

  function remember(key: string, compute: () => Known): Known {
    const known = remembered.get(key);
    if (known) return known;
    const result = compute();
    const oldest = remembered.size >= rememberedMost ? remembered.keys().next().value : undefined;
    if (oldest !== undefined) remembered.delete(oldest);
    remembered.set(key, result);
    return result;
  }

  const bill = () =>
    remember('bill', () => ({
      estate: baseline.estate,
      cost: costOf(baseline.estate, baseline),
      step: null,
    }));

  /** The month before any move, and what each cause changed. */
  function start({ key, estate, layers }: World) {
    const drift: LedgerAmount[] = [];
    let below = bill();
    for (const layer of layers) {
      const known = remember(layer.key, () => ({
        estate: layer.estate,
        cost: costOf(layer.estate, baseline),
        step: null,
      }));
      drift.push(
        ...diffCosts(below.cost, known.cost, baseline, { leverId: null, moveId: null, cause: layer.cause }),
      );
      below = known;
    }
    return { key, estate, cost: below.cost, drift };
  }

  function stepOn(
    before: Known,
    toApply: MoveToApply,
    guardrails: Guardrails,
    bought: LeverFinding | null,
  ): Known {
    const { move, lever } = toApply;
    const extent = { ...WHOLE, ...toApply, bought };
    const result = applyMove(before.estate, move, lever, guardrails, baseline.rates, extent);
    const cost = result.applied.length === 0 ? before.cost : costOf(result.estate, baseline);
    const changes = diffCosts(before.cost, cost, baseline, { leverId: move.lever, moveId: move.id });
    return { estate: result.estate, cost, step: { move, lever, result, cost, changes } };
  }

  return {
    play(moves, guardrails, world, purchases) {
      const first = start(world);
      let known: Known = { estate: first.estate, cost: first.cost, step: null };
      let { key } = first;
      const steps: Step[] = [];
      for (const toApply of moves) {
        const bought = purchases.get(toApply.move.id) ?? null;
        key += `\u0001${stepKey(toApply, guardrails, bought)}`;
        const before = known;
        known = remember(key, () => stepOn(before, toApply, guardrails, bought));
        if (!known.step) continue;
        steps.push({ ...known.step, move: toApply.move });
        const [found] = known.step.result.applied;
        if (bought === null && found?.effect.kind === 'commit') purchases.set(toApply.move.id, found);
      }
      return { estate: known.estate, cost: known.cost, steps, before: first.cost, drift: first.drift };
    },
  };
}
