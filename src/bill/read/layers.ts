/** The inner steps of the statement that reads a file: raw cells, quick checks, values, and what is wrong with a record. */

import type { DecimalGroup } from '../columns.ts';
import { sqlText } from '../sql.ts';
import type { CellOptions, SourceColumn, Weight } from './cells.ts';
import { decimalProblem, decimalSql, isPlainDecimal, type Widths } from './decimals.ts';
import { isTimeType, timeInRangeSql, timeSql } from './times.ts';

/** Something that may be wrong with a record: `fine` and `problem` are expressions. */
type Check = {
  readonly column: string;
  readonly weight: Weight;
  readonly fine: string;
  readonly problem: string;
  /** Expression of the text that an issue quotes. */
  readonly text: string;
};

/** How a null is written in bills: nothing, `NULL` (FOCUS sample), `null` (FOCUS examples), `None` (Python exports). */
export const NULL_TEXTS: readonly string[] = ['', 'NULL', 'null', 'None'];

/** Characters of an unreadable cell that a finding quotes. */
const QUOTED_CHARACTERS = 80;

function isNested(type: string): boolean {
  return type.startsWith('MAP') || type.startsWith('STRUCT') || type.endsWith(']') || type === 'JSON';
}

/** Doubles, instants, days and maps keep their type; everything else is read as text. */
function keepsType({ type }: SourceColumn): boolean {
  return type === 'DOUBLE' || isTimeType(type) || isNested(type);
}

function rawSql(column: SourceColumn, fromCsv: boolean): string {
  if (fromCsv || keepsType(column)) return column.sql;
  const text = column.type === 'VARCHAR' ? column.sql : `CAST(${column.sql} AS VARCHAR)`;
  return `CASE WHEN ${text} NOT IN (${NULL_TEXTS.map(sqlText).join(', ')}) THEN ${text} END`;
}

/** Steps of the statement, each a `SELECT` over the one before; a name is computed once. */
export class Layers {
  private readonly raw = new Map<SourceColumn, string>();
  private readonly named = new Map<string, string>();
  private readonly narrowed = new Map<string, string>();
  private readonly quick = new Map<string, string>();
  private readonly values = new Map<string, string>();
  private readonly checks = new Map<string, Check>();
  private readonly broken: string[] = [];
  private readonly fromCsv: boolean;
  private readonly widths: Widths;

  constructor(fromCsv: boolean, widths: Widths) {
    this.fromCsv = fromCsv;
    this.widths = widths;
  }

  /** The cell as it is read, with nulls normalised. */
  cell(column: SourceColumn): string {
    const known = this.raw.get(column) ?? `r${this.raw.size}`;
    this.raw.set(column, known);
    return known;
  }

  text(column: SourceColumn): string {
    const cell = this.cell(column);
    if (this.fromCsv || !keepsType(column)) return cell;
    return isNested(column.type) ? `CAST(to_json(${cell}) AS VARCHAR)` : `CAST(${cell} AS VARCHAR)`;
  }

  name(name: string, expression: string): string {
    this.named.set(name, expression);
    return name;
  }

  decimal(
    column: SourceColumn,
    group: DecimalGroup,
    { weight = 'detail', when, inside }: CellOptions,
  ): string {
    const raw = this.cell(column);
    const cell =
      inside === undefined
        ? { sql: this.narrow(raw, when), isDouble: column.type === 'DOUBLE' }
        : { sql: this.narrow(inside, when ?? 'TRUE'), isDouble: false };
    const width = this.widths[group];
    const [plain, value] = [`p_${group}_${cell.sql}`, `v_${group}_${cell.sql}`];
    this.quick.set(plain, isPlainDecimal(cell, width));
    this.values.set(value, decimalSql(cell, plain, width));
    const problem = `${decimalProblem(cell, plain, value, width)} || ${sqlText(` ${group}`)}`;
    const fine = `${plain} IS NOT FALSE`;
    this.checks.set(value, { column: column.name, weight, fine, problem, text: quoted(cell.sql) });
    if (weight === 'record') this.broken.push(`(${value} IS NULL AND ${cell.sql} IS NOT NULL)`);
    return value;
  }

  time(column: SourceColumn, { when }: CellOptions): string {
    const cell = this.narrow(this.cell(column), when);
    const value = `t_${cell}`;
    const fine = `(${value} IS NOT NULL OR ${cell} IS NULL)`;
    const problem = `CASE WHEN NOT ${fine} THEN 'not-a-time' END`;
    this.quick.set(`q_${cell}`, timeSql(cell, column.type));
    this.values.set(value, timeInRangeSql(`q_${cell}`));
    this.checks.set(value, { column: column.name, weight: 'detail', fine, problem, text: quoted(cell) });
    return value;
  }

  expect(name: string, column: SourceColumn | undefined, when: string, consequence: string): void {
    const cell = column === undefined ? 'NULL' : this.cell(column);
    const fine = `(${cell} IS NOT NULL OR (${when}) IS NOT TRUE)`;
    const problem = `CASE WHEN NOT ${fine} THEN 'missing' END`;
    const text = sqlText(consequence);
    this.checks.set(`missing ${name}`, {
      column: column?.name ?? name,
      weight: 'total',
      fine,
      problem,
      text,
    });
  }

  /** `SELECT` lists from the inside out; the last adds `issues` and `is_broken`. */
  lists(): readonly (readonly string[])[] {
    const list = (entries: Iterable<readonly [string, string]>) =>
      [...entries].map(([alias, sql]) => `${sql} AS ${alias}`);
    const broken = this.broken.length === 0 ? 'FALSE' : this.broken.join(' OR ');
    return [
      [...this.raw].map(([column, alias]) => `${rawSql(column, this.fromCsv)} AS ${alias}`),
      list(this.named),
      [...this.narrowed].map(([sql, alias]) => `${sql} AS ${alias}`),
      list(this.quick),
      list(this.values),
      [`${issuesSql([...this.checks.values()])} AS issues`, `(${broken}) AS is_broken`],
    ];
  }

  /** The cell where the condition holds, null elsewhere. */
  private narrow(cell: string, when: string | undefined): string {
    if (when === undefined) return cell;
    const sql = `CASE WHEN ${when} THEN ${cell} END`;
    const known = this.narrowed.get(sql) ?? `n${this.narrowed.size}`;
    this.narrowed.set(sql, known);
    return known;
  }
}

function quoted(text: string): string {
  return `left(CAST(${text} AS VARCHAR), ${QUOTED_CHARACTERS})`;
}

/** Expression: JSON array of `{column, weight, problem, text}`, null for a clean record; only the others are looked at twice. */
function issuesSql(checks: readonly Check[]): string {
  if (checks.length === 0) return 'NULL';
  const issue = ({ column, weight, problem, text }: Check): string => {
    const label = sqlText(`{"column":${JSON.stringify(column)},"weight":"${weight}","problem":"`);
    return `${label} || (${problem}) || '","text":' || to_json(${text}) || '}'`;
  };
  return `CASE WHEN ${checks.map(check => check.fine).join(' AND ')} THEN NULL
    ELSE nullif('[' || concat_ws(',', ${checks.map(issue).join(', ')}) || ']', '[]') END`;
}

/** `SELECT` of the outer list over the layers of a reader over a source. */
export function nestLayers(layers: readonly (readonly string[])[], source: string): string {
  return layers.reduce((inner, layer, depth) => {
    const list = [...(depth === 0 ? [] : ['*']), ...layer];
    return `SELECT ${list.join(', ') || 'NULL AS nothing'} FROM (${inner})`;
  }, `FROM ${source}`);
}
