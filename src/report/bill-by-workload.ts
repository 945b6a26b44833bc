/** The bill by workload, alone or with other words: workloads are not in the bill, rules put its charges into them. */

import {
  type BillExtract,
  type BillLine,
  compareText,
  type Decimal,
  gather,
  sum,
  toText,
  type Workload,
  workloadOf,
  ZERO,
} from '../engine/index.ts';
import type { BillSummaryReport } from './contract.ts';

/** Words that go with `workload`, and the column each reads. */
const COLUMNS = {
  serviceName: line => line.serviceName,
  serviceCode: line => line.serviceCode,
  subAccountId: line => line.subAccountId,
  regionId: line => line.regionId,
  chargeCategory: line => line.chargeCategory,
  chargeFrequency: line => line.chargeFrequency,
  pricingCategory: line => line.pricingCategory,
  resourceId: line => line.resourceId,
} as const satisfies Readonly<Record<string, (line: BillLine) => string | null>>;

/** Columns that a summary by workload may also be split by. */
export const WORKLOAD_COMPANIONS: readonly string[] = Object.keys(COLUMNS);

type Group = {
  key: Record<string, string | null>;
  currency: string;
  rows: number;
  billed: Decimal;
  effective: Decimal;
};

function columnOf(name: string): ((line: BillLine) => string | null) | null {
  return Object.entries(COLUMNS).find(([column]) => column === name)?.[1] ?? null;
}

/** Groups all extracts of a store by workload and other words. Exact: every charge is in one group. */
export function groupByWorkload(
  extracts: readonly BillExtract[],
  workloads: readonly Workload[],
  by: readonly string[],
): BillSummaryReport['groups'] {
  const groups = new Map<string, Group>();
  for (const extract of extracts) {
    const tags = new Map(extract.tags.map(entry => [entry.resourceId, entry.tags]));
    for (const { id, lines } of gather(extract.lines, line => line)) {
      const workload = workloadOf(id, lines[0], tags.get(id) ?? {}, workloads);
      for (const line of lines) {
        const key = Object.fromEntries(
          by.map(name => [name, name === 'workload' ? workload : (columnOf(name)?.(line) ?? null)]),
        );
        const text = JSON.stringify([key, extract.currency]);
        const group = groups.get(text) ?? {
          key,
          currency: extract.currency,
          rows: 0,
          billed: ZERO,
          effective: ZERO,
        };
        group.rows += line.rows;
        group.billed = sum([group.billed, line.billedCost]);
        group.effective = sum([group.effective, line.effectiveCost]);
        groups.set(text, group);
      }
    }
  }
  return [...groups.entries()]
    .sort(([a, x], [b, y]) => y.billed.comparedTo(x.billed) || compareText(a, b))
    .map(([, { key, currency, rows, billed, effective }]) => ({
      key,
      currency,
      rows,
      billedCost: toText(billed),
      effectiveCost: toText(effective),
    }));
}
