/** What is wrong with plans, as text: errors first, each at its place, with what to do. */

import type { FindingReport, PlanCheckReport } from '../contract.ts';
import { plural } from '../format.ts';
import { placeOf } from './findings.ts';
import { wrap } from './table.ts';

const GROUPS = [
  { severity: 'error', noun: 'error' },
  { severity: 'warning', noun: 'warning' },
  { severity: 'info', noun: 'note' },
] as const;

/** Columns by which what belongs to a finding is indented. */
const INDENT = '  ';

function indented(text: string, width: number): string[] {
  return wrap(text, width - INDENT.length).map(line => `${INDENT}${line}`);
}

function findingText(finding: FindingReport, width: number): string[] {
  const place = placeOf(finding);
  return [
    ...wrap(`${place === '' ? '' : `${place}: `}${finding.code}`, width),
    ...indented(finding.message, width),
    ...(finding.hint === null ? [] : indented(`-> ${finding.hint}`, width)),
  ];
}

/** The check as lines. @param files names of what was checked, for when nothing is wrong */
export function planCheckText(report: PlanCheckReport, files: readonly string[], width: number): string[] {
  if (report.findings.length === 0) return wrap(`${files.join(', ')}: sound.`, width);
  const groups = GROUPS.flatMap(({ severity, noun }) => {
    const found = report.findings.filter(each => each.severity === severity);
    if (found.length === 0) return [];
    return [plural(found.length, noun), ...found.flatMap(each => findingText(each, width)), ''];
  });
  return [...groups, report.ok ? 'Sound enough to play.' : 'Not sound.'];
}
