/** The ledger: who pays what in which month, and which move changed it. Amounts are exact; they add up by construction. */

import type { DriftCause } from '../forecast/world.ts';
import type { Decimal } from '../money.ts';

/** One amount of one month. Charges of the bill have no lever; changes name the lever and the move that made them. */
export type LedgerEntry = {
  /** `yyyy-mm`. */
  readonly month: string;
  readonly resourceId: string;
  readonly workload: string;
  readonly leverId: string | null;
  readonly moveId: string | null;
  /** Why it changes without a lever; left out for charges of the bill and for what moves do. */
  readonly cause?: DriftCause;
  /** Effective cost in the bill's currency; negative where a move saves. */
  readonly amount: Decimal;
};

/** An entry before it is put in a month. */
export type LedgerAmount = Omit<LedgerEntry, 'month'>;

/**
 * Resource under which a ledger shows coverage that moves between resources: a commitment freed by one resource covers
 * another, so the parts of a move's effect do not add up resource by resource. Zero where no commitment is involved.
 */
export const COVERAGE_SHIFT = '(commitment coverage)';
