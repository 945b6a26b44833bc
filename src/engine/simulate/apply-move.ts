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
  { bought, expiredYears }: Extent,
): MoveResult {
  const place = { resourceId: `(${move.id})`, workload: '' };
  const found = bought ?? lever.find(estate, move.params, leverContext(estate, rates));
  if ('reason' in found)
    return { estate, applied: [], skipped: [{ ...place, reason: found.reason }], oneOff: [] };
  if (found.effect.kind !== 'commit') return { estate, applied: [], skipped: [], oneOff: [] };
  const { commitments: offered } = found.effect;
  const commitments = offered
    .map((each, index) => ({
      ...each,
      id: offered.length === 1 ? move.id : `${move.id}-${index + 1}`,
    }))
    .filter(({ termYears }) => (termYears ?? 1) > expiredYears);
  if (commitments.length === 0)
    return { estate, applied: [], skipped: [{ ...place, reason: 'its term is over' }], oneOff: [] };
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
  { move, lever }: PlayableMove,
  guardrails: Guardrails,
  { refusedBy }: Extent,
  context: LeverContext,
): ResourceChange {
  const { protectedWorkloads } = guardrails;
  const isNamed = (pattern: string) => matchesPattern(pattern, resource.workload);
  if (protectedWorkloads.some(isNamed)) return { skipped: 'protected by a guardrail' };
  if (refusedBy.some(isNamed)) return { skipped: 'refused by the owner' };
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

/** A move whose lever exists. */
export type PlayableMove = { readonly move: Move; readonly lever: Lever };

/** How much of a move is applied. */
export type Extent = {
  /** Share of the resources that fit, 0..1: those outside production first, as a careful rollout goes. */
  readonly share: number;
  /** Workloads whose owners refuse it; `*` matches any run of characters. */
  readonly refusedBy: readonly string[];
  /** What the move has bought in an earlier month: it stays as it was sized then. */
  readonly bought: LeverFinding | null;
  /** Whole years since it was bought, where what has run its term is not bought again; else 0. */
  readonly expiredYears: number;
};

/** All that fits. */
export const WHOLE: Extent = { share: 1, refusedBy: [], bought: null, expiredYears: 0 };

type Change = { readonly resource: Resource; readonly change: Exclude<ResourceChange, { skipped: string }> };

/** Ids of the resources that the first waves reach. */
function wavesReach(changes: readonly Change[], share: number, context: LeverContext): ReadonlySet<string> {
  const inProduction = ({ resource }: Change) =>
    context.workload(resource).environment === 'production' ? 1 : 0;
  const inOrder = [...changes].sort((a, b) => inProduction(a) - inProduction(b));
  // A share such as 2/3 of three must not miss the second by its last digit.
  const count = Math.ceil(changes.length * share - 1e-9);
  return new Set(inOrder.slice(0, count).map(({ resource }) => resource.id));
}

/** Applies a move. Resources are looked at one by one, in order of id; each answer depends on the estate before the move. */
export function applyMove(
  estate: Estate,
  move: Move,
  lever: Lever,
  guardrails: Guardrails,
  rates: RateCard,
  extent: Extent = WHOLE,
): MoveResult {
  if (lever.target === 'estate') return applyToEstate(estate, move, lever, rates, extent);
  const context = leverContext(estate, rates);
  const changes: Change[] = [];
  const skipped: Skipped[] = [];
  // Patterns are matched once for each workload, not for each resource.
  const isMeant = new Map<string, boolean>();
  const isInWorkloads = (resource: Resource): boolean => {
    const known = isMeant.get(resource.workload);
    if (known !== undefined) return known;
    const { environment } = context.workload(resource);
    const found =
      listMatches(move.scope.workloads, resource.workload) &&
      listMatches(move.scope.environments, environment);
    isMeant.set(resource.workload, found);
    return found;
  };
  for (const resource of estate.resources) {
    if (!isTargetOf(lever, resource) || !isInWorkloads(resource)) continue;
    if (!inScope(move.scope, resource, context.workload(resource).environment)) continue;
    const change = changeOf(resource, { move, lever }, guardrails, extent, context);
    if ('skipped' in change)
      skipped.push({ resourceId: resource.id, workload: resource.workload, reason: change.skipped });
    else changes.push({ resource, change });
  }
  const reached = wavesReach(changes, extent.share, context);
  return {
    ...changed(
      estate,
      changes.filter(({ resource }) => reached.has(resource.id)),
    ),
    skipped,
  };
}

/** The estate with these resources replaced. */
function changed(estate: Estate, changes: readonly Change[]): Omit<MoveResult, 'skipped'> {
  const byId = new Map(changes.map(({ resource, change }) => [resource.id, change]));
  const place = ({ id, workload }: Resource) => ({ resourceId: id, workload });
  return {
    estate: {
      ...estate,
      resources: estate.resources.flatMap(resource => {
        const change = byId.get(resource.id);
        if (!change) return [resource];
        return change.resource ? [change.resource] : [];
      }),
    },
    applied: changes.map(({ resource, change }) => ({ ...change.finding, ...place(resource) })),
    oneOff: changes.flatMap(({ resource, change }) =>
      change.onceCost > 0 ? [{ ...place(resource), cost: change.onceCost }] : [],
    ),
  };
}
