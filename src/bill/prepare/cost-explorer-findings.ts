/** What Cost Explorer's answers tell beside their amounts: lengths of time, pages, and doubts. */

import type { Finding } from '../../engine/finding.ts';
import type { AnswerPage } from './answer-pages.ts';
import type { Period } from './cost-explorer-answer.ts';
import { groupName, type NamedPage } from './cost-explorer-groups.ts';

/** The longest period decides: a range that starts or ends inside a month makes shorter ones. */
export function granularityOf(periods: readonly Period[]): 'HOURLY' | 'DAILY' | 'MONTHLY' {
  const hours = periods.map(({ start, end }) => (Date.parse(end) - Date.parse(start)) / 3_600_000);
  const longest = hours.filter(Number.isFinite).reduce((most, length) => Math.max(most, length), 0);
  if (longest > 24) return 'MONTHLY';
  return longest > 1 || longest === 0 ? 'DAILY' : 'HOURLY';
}

/** What a page tells of the answer that it is a part of. */
export function answerPage(page: NamedPage): AnswerPage {
  const [first] = page.periods;
  const last = page.periods.at(-1);
  const groups = page.groups.map(({ definition }) => groupName(definition));
  return {
    series: JSON.stringify([granularityOf(page.periods), ...groups]),
    start: first?.start ?? null,
    lastStart: last?.start ?? null,
    end: last?.end ?? null,
    hasNext: page.hasNext,
  };
}

function namesText(
  pages: readonly NamedPage[],
  isWanted: (page: NamedPage, column: string | null) => boolean,
): string {
  const names = pages.flatMap(page =>
    page.groups.filter(({ column }) => isWanted(page, column)).map(({ definition }) => groupName(definition)),
  );
  return [...new Set(names)].join(', ');
}

/** What is worth knowing of the answers in a file. */
export function answerFindings(pages: readonly NamedPage[], file: string): Finding[] {
  const info = (
    code: string,
    severity: Finding['severity'],
    message: string,
    hint: string | null,
  ): Finding => ({
    code,
    severity,
    message,
    hint,
    source: { file, row: null, column: null },
  });
  const findings: Finding[] = [];
  const inferred = namesText(pages, page => page.isInferred);
  if (inferred !== '')
    findings.push(
      info(
        'inferred-groups',
        'info',
        `The document does not say what its groups are; by their values they are ${inferred}.`,
        'Keep GroupDefinitions of the answer in the file.',
      ),
    );
  const unread = namesText(pages, (_, column) => column === null);
  if (unread !== '')
    findings.push(
      info(
        'unread-groups',
        'info',
        `The groups ${unread} have no place in a bill: their amounts are read, their names are not.`,
        null,
      ),
    );
  const periods = pages.flatMap(page => page.periods);
  const estimated = periods.filter(({ isEstimated }) => isEstimated);
  const [first] = estimated;
  if (first !== undefined)
    findings.push(
      info(
        'estimated-amounts',
        'info',
        `${estimated.length} of ${periods.length} periods are estimated, the first from ${first.start}: AWS may still change them.`,
        'Import the months again when their bill is final.',
      ),
    );
  if (new Set(pages.map(page => answerPage(page).series)).size > 1)
    findings.push(
      info(
        'mixed-answers',
        'warning',
        'The document holds answers with different groups or lengths of time: the same costs may be in it twice.',
        'Keep one question in a file, and import one file for each month.',
      ),
    );
  return findings;
}
