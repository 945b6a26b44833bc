/** Notices answers of a paged API of which a page is missing. */

import type { Finding } from '../../engine/finding.ts';

/** One page of an answer, as far as it tells which pages it belongs to. */
export type AnswerPage = {
  /** Pages of one answer have the same. */
  readonly series: string;
  /** Start of the first and of the last period, and end of the last; null for a page without periods. */
  readonly start: string | null;
  readonly lastStart: string | null;
  readonly end: string | null;
  readonly hasNext: boolean;
};

/** The pages of one file. */
export type FilePages = { readonly file: string; readonly pages: readonly AnswerPage[] };

/** A page goes on with the next period, or with more groups of its last one. */
function goesOn(page: AnswerPage, next: AnswerPage): boolean {
  return (
    next !== page &&
    next.series === page.series &&
    next.start !== null &&
    (next.start === page.end || next.start === page.lastStart)
  );
}

/** A warning for each page that says that there is a next one, which no file holds. */
export function missingPageFindings(files: readonly FilePages[]): Finding[] {
  const all = files.flatMap(({ pages }) => pages);
  return files.flatMap(({ file, pages }) =>
    pages
      .filter(page => page.hasNext && !all.some(next => goesOn(page, next)))
      .map(({ end }) => ({
        code: 'missing-pages',
        severity: 'warning',
        message: `The answer has more pages${end === null ? '' : ` from ${end}`}, and none of the files holds the next one: the amounts are not complete.`,
        hint: 'Ask again with the NextPageToken until an answer has none, and import all pages together.',
        source: { file, row: null, column: null },
      })),
  );
}
