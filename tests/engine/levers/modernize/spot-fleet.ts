/** Machines of a workload for the tests of spot, at the round prices of the test book. */

import type { InstanceResource } from '../../../../src/engine/estate/estate.ts';
import type { Workload } from '../../../../src/engine/estate/workload.ts';
import { type Tier, UNDECLARED_TIER } from '../../../../src/engine/estate/workload-inputs.ts';
import { testBook } from '../../../helpers/test-book.ts';
import { instance, workload } from '../../estates.ts';

/** Tags of a machine that something replaces, and of one that runs jobs. */
export const GROUP = { 'aws:autoscaling:groupName': 'shop' };
export const JOB = { 'aws:batch:compute-environment': 'nightly' };

/** A workload with one compute tier. */
export function tier(more: Partial<Tier>): Partial<Workload> {
  return { tiers: [{ ...UNDECLARED_TIER, name: 'app', kind: 'compute', ...more }] };
}

/** An estate of the workload `shop`. */
export function shop(more: Partial<Workload> = {}) {
  return { book: testBook(), workloads: [workload('shop', 'production', more)] };
}

/** An m5.large of an auto-scaling group, all week. */
export function machine(id: string, more: Partial<InstanceResource> = {}): InstanceResource {
  return instance(id, {}, { tags: GROUP, ...more });
}
