/** What a plan says about one month: which resources it changes and how, and what that saves, by the ledger of its run. */

import { applyEffect } from '../apply-effect.ts';
import { assert } from '../assert.ts';
import type { CommitEffect } from '../effect.ts';
import type { Resource } from '../estate/estate.ts';
import { growthIn, growthRuleOf } from '../forecast/growth-rate.ts';
import { changesInForce, pricesOf } from '../forecast/price-change.ts';
import { resourceKey } from '../growth/charge-sum.ts';
import { type Decimal, sum, ZERO } from '../money.ts';
import type { Plan } from '../plan.ts';
import type { MoveOutcome, Run, RunMonth } from '../simulate/run.ts';
import type { Simulator } from '../simulate/simulate.ts';
import type { ResourceEffect } from './verify/sight.ts';

/** One planned change of one resource. */
export type PlannedChange = {
  readonly moveId: string;
  readonly effect: ResourceEffect;
  /** The resource as the moves before this one leave it. */
  readonly plannedFrom: Resource;
  /** By the ledger; negative when it costs. */
  readonly planned: Decimal;
};

/** What a plan says about a month. */
export type PlannedMonth = {
  readonly run: Run;
  readonly month: RunMonth;
  readonly moves: readonly MoveOutcome[];
  /** By resource key, in the order of application. */
  readonly changes: ReadonlyMap<string, readonly PlannedChange[]>;
  readonly purchases: readonly { readonly moveId: string; readonly effect: CommitEffect }[];
  /** Effective cost saved in the month by move, everything included. */
  readonly savedByMove: ReadonlyMap<string, Decimal>;
  /** Growth and price changes that the plan states, for a resource. */
  stated(resource: Resource): { readonly growth: number; readonly price: number };
};

function savedBy(month: RunMonth): {
  readonly byMove: ReadonlyMap<string, Decimal>;
  of(moveId: string, key: string): Decimal;
} {
  const byMove = new Map<string, Decimal>();
  const byResource = new Map<string, Decimal>();
  const keyOf = (moveId: string, key: string) => JSON.stringify([moveId, key]);
  for (const { moveId, resourceId, amount } of month.changes) {
    if (moveId === null) continue;
    const key = keyOf(moveId, resourceKey(resourceId));
    byMove.set(moveId, (byMove.get(moveId) ?? ZERO).minus(amount));
    byResource.set(key, (byResource.get(key) ?? ZERO).minus(amount));
  }
  return { byMove, of: (moveId, key) => byResource.get(keyOf(moveId, key)) ?? ZERO };
}

/** Plays a plan up to a month and says what it changes in it. @param index month of the run, from 1 */
export function plannedMonth(simulator: Simulator, plan: Plan, index: number): PlannedMonth {
  const target = { ...plan.target, byMonth: index };
  const run = simulator.run({ ...plan, target }, { horizonMonths: index });
  const month = run.months.at(-1);
  assert(month, 'a run has a month for each of its horizon');
  const { assumptions, referenceMonth } = run;
  const saved = savedBy(month);
  const { estate } = simulator.worlds.worldOf(assumptions, index);
  const states = new Map(estate.resources.map(resource => [resource.id, resource]));
  const changes = new Map<string, PlannedChange[]>();
  const purchases: { moveId: string; effect: CommitEffect }[] = [];
  for (const { moveId, applied } of run.moves) {
    for (const { resourceId, effect } of applied) {
      if (effect.kind === 'commit') {
        purchases.push({ moveId, effect });
        continue;
      }
      const plannedFrom = states.get(resourceId);
      if (!plannedFrom) continue;
      const key = resourceKey(resourceId);
      const known = changes.get(key) ?? [];
      changes.set(key, [...known, { moveId, effect, plannedFrom, planned: saved.of(moveId, key) }]);
      const next = applyEffect(plannedFrom, effect, estate.period).resource;
      if (next) states.set(resourceId, next);
    }
  }
  return {
    run,
    month,
    moves: run.moves,
    changes,
    purchases,
    savedByMove: saved.byMove,
    stated: resource => ({
      growth: growthIn(growthRuleOf(assumptions.growth, resource.workload), referenceMonth, index).usage,
      price: pricesOf(resource, changesInForce(assumptions.priceChanges, referenceMonth, index)).price,
    }),
  };
}

/** Saved on the resources themselves; the rest of a move's saving is coverage that moves elsewhere. */
export function plannedOnResources(planned: PlannedMonth, moveId: string): Decimal {
  return sum(
    [...planned.changes.values()].flatMap(list =>
      list.filter(each => each.moveId === moveId).map(each => each.planned),
    ),
  );
}
