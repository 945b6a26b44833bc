/** Builds the estate out of a bill: charges become resources, resources get a workload, commitments and rates are read. */

import type { BillExtract } from '../bill-extract.ts';
import { hoursIn, monthOf, monthPeriod } from '../calendar.ts';
import { type CommitmentRules, DEFAULT_COMMITMENT_RULES } from '../commitments/settings.ts';
import type { PriceBook } from '../price-book.ts';
import { compareText } from '../text-order.ts';
import {
  type BuildContext,
  buildResource,
  type MeteredLine,
  meteredLine,
  profileLookup,
} from './build-resource.ts';
import { NOTHING_STATED, type StatedCommitments } from './complete-commitments.ts';
import { type Estate, type Resource, UNALLOCATED, type Utilization } from './estate.ts';
import { type Gathered, gather, workloadOf } from './gather.ts';
import { UNALLOCATED_WORKLOAD } from './match-workload.ts';
import { readPaidRates } from './paid-rates.ts';
import { readCommitments } from './read-commitments.ts';
import type { Workload } from './workload.ts';

/** Everything an estate is made of. */
export type EstateInput = {
  readonly extract: BillExtract;
  readonly workloads: readonly Workload[];
  readonly utilization: ReadonlyMap<string, Utilization>;
  readonly book: PriceBook;
  /** What people know of the commitments besides the bill; nothing by default. */
  readonly stated?: StatedCommitments;
  readonly rules?: CommitmentRules;
};

/** Builds the estate. Nothing of the bill is dropped: the resources add up to it exactly. */
export function buildEstate(input: EstateInput): Estate {
  const { extract, workloads, utilization, book } = input;
  const tags = new Map(extract.tags.map(entry => [entry.resourceId, entry.tags]));
  const lines = extract.lines.map(meteredLine);
  const monthHours = hoursIn(monthPeriod(monthOf(extract.period.startMs)));
  const context: BuildContext = {
    hours: extract.hours,
    monthHours,
    profile: profileLookup(extract.hourly, extract.hours),
  };
  const resources = gather(lines, ({ line }) => line).map(resourceOf);
  const { commitments, findings } = readCommitments(extract, input.stated ?? NOTHING_STATED);
  return {
    provider: extract.provider,
    currency: extract.currency,
    period: extract.period,
    hours: extract.hours,
    granularity: extract.granularity,
    resources: resources.sort((a, b) => compareText(a.id, b.id)),
    workloads: [
      ...workloads,
      ...(resources.some(({ workload }) => workload === UNALLOCATED) ? [UNALLOCATED_WORKLOAD] : []),
    ],
    commitments,
    rules: input.rules ?? DEFAULT_COMMITMENT_RULES,
    paidRates: readPaidRates(lines, book),
    findings: [...extract.findings, ...findings],
  };

  function resourceOf({ id, isCommitment, lines: group }: Gathered<MeteredLine>): Resource {
    const own = tags.get(id) ?? {};
    const workload = workloadOf(id, group[0]?.line, own, workloads);
    const facts = { workload, tags: own, utilization: utilization.get(id) ?? null, isCommitment };
    return buildResource(id, group, facts, context);
  }
}
