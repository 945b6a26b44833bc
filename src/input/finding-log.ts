/** Collects findings up to a limit: a file with a million bad rows must not fill the memory with what nobody reads. */

import type { Finding, Severity } from '../engine/finding.ts';

/** Findings in the order in which they came. */
export type FindingLog = {
  add(finding: Finding): void;
  /** What was kept; the last one says how many more there were. */
  all(): readonly Finding[];
};

/** @param limit findings kept, 1 or more */
export function findingLog(limit: number): FindingLog {
  const kept: Finding[] = [];
  let hidden = 0;
  let worst: Severity = 'info';
  return {
    add: finding => {
      if (kept.length < limit) kept.push(finding);
      else {
        hidden += 1;
        if (finding.severity === 'error' || worst === 'info') worst = finding.severity;
      }
    },
    all: () => {
      if (hidden === 0) return [...kept];
      const message = `${hidden} more problems are not shown`;
      const hint = 'Mend the first ones and look again.';
      return [...kept, { code: 'more-findings', severity: worst, message, hint, source: null }];
    },
  };
}
