/** A problem in data: collected beside the result, never thrown. */

/** `error`: something is left out of the result; `warning`: read with a doubt; `info`: worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

/** Where in a person's file. `row` counts like a spreadsheet (the header is row 1); Parquet records count from 1. */
export type FindingSource = {
  readonly file: string | null;
  readonly row: number | null;
  readonly column: string | null;
};

/** One problem found in data. */
export type Finding = {
  /** kebab-case, stable, for scripts. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence: what is wrong. */
  readonly message: string;
  /** One sentence: what to do about it. */
  readonly hint: string | null;
  readonly source: FindingSource | null;
};
