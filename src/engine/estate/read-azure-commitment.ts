/** Reads the commitments of an amortized Azure bill: reservations of virtual machines and savings plans for compute. */

import type { BillLine } from '../bill-extract.ts';
import type { AzureReservation, AzureSavingsPlan } from '../commitments/commitment.ts';
import { azureCommittable, azureSizeOf } from './meters/azure-committable.ts';
import { hoursPerPricingUnit } from './meters/pricing-unit.ts';
import type { CommitmentFacts } from './read-commitments.ts';

/** The scope is a setting that no bill shows: the widest one. */
const SHARED = { level: 'shared', id: null } as const;

/** Hours and cost of one size in one Region that a reservation paid for. */
type Covered = { readonly size: string; readonly region: string; hours: number; cost: number };

/** What a reservation paid for by size and Region, the largest cost first. Meters in `10 Hours` count ten an hour. */
function coveredSizes(used: readonly BillLine[]): Covered[] {
  const found = new Map<string, Covered>();
  for (const line of used) {
    const shape = azureCommittable(line)?.shape;
    if (shape?.kind !== 'azure-vm') continue;
    const key = `${shape.size}|${shape.region}`.toLowerCase();
    const covered = found.get(key) ?? { size: shape.size, region: shape.region, hours: 0, cost: 0 };
    covered.hours += (line.pricingQuantity ?? 0) * hoursPerPricingUnit(line.pricingUnit);
    covered.cost += Number(line.effectiveCost);
    found.set(key, covered);
  }
  return [...found.values()].filter(({ hours }) => hours > 0).sort((a, b) => b.cost - a.cost);
}

/**
 * Size and price of a reservation: of the size that it paid most for, else of its own fee where nothing was used.
 *
 * No ratio of sizes is at hand, so a flexible reservation stands for the size that it covered most: its whole cost counts in
 * machines of that size.
 */
function boughtOf({ commitment, used, fees, hours }: CommitmentFacts, cost: number) {
  const [most] = coveredSizes(used);
  if (most && most.cost > 0) {
    const { size, region } = most;
    const perHour = most.cost / most.hours;
    return { sku: size, region, quantity: cost / hours / perHour, effectivePerHour: perHour };
  }
  const meter = { usageType: commitment.usageType, instanceType: commitment.instanceType };
  const sku = azureSizeOf(meter);
  const region = commitment.region ?? fees.find(({ regionId }) => regionId !== null)?.regionId;
  const isMachine = /^Virtual Machines?$/i.test(commitment.serviceName ?? '');
  const quantity = (commitment.unusedQuantity ?? 0) / hours;
  if (!isMachine || sku === null || !region || quantity <= 0) return null;
  return { sku, region, quantity, effectivePerHour: cost / hours / quantity };
}

/** A reservation or a savings plan; null for products whose rules are not applied, or an actual-cost bill. */
export function readAzureCommitment(facts: CommitmentFacts): AzureReservation | AzureSavingsPlan | null {
  const { commitment, terms, hours, isPlan } = facts;
  const cost = Number(commitment.usedCost) + Number(commitment.unusedCost);
  if (cost <= 0) return null;
  if (isPlan) return { ...terms, kind: 'azure-savings-plan', scope: SHARED, commitmentPerHour: cost / hours };
  const bought = boughtOf(facts, cost);
  if (bought === null) return null;
  return {
    ...terms,
    ...bought,
    kind: 'azure-reservation',
    product: 'virtual-machine',
    scope: SHARED,
    flexibility: 'group',
    recurringPerHour: Number(commitment.recurringBilledCost) / hours / bought.quantity,
  };
}
