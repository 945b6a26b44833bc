/** Gathers bill lines under what they belong to: a resource, a commitment, or a group of charges without a resource. */

import type { BillLine } from '../bill-extract.ts';
import { matchWorkload } from './match-workload.ts';
import { gcpCommittable } from './meters/gcp-committable.ts';
import { unnamedFeeId } from './read-gcp-commitment.ts';
import type { Workload } from './workload.ts';

/** Lines that belong together. */
export type Gathered<Line> = {
  /** FOCUS ResourceId, CommitmentDiscountId, or a name in round brackets. */
  readonly id: string;
  readonly isCommitment: boolean;
  readonly lines: readonly Line[];
};

/** Fees and leftovers of a commitment belong to the commitment, not to a resource. */
function commitmentIdOf(line: BillLine): string | null {
  if (line.commitmentDiscountId === null) return unnamedFeeId(line);
  const isFee =
    line.chargeCategory === 'Purchase' ||
    line.commitmentDiscountStatus === 'Unused' ||
    (line.resourceId === null && !isCoveredUsage(line));
  return isFee ? line.commitmentDiscountId : null;
}

/** Google's standard export has no resources: usage that a commitment paid for stays with the other usage of its place. */
function isCoveredUsage({ chargeCategory, serviceName, usageType, regionId }: BillLine): boolean {
  return chargeCategory === 'Usage' && gcpCommittable(serviceName, usageType, null, regionId, null) !== null;
}

function gatherId(line: BillLine): string {
  const commitment = commitmentIdOf(line);
  if (commitment !== null) return commitment;
  if (line.resourceId !== null) return line.resourceId;
  const place = [line.serviceName, line.subAccountName ?? line.subAccountId, line.regionId];
  return `(${place.filter(part => part !== null && part !== '').join(' · ')})`;
}

/** Gathers anything that has a bill line. Every line is in exactly one group. */
export function gather<Line>(lines: readonly Line[], lineOf: (line: Line) => BillLine): Gathered<Line>[] {
  const groups = Map.groupBy(lines, line => gatherId(lineOf(line)));
  return [...groups].map(([id, group]) => {
    const first = group[0];
    return { id, isCommitment: first !== undefined && commitmentIdOf(lineOf(first)) === id, lines: group };
  });
}

/** Workload of gathered lines. @param tags tags of the resource; empty when it has none */
export function workloadOf(
  id: string,
  first: BillLine | undefined,
  tags: Readonly<Record<string, string>>,
  workloads: readonly Workload[],
): string {
  return matchWorkload(workloads, {
    id,
    name: first?.resourceName ?? null,
    account: first?.subAccountId ?? null,
    accountName: first?.subAccountName ?? null,
    serviceName: first?.serviceName ?? '',
    serviceCode: first?.serviceCode ?? null,
    region: first?.regionId ?? null,
    tags,
  });
}
