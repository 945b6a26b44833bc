/** Reads the commitments of an amortized Azure bill: reservations of virtual machines and savings plans for compute. */

import type { AzureReservation, AzureSavingsPlan } from '../commitments/commitment.ts';
import type { CommitmentFacts } from './read-commitments.ts';

/** The scope is a setting that no bill shows: the widest one. */
const SHARED = { level: 'shared', id: null } as const;

/** A reservation or a savings plan; null for products whose rules are not applied, or an actual-cost bill. */
export function readAzureCommitment(facts: CommitmentFacts): AzureReservation | AzureSavingsPlan | null {
  const { commitment, terms, hours, used, isPlan } = facts;
  const cost = Number(commitment.usedCost) + Number(commitment.unusedCost);
  if (cost <= 0) return null;
  if (isPlan) return { ...terms, kind: 'azure-savings-plan', scope: SHARED, commitmentPerHour: cost / hours };
  const quantity = (commitment.usedQuantity ?? 0) + (commitment.unusedQuantity ?? 0);
  const isMachine = used.some(line => /^Virtual Machines/i.test(line.serviceName));
  const sku = used.find(line => line.instanceType !== null)?.instanceType ?? commitment.instanceType;
  const region = used.find(line => line.regionId !== null)?.regionId ?? commitment.region;
  if (!isMachine || !sku || !region || quantity <= 0) return null;
  return {
    ...terms,
    kind: 'azure-reservation',
    product: 'virtual-machine',
    sku,
    region,
    scope: SHARED,
    flexibility: 'group',
    quantity: quantity / hours,
    effectivePerHour: cost / quantity,
    recurringPerHour: 0,
  };
}
