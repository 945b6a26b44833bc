/** The contract of a bill format: source cells in, FOCUS columns out, as SQL expressions over one record. */

import type { Finding } from '../../engine/finding.ts';
import type { ChargeColumn } from '../columns.ts';
import type { Cells } from '../read/cells.ts';

/** Facts about the whole bill that decide how one record is read. Guessed first, checked after, read again when wrong. */
export type BillFacts = {
  /** Net (after discount) columns are filled and add up to the invoice: they replace unblended cost and discount lines. */
  readonly usesNetCost: boolean;
  /**
   * Bills (`payer|billing period start`) whose savings-plan negation does not cancel the covered usage exactly. There the
   * unblended amounts stay, since the sum of the bill must stay the invoice.
   */
  readonly unbalancedBills: readonly string[];
};

/** A format's answer for one file. */
export type Mapping = {
  /** Expressions by column; a column left out is null. */
  readonly columns: Readonly<Partial<Record<ChargeColumn, string>>>;
  /** Problems that the header alone shows. */
  readonly findings: readonly Omit<Finding, 'source'>[];
};

/** Reads one kind of file. Pure: it only writes expressions. */
export type FormatReader = (cells: Cells, facts: BillFacts) => Mapping;

/** Names of a file's columns: canonical (letters and digits, lower case), and as written. */
export type ColumnNames = { readonly canonical: ReadonlySet<string>; readonly written: readonly string[] };

/** A format as its file defines it. */
export type FormatDefinition = {
  /** Version of a file with these columns (null where the format has none), or `false`: another format. */
  readonly recognize: (names: ColumnNames) => string | null | false;
  /** Columns without which nothing can be read, whatever the person says the file is; as people know them. */
  readonly required: readonly string[];
  /** Canonical names that many files of the format have and others do not: to name what a file nearly is. */
  readonly signs: readonly string[];
  readonly read: FormatReader;
};

/** True when the file has every one of these canonical names. */
export function hasAll(names: ColumnNames, wanted: readonly string[]): boolean {
  return wanted.every(name => names.canonical.has(name));
}
