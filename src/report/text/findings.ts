/** Findings as text: what, where, and what to do. */

import { escapeControl } from '../../engine/text.ts';
import type { FindingReport } from '../contract.ts';

const MARK = { error: 'error', warning: 'warning', info: 'note' } as const;

/** Place of a finding: `bill.csv:12 BilledCost`, or nothing. A YAML place has its line in the column (`12:5`). */
export function placeOf({ source }: FindingReport): string {
  if (!source) return '';
  const isPosition = source.column !== null && /^\d+:\d+$/.test(source.column);
  const row = isPosition ? source.column : source.row;
  const column = isPosition || source.column === null ? '' : ` ${source.column}`;
  const file = source.file ?? '';
  return `${file}${row === null ? '' : `${file === '' ? 'row ' : ':'}${row}`}${column}`;
}

/** One finding as one or two lines. */
export function findingLines(finding: FindingReport): string[] {
  const place = placeOf(finding);
  const first = `${MARK[finding.severity]}: ${place === '' ? '' : `${place}: `}${finding.message}`;
  return [first, ...(finding.hint === null ? [] : [`  ${finding.hint}`])].map(escapeControl);
}

/** Findings, worst first, no more than `limit`. */
export function findingsText(findings: readonly FindingReport[], limit = 20): string[] {
  const rank = { error: 0, warning: 1, info: 2 };
  const sorted = [...findings].sort((a, b) => rank[a.severity] - rank[b.severity]);
  const lines = sorted.slice(0, limit).flatMap(findingLines);
  return sorted.length > limit
    ? [...lines, `... and ${sorted.length - limit} more (--json shows all of them)`]
    : lines;
}
