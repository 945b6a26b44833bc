/** Completes what a bill tells of its commitments with what the people who bought them know. */

import type { Commitment } from '../commitments/commitment.ts';
import type { Finding } from '../finding.ts';

/** What a person says of the commitments of a bill. */
export type StatedCommitments = {
  /** Whole commitments: each takes the place of the bill's own reading of the same id. */
  readonly commitments: readonly Commitment[];
  /** Ends, epoch milliseconds, by id: for bills that do not tell them. */
  readonly ends: ReadonlyMap<string, number>;
};

export const NOTHING_STATED: StatedCommitments = { commitments: [], ends: new Map() };

/** A person writes the part of an id that he knows: the last part of an ARN or a path. */
function isSameId(billId: string, stated: string): boolean {
  return billId === stated || billId.split(/[:/]/).at(-1) === stated;
}

function unknownFinding(ids: readonly string[]): Finding {
  return {
    code: 'commitment-not-in-bill',
    severity: 'warning',
    message: `Commitments that the bill does not have are left out: ${ids.join(', ')}.`,
    hint: 'Use the ids of `trimtab bill summary --by CommitmentDiscountId`, or the last part of them.',
    source: null,
  };
}

/**
 * Puts the stated beside the read: an id of the bill keeps the bill's cost and takes the stated terms.
 * @param read commitments that the engine could read off the bill
 * @param billIds every commitment the bill names, read or not
 */
export function completeCommitments(
  read: readonly Commitment[],
  billIds: readonly string[],
  stated: StatedCommitments,
): { readonly commitments: readonly Commitment[]; readonly findings: readonly Finding[] } {
  const unknown: string[] = [];
  const byId = new Map(read.map(commitment => [commitment.id, commitment]));
  for (const commitment of stated.commitments) {
    const id = billIds.find(each => isSameId(each, commitment.id));
    if (id === undefined) unknown.push(commitment.id);
    else byId.set(id, { ...commitment, id });
  }
  for (const [id, endMs] of stated.ends) {
    const known = [...byId.values()].find(each => isSameId(each.id, id));
    if (known) byId.set(known.id, { ...known, endMs });
    else unknown.push(id);
  }
  return {
    commitments: billIds.flatMap(id => byId.get(id) ?? []),
    findings: unknown.length === 0 ? [] : [unknownFinding(unknown)],
  };
}
