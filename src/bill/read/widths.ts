/** Picks the narrowest decimals that hold every value of a file exactly. */

import type { DecimalGroup } from '../columns.ts';
import type { DuckDb } from '../duckdb.ts';
import { sqlText } from '../sql.ts';
import type { Width, Widths } from './decimals.ts';

const GROUPS: readonly DecimalGroup[] = ['cost', 'price', 'quantity'];

/** Where every file starts: real bills mostly have up to 10 decimals. */
export const NARROW: Widths = { cost: 0, price: 0, quantity: 0 };

/** What rows say of the plan they were read with. */
export type Verdict = {
  readonly rows: number;
  readonly hasNetCost: boolean;
  readonly inexact: ReadonlySet<DecimalGroup>;
  readonly tooLarge: ReadonlySet<DecimalGroup>;
};

/** @param relation rows of the store */
export async function judge(duckdb: DuckDb, relation: string): Promise<Verdict> {
  const has = (problem: string) => `coalesce(bool_or(contains(x_Issues, ${sqlText(problem)})), FALSE)`;
  const flags = GROUPS.flatMap(group => [has(`"inexact ${group}"`), has(`"too-large ${group}"`)]);
  const [row = []] = await duckdb.rows(
    `SELECT CAST(count(*) AS DOUBLE), count(x_NetUnblendedCost) > 0, ${flags.join(', ')} FROM ${relation}`,
  );
  const groupsAt = (offset: number) =>
    new Set(GROUPS.filter((_, index) => row[2 + 2 * index + offset] === true));
  return { rows: Number(row[0]), hasNetCost: row[1] === true, inexact: groupsAt(0), tooLarge: groupsAt(1) };
}

/** The next width to try, or the same when no other one helps. */
function nextWidth(width: Width, isInexact: boolean, isTooLarge: boolean): Width {
  if (width === 0) return isInexact || isTooLarge ? 1 : 0;
  // 24 decimals leave less room before the point: they only help where no value needs that room.
  if (width === 1) return isInexact && !isTooLarge ? 2 : 1;
  return isTooLarge ? 1 : 2;
}

/** Remembers what was tried, so that the search for a width ends. */
export function widthSearch(): { next(widths: Widths, verdict: Verdict): Widths } {
  const settled = new Set<DecimalGroup>();
  return {
    next: (widths, verdict) => {
      const next = { ...widths };
      for (const group of GROUPS) {
        if (settled.has(group)) continue;
        next[group] = nextWidth(widths[group], verdict.inexact.has(group), verdict.tooLarge.has(group));
        if (next[group] < widths[group]) settled.add(group);
      }
      return next;
    },
  };
}

/** True when two plans write the same types. */
export function areSameWidths(a: Widths, b: Widths): boolean {
  return GROUPS.every(group => a[group] === b[group]);
}
