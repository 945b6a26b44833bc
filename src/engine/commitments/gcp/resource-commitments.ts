/**
 * Google Cloud resource-based commitments (Compute Engine, "Committed use discounts", edition 2021-2022): an amount of
 * vCPU, memory, GPUs or local SSD of one machine series in one Region, due every hour whether used or not.
 */

import { compareText } from '../../text-order.ts';
import type { OrderInput } from '../application.ts';
import type { ResourceCommitment } from '../commitment.ts';
import type { ApplicationOrder, Benefit, ShareStep } from '../draw.ts';
import { hoursInForce } from '../hours-in-force.ts';
import type { UsagePool } from '../usage.ts';

/** Shared-core types that no commitment covers (same page). Those of E2 are covered. */
const SHARED_CORE = ['f1', 'g1'];
const SHARED_CORE_TYPES = ['f1-micro', 'g1-small'];

/** Series sold under one commitment type: "memory-optimized" is M1 and M2 (Compute API, enum Commitment.Type, 2026). */
const SOLD_TOGETHER: ReadonlyMap<string, string> = new Map([['m2', 'm1']]);

const soldAs = (series: string) => SOLD_TOGETHER.get(series) ?? series;

/** Whether a commitment can cover a pool at all: resource, series, Region, and the project where it is not shared. */
export function coversResource(commitment: ResourceCommitment, { account, shape }: UsagePool): boolean {
  if (shape.kind !== 'gcp-resource') return false;
  if (SHARED_CORE.includes(shape.series) || SHARED_CORE_TYPES.includes(shape.machineType ?? '')) return false;
  return (
    shape.resource === commitment.resource &&
    soldAs(shape.series) === soldAs(commitment.series) &&
    shape.region === commitment.region &&
    (isForEveryProject(commitment) || account === commitment.ownerAccount)
  );
}

/** Shared over the billing account, or of an owner that nobody knows: then no project may be left out. */
function isForEveryProject({ isShared, ownerAccount }: ResourceCommitment): boolean {
  return isShared || ownerAccount === null;
}

/** Those of one project before the shared ones, so that what is shared is left for the others; then by id. */
function byScope(a: ResourceCommitment, b: ResourceCommitment): number {
  return Number(isForEveryProject(a)) - Number(isForEveryProject(b)) || compareText(a.id, b.id);
}

/**
 * Benefits and steps of the resource-based commitments. All the projects that a commitment reaches share it in
 * proportion to their use: the default attribution ("proportional"); no project comes first.
 */
export function resourceCommitmentOrder(input: OrderInput): ApplicationOrder {
  const benefits: Benefit[] = [];
  const steps: ShareStep[] = [];
  const commitments = input.commitments.filter(commitment => commitment.kind === 'resource-commitment');
  for (const commitment of commitments.toSorted(byScope)) {
    const targets = input.pools.flatMap((pool, usage) =>
      coversResource(commitment, pool) ? [{ usage, unitsPerQuantity: 1 }] : [],
    );
    if (targets.length > 0) steps.push({ kind: 'share', benefit: benefits.length, targets });
    benefits.push({
      id: commitment.id,
      instrument: 'resource-commitment',
      capacity: commitment.amount,
      costPerUnit: commitment.feePerUnitHour,
      renewal: 'hour',
      ...hoursInForce(commitment, input),
    });
  }
  return { benefits, steps };
}

/** What one hour of a resource looks like under a commitment. */
export type ResourceCoverage = {
  readonly covered: number;
  /** Units at standard rates; they may still earn sustained use discounts. */
  readonly standard: number;
  readonly unused: number;
};

/** One hour of one resource: covered = min(committed, running); the fee is due on everything committed. */
export function resourceCoverage(committed: number, running: number): ResourceCoverage {
  const covered = Math.min(committed, running);
  return { covered, standard: running - covered, unused: committed - covered };
}
