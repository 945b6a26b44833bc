/** Mistakes that a plan makes, each with its number and the rule behind it. */

import type { Run } from '../simulate/run.ts';
import { COMMITMENT_RULES } from './commitments.ts';
import { DELIVERY_RULES } from './delivery.ts';
import type { Mistake, MistakeContext, MistakeRule } from './mistake.ts';
import { PROTECTION_RULES } from './protection.ts';
import { SEQUENCE_RULES } from './sequence.ts';
import { SPEND_RULES } from './spend.ts';
import { TARGET_RULES } from './target.ts';

/** Every rule, worst first: what breaks a target, what breaks a service, what breaks a promise, what is worth knowing. */
export const MISTAKE_RULES: readonly MistakeRule[] = [
  // Money that is gone for years, and the order that lost it.
  ...SEQUENCE_RULES,
  ...COMMITMENT_RULES,
  // What users would notice.
  ...PROTECTION_RULES,
  // Whether it happens, and in time.
  ...TARGET_RULES,
  ...DELIVERY_RULES,
  // What was not looked at.
  ...SPEND_RULES,
];

/** A run by itself: rules that need the plan played again find nothing. */
const RUN_ALONE: MistakeContext = { replay: null, allowedCost: null };

function found(run: Run, context: MistakeContext, wanted: MistakeRule['kind']): Mistake[] {
  return MISTAKE_RULES.filter(({ kind }) => kind === wanted).flatMap(({ code, rule, source, detect }) =>
    detect(run, context).map(each => ({ code, ...each, rule, source })),
  );
}

/** Mistakes of a run's plan, worst first. */
export function findMistakes(run: Run, context: MistakeContext = RUN_ALONE): Mistake[] {
  return found(run, context, 'mistake');
}

/** What is worth knowing about a run's plan and is no mistake by itself. */
export function findRemarks(run: Run, context: MistakeContext = RUN_ALONE): Mistake[] {
  return found(run, context, 'remark');
}
