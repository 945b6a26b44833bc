/** The SELECTs of an export: stored charges with every repair applied, as columns of the specification, and how often each was. */

import type { ChargeColumn } from '../columns.ts';
import { sqlName } from '../sql.ts';
import { plainTextSql } from './focus-arithmetic.ts';
import { type FocusColumn, focusKind, isStored } from './focus-columns.ts';
import { focusRepairs, type Repair } from './focus-repairs.ts';

/** How cells are written: text as the specification's formats, or the types of Parquet. */
export type CellStyle = 'text' | 'typed';

/** SQL type that a column has in the repaired relation. */
export type TypeOf = (column: ChargeColumn) => string;

/** Charges after all repairs. */
export type Repaired = {
  readonly relation: string;
  /** The repairs, each with the condition that tells the charges it was applied to. */
  readonly repairs: readonly { readonly repair: Repair; readonly applied: string }[];
};

/** Charges of one step: for each repaired column the number of the rule that is applied, then the new value. */
function applyStep(
  relation: string,
  step: readonly Repair[],
  index: number,
  typeOf: TypeOf,
): { readonly relation: string; readonly repairs: Repaired['repairs'] } {
  const byColumn = [...Map.groupBy(step, ({ column }) => column)];
  const chosen = (column: ChargeColumn) => sqlName(`rule ${index} ${column}`);
  const choices = byColumn.map(([column, repairs]) => {
    const branches = repairs.map(({ when }, number) => `WHEN ${when} THEN ${number}`);
    return `CAST(CASE ${branches.join(' ')} END AS TINYINT) AS ${chosen(column)}`;
  });
  const values = byColumn.map(([column, repairs]) => {
    const branches = repairs.map(({ value }, number) => `WHEN ${number} THEN ${value}`);
    return `CAST(CASE ${chosen(column)} ${branches.join(' ')} ELSE ${column} END AS ${typeOf(column)}) AS ${column}`;
  });
  return {
    relation: `(SELECT * REPLACE (${values.join(', ')}) FROM (SELECT *, ${choices.join(', ')} FROM ${relation}))`,
    repairs: byColumn.flatMap(([column, repairs]) =>
      repairs.map((repair, number) => ({ repair, applied: `${chosen(column)} = ${number}` })),
    ),
  };
}

/** @param charges relation of stored charges with all their columns */
export function repairCharges(charges: string, typeOf: TypeOf): Repaired {
  return focusRepairs(typeOf('ListCost')).reduce<Repaired>(
    ({ relation, repairs }, step, index) => {
      const applied = applyStep(relation, step, index, typeOf);
      return { relation: applied.relation, repairs: [...repairs, ...applied.repairs] };
    },
    { relation: charges, repairs: [] },
  );
}

/** RFC 3339 in UTC; the specification has whole seconds. */
function timeTextSql(time: string): string {
  return `strftime(${time}, '%Y-%m-%dT%H:%M:%SZ')`;
}

function cellSql(column: FocusColumn, style: CellStyle): string {
  if (!isStored(column)) return 'CAST(NULL AS VARCHAR)';
  const kind = focusKind(column);
  if (kind === 'text') return column;
  if (style === 'text') return kind === 'time' ? timeTextSql(column) : plainTextSql(column);
  return kind === 'time' ? `CAST(${column} AS TIMESTAMPTZ)` : column;
}

/** The SELECT whose rows are written. */
export function exportSelect(
  { relation }: Repaired,
  columns: readonly FocusColumn[],
  style: CellStyle,
): string {
  const cells = columns.map(column => `${cellSql(column, style)} AS ${sqlName(column)}`);
  return `SELECT ${cells.join(', ')} FROM ${relation}`;
}
