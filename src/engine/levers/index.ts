/** The catalogue: every lever, in the order in which moves of one month are applied. */

import type { Lever } from '../lever.ts';
import { databaseSingleAz } from './architecture/database-single-az.ts';
import { terminateIdleCompute } from './clean-up/terminate-idle-compute.ts';
import { computeSavingsPlan } from './commit/compute-savings-plan.ts';
import { ebsGp2ToGp3 } from './modernize/ebs-gp2-to-gp3.ts';
import { rightsizeCompute } from './rightsize/rightsize-compute.ts';
import { scheduleNonProduction } from './schedule/schedule-non-production.ts';
import { s3StorageTiering } from './storage-network/s3-storage-tiering.ts';

export const LEVERS: readonly Lever[] = [
  // What is not needed goes first: nothing else should be spent on it.
  terminateIdleCompute,
  // Fewer hours before smaller sizes: the schedule decides which hours a size must serve.
  scheduleNonProduction,
  rightsizeCompute,
  // Same work on a cheaper product.
  ebsGp2ToGp3,
  s3StorageTiering,
  // Topology: saves money by taking redundancy away, so it comes late and is watched by guardrails.
  databaseSingleAz,
  // Commit last, to what is left.
  computeSavingsPlan,
];

const BY_ID: ReadonlyMap<string, Lever> = new Map(LEVERS.map(lever => [lever.meta.id, lever]));

/** The lever of this id; null when there is none. */
export function leverById(id: string): Lever | null {
  return BY_ID.get(id) ?? null;
}
