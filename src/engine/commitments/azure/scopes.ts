/** Where an Azure benefit applies, and which of several is asked first: the narrowest scope, then who came first. */

import { compareText } from '../../text-order.ts';
import type { AzureScope } from '../commitment.ts';
import type { UsagePool } from '../usage.ts';

/**
 * Narrow to wide: what a narrower scope leaves over goes to the next wider one.
 * Source: learn.microsoft.com/azure/cost-management-billing/reservations/benefit-application-order, 2026-07-17.
 */
export const SCOPE_LEVELS: readonly AzureScope['level'][] = [
  'resource-group',
  'subscription',
  'management-group',
  'shared',
];

/** What the order of benefits looks at. */
export type ScopedBenefit = {
  readonly id: string;
  readonly scope: AzureScope;
  /** Subscription that bought it. */
  readonly ownerAccount: string | null;
  readonly startMs: number | null;
};

/** Azure compares names of resources, sizes and Regions without regard to case. */
export function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Subscription (null: any) and name of a resource group: `name`, `subscription/name` or a whole resource id. */
function resourceGroupOf(id: string): { subscription: string | null; name: string } {
  const parts = id.split('/').filter(part => part !== '');
  const name = parts.at(-1) ?? '';
  const marker = parts.findIndex(part => isSameName(part, 'subscriptions'));
  const subscription = marker >= 0 ? parts[marker + 1] : parts.length === 2 ? parts[0] : undefined;
  return { subscription: subscription ?? null, name };
}

/** Last segment of a resource id; the id itself when it is a plain name. */
function lastSegment(id: string): string {
  return id.split('/').at(-1) ?? id;
}

/** Whether the usage lies in the scope of the benefit. A narrow scope without an id holds nothing, except the owner's subscription. */
export function isInScope(benefit: Pick<ScopedBenefit, 'scope' | 'ownerAccount'>, pool: UsagePool): boolean {
  const { level, id } = benefit.scope;
  if (level === 'shared') return true;
  if (level === 'subscription') {
    const subscription = id === null ? benefit.ownerAccount : lastSegment(id);
    return subscription !== null && subscription !== '' && isSameName(subscription, pool.account);
  }
  const { shape } = pool;
  if (id === null || !('resourceGroup' in shape)) return false;
  if (level === 'management-group') {
    return shape.managementGroup !== null && isSameName(lastSegment(id), lastSegment(shape.managementGroup));
  }
  if (shape.resourceGroup === null) return false;
  const wanted = resourceGroupOf(id);
  return (
    isSameName(wanted.name, resourceGroupOf(shape.resourceGroup).name) &&
    (wanted.subscription === null || isSameName(wanted.subscription, pool.account))
  );
}

/** Narrower scope first. */
export function compareScope(a: Pick<ScopedBenefit, 'scope'>, b: Pick<ScopedBenefit, 'scope'>): number {
  return SCOPE_LEVELS.indexOf(a.scope.level) - SCOPE_LEVELS.indexOf(b.scope.level);
}

/**
 * First come, first served inside one scope: the earlier start, an unknown start last, then the id.
 * Azure names the principle and not the order; start and id are this engine's reading of it.
 */
export function compareArrival(
  a: Pick<ScopedBenefit, 'id' | 'startMs'>,
  b: Pick<ScopedBenefit, 'id' | 'startMs'>,
): number {
  if (a.startMs !== b.startMs) {
    if (a.startMs === null) return 1;
    if (b.startMs === null) return -1;
    return a.startMs - b.startMs;
  }
  return compareText(a.id, b.id);
}
