/**
 * Free tier allowances: usage that costs nothing up to an amount in the period, over the whole organisation. The bill takes
 * reservations first, then the free tier (AWS Billing user guide, "Effective billing date", 2023-06-08).
 */

import { compareText } from '../../text-order.ts';
import type { OrderInput } from '../application.ts';
import type { UsageShape } from '../usage.ts';
import type { OrderDraft } from './order-draft.ts';

const AWS_KINDS: ReadonlySet<UsageShape['kind']> = new Set(['aws-instance', 'aws-node', 'aws-metered']);

/**
 * Adds the allowances that have pools of AWS. Pools of one allowance share what is left of it in each hour in proportion
 * (assumption: AWS names no order between accounts; the total does not depend on it where the price is one).
 */
export function addFreeTier(draft: OrderDraft, { freeTier, pools, hours }: OrderInput): void {
  const usageById = new Map(
    pools.flatMap(({ id, shape }, usage) => (AWS_KINDS.has(shape.kind) ? [[id, usage] as const] : [])),
  );
  for (const { id, poolIds, quantity } of [...freeTier].sort((a, b) => compareText(a.id, b.id))) {
    const targets = [...new Set(poolIds)]
      .sort(compareText)
      .flatMap(poolId => usageById.get(poolId) ?? [])
      .map(usage => ({ usage, unitsPerQuantity: 1 }));
    const [first] = targets;
    if (!first) continue;
    const benefit =
      draft.benefits.push({
        id,
        instrument: 'free-tier',
        capacity: quantity,
        costPerUnit: 0,
        renewal: 'period',
        fromHour: 0,
        toHour: hours,
      }) - 1;
    if (targets.length > 1) draft.steps.push({ kind: 'share', benefit, targets });
    else draft.steps.push({ kind: 'draw', benefit, ...first });
  }
}
