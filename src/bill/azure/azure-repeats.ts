/** Notices days that two Azure files of one import tell alike: exports that run daily restate their month every time. */

import type { Finding } from '../../engine/finding.ts';
import { toText } from '../../engine/money.ts';
import { notice } from '../import-session.ts';
import type { CostView } from '../manifest.ts';
import { type Day, scopeName } from './azure-days.ts';

/** A file by its name. */
type DatedFile = {
  readonly name: string;
  readonly days: readonly Day[];
  readonly view: CostView | null;
};

/**
 * One warning for a file and each earlier one that has the same rows and cost on the same day. Parts of one export may share
 * a day, but not its sums.
 */
export function repeatedDays(files: readonly DatedFile[]): readonly Finding[] {
  const seen = new Map<string, DatedFile[]>();
  return files.flatMap(file => {
    const repeated = new Map<string, { readonly days: Set<string>; readonly scope: string }>();
    for (const { scope, day, rows, cost } of file.days) {
      if (cost.isZero() || day === '') continue;
      const key = `${scope} ${day} ${rows} ${toText(cost)}`;
      const alike = seen.get(key) ?? [];
      // Two views of one day are no repetition.
      const earlier = alike.find(({ view }) => view === file.view || view === null || file.view === null);
      if (earlier !== undefined) {
        const known = repeated.get(earlier.name) ?? { days: new Set(), scope };
        repeated.set(earlier.name, { ...known, days: known.days.add(day) });
      }
      seen.set(key, [...alike, file]);
    }
    return [...repeated].map(([earlier, { days, scope }]) =>
      notice(
        'overlapping-bill',
        'warning',
        `${days.size === 1 ? 'A day' : `${days.size} days`} of ${scopeName(scope)} cost the same in ${earlier}: the charges are probably counted twice.`,
        file.name,
        'A month-to-date export restates its month every day: import only the newest file of a month.',
      ),
    );
  });
}
