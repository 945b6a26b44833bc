/** One rule of the FOCUS specification over the rows of a file. */

import type { FocusColumn } from './focus-columns.ts';

/**
 * `error`: what is written contradicts the specification, or a mandatory value is missing. `warning`: the bill does not hold
 * what the specification wants, and only inventing it or parting a row in two would help.
 */
export type Severity = 'error' | 'warning';

/** A rule over rows whose cells are texts under the names of their columns, null where empty. */
export type FocusRule = {
  /** Stable name, for example `ListUnitPrice.identity`. */
  readonly rule: string;
  readonly column: FocusColumn;
  readonly severity: Severity;
  /** Said to the person: what must hold. */
  readonly requirement: string;
  /** Condition: the row breaks the rule. */
  readonly broken: string;
  /**
   * The specification lets a file without this column be, so a column without any value is not held to the rule: a bill may
   * know nothing of sub account types or of a second currency.
   */
  readonly isConditional: boolean;
};
