/** What a mistake of a plan is, and what a rule that finds one may look at. */

import type { Decimal } from '../money.ts';
import type { Run } from '../simulate/run.ts';
import type { Replay } from './replay.ts';

/** A mistake found in a plan, or something worth knowing about it. */
export type Mistake = {
  /** kebab-case, stable, for scripts. */
  readonly code: string;
  /** Moves that it is about; empty when it is about the plan as a whole. */
  readonly moveIds: readonly string[];
  /** What is wrong, with its number. */
  readonly message: string;
  /** Why it is wrong. */
  readonly rule: string;
  /** Address of who says so; null: a judgement of this project. */
  readonly source: string | null;
  /** What it costs or hides a month, decimal text in the run's currency; null where no amount can be computed. */
  readonly amount: string | null;
};

/** What one rule found once. */
export type Found = Pick<Mistake, 'moveIds' | 'message' | 'amount'>;

/** What there is besides the run. */
export type MistakeContext = {
  /** The plan played again with other moves; null: only what the run itself shows is looked at. */
  readonly replay: Replay | null;
  /** What the month of the target may cost at most; null: not looked at. */
  readonly allowedCost: Decimal | null;
};

/** One way to go wrong. */
export type MistakeRule = {
  readonly code: string;
  /** `mistake`: the plan should be changed; `remark`: worth knowing, and often right. */
  readonly kind: 'mistake' | 'remark';
  readonly rule: string;
  readonly source: string | null;
  /** Every case of it in a run. */
  detect(run: Run, context: MistakeContext): readonly Found[];
};
