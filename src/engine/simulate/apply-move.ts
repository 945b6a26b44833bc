/** Puts one move to work on an estate: finds where its lever fits, applies the effects, and keeps the reasons. */

import { applyEffect } from '../apply-effect.ts';
import type { Estate, Resource, UnitUsage } from '../estate/estate.ts';
import { matchesPattern } from '../estate/match-workload.ts';
import type { Lever, LeverContext, LeverFinding } from '../lever.ts';
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

/** USD of units of the price book; null when it does not know one of them. */
function costOf(usage: readonly UnitUsage[], rates: RateCard): number | null {
  let total = 0;
  for (const { service, item, component, region, quantity } of usage) {
    if (quantity <= 0) continue;
    const price = rates.unitPrice(service, item, component, region);
    if (price === null) return null;
    total += price * quantity;
  }
  return total;
}

/** Whether a lever acts on a resource: on its kind, or on anything that is charged for. */
function isTargetOf(lever: Lever, resource: Resource): boolean {
  return lever.target === 'resource' ? resource.kind !== 'commitment' : resource.kind === lever.target;
}

/** What a move does to one resource in its scope. */
type ResourceChange =
  | { readonly skipped: string }
  | { readonly finding: LeverFinding; readonly resource: Resource | null; readonly onceCost: number };

function changeOf(
  resource: Resource,
  move: Move,
  lever: Lever,
  guardrails: Guardrails,
  context: LeverContext,
): ResourceChange {
  const { protectedWorkloads } = guardrails;
  if (protectedWorkloads.some(pattern => matchesPattern(pattern, resource.workload)))
    return { skipped: 'protected by a guardrail' };
  const finding = lever.find(resource, move.params, context);
  if ('reason' in finding) return { skipped: finding.reason };
  if (finding.effect.kind === 'commit') return { skipped: 'commits' };
  const { resource: changed, oneOff } = applyEffect(resource, finding.effect, context.estate.period);
  const onceCost = costOf(oneOff, context.rates);
  const running = costOf(changed?.added ?? [], context.rates);
  if (onceCost === null || running === null)
    return { skipped: 'no price for what takes its place, or for what the change costs once' };
  return { finding, resource: changed, onceCost };
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
    const isMeant =
      isTargetOf(lever, resource) && inScope(move.scope, resource, context.workload(resource).environment);
    const change = isMeant ? changeOf(resource, move, lever, guardrails, context) : null;
    if (change === null || 'skipped' in change) {
      if (change !== null) skipped.push({ ...place, reason: change.skipped });
      resources.push(resource);
      continue;
    }
    applied.push({ ...change.finding, ...place });
    if (change.onceCost > 0) oneOff.push({ ...place, cost: change.onceCost });
    if (change.resource) resources.push(change.resource);
  }
  return { estate: { ...estate, resources }, applied, skipped, oneOff };
}
