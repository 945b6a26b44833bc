/** Puts one move to work on an estate: finds where its lever fits, applies the effects, and keeps the reasons. */

import { applyEffect } from '../apply-effect.ts';
import type { OneOffUsage } from '../effect.ts';
import type { Estate, Resource } from '../estate/estate.ts';
import { matchesPattern } from '../estate/match-workload.ts';
import type { Lever, LeverFinding } from '../lever.ts';
import type { Guardrails, Move, Scope } from '../plan.ts';
import type { RateCard } from '../rate-card.ts';
import { leverContext } from './lever-context.ts';

/** A resource that the move changed. */
export type AppliedFinding = LeverFinding & { readonly resourceId: string; readonly workload: string };

/** A resource in scope that the move left alone. */
export type Skipped = { readonly resourceId: string; readonly workload: string; readonly reason: string };

/** What a move costs once, USD. */
export type OneOffCharge = { readonly resourceId: string; readonly workload: string; readonly cost: number };

/** An estate after a move. */
export type MoveResult = {
  readonly estate: Estate;
  readonly applied: readonly AppliedFinding[];
  readonly skipped: readonly Skipped[];
  readonly oneOff: readonly OneOffCharge[];
};

function listMatches(patterns: readonly string[] | null, text: string | null): boolean {
  return patterns === null || (text !== null && patterns.some(pattern => matchesPattern(pattern, text)));
}

/** Whether a resource lies in a move's scope. */
export function inScope(scope: Scope, resource: Resource, environment: string): boolean {
  return (
    listMatches(scope.workloads, resource.workload) &&
    listMatches(scope.environments, environment) &&
    listMatches(scope.accounts, resource.account) &&
    listMatches(scope.regions, resource.region) &&
    (scope.resources === null ||
      listMatches(scope.resources, resource.id) ||
      listMatches(scope.resources, resource.name))
  );
}

function applyToEstate(
  estate: Estate,
  move: Move,
  lever: Lever,
  rates: RateCard,
  bought: LeverFinding | null,
): MoveResult {
  const place = { resourceId: `(${move.id})`, workload: '' };
  const found = bought ?? lever.find(estate, move.params, leverContext(estate, rates));
  if ('reason' in found)
    return { estate, applied: [], skipped: [{ ...place, reason: found.reason }], oneOff: [] };
  if (found.effect.kind !== 'commit') return { estate, applied: [], skipped: [], oneOff: [] };
  const { commitments: offered } = found.effect;
  const commitments = offered.map((each, index) => ({
    ...each,
    id: offered.length === 1 ? move.id : `${move.id}-${index + 1}`,
  }));
  return {
    estate: { ...estate, commitments: [...estate.commitments, ...commitments] },
    applied: [{ ...found, ...place, resourceId: move.id, effect: { kind: 'commit', commitments } }],
    skipped: [],
    oneOff: [],
  };
}

/** USD of what an effect costs once; null when the price book does not know it. */
function costOnce(usage: readonly OneOffUsage[], rates: RateCard): number | null {
  let total = 0;
  for (const { service, item, component, region, quantity } of usage) {
    if (quantity <= 0) continue;
    const price = rates.unitPrice(service, item, component, region);
    if (price === null) return null;
    total += price * quantity;
  }
  return total;
}

/**
 * Applies a move. Resources are looked at one by one, in order of id; each answer depends on the estate before the move.
 * @param bought what the move has bought in an earlier month: it stays as it was sized then
 */
export function applyMove(
  estate: Estate,
  move: Move,
  lever: Lever,
  guardrails: Guardrails,
  rates: RateCard,
  bought: LeverFinding | null = null,
): MoveResult {
  if (lever.target === 'estate') return applyToEstate(estate, move, lever, rates, bought);
  const context = leverContext(estate, rates);
  const applied: AppliedFinding[] = [];
  const skipped: Skipped[] = [];
  const oneOff: OneOffCharge[] = [];
  const resources: Resource[] = [];
  for (const resource of estate.resources) {
    const place = { resourceId: resource.id, workload: resource.workload };
    if (
      resource.kind !== lever.target ||
      !inScope(move.scope, resource, context.workload(resource).environment)
    ) {
      resources.push(resource);
      continue;
    }
    const isProtected = guardrails.protectedWorkloads.some(pattern =>
      matchesPattern(pattern, resource.workload),
    );
    const found = isProtected
      ? { reason: 'protected by a guardrail' }
      : lever.find(resource, move.params, context);
    if ('reason' in found || found.effect.kind === 'commit') {
      skipped.push({ ...place, reason: 'reason' in found ? found.reason : 'commits' });
      resources.push(resource);
      continue;
    }
    const change = applyEffect(resource, found.effect, estate.period);
    const cost = costOnce(change.oneOff, rates);
    if (cost === null) {
      skipped.push({ ...place, reason: 'no price for what the change costs once' });
      resources.push(resource);
      continue;
    }
    applied.push({ ...found, ...place });
    if (cost > 0) oneOff.push({ ...place, cost });
    if (change.resource) resources.push(change.resource);
  }
  return { estate: { ...estate, resources }, applied, skipped, oneOff };
}
