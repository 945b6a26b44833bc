/** Savings on their way: what of a plan's saving has been identified, agreed to, carried out and seen in a bill. */

import { ADOPTION_STAGES, type AdoptionStage } from '../delivery.ts';
import { type Decimal, decimal, sum, toLedger, ZERO } from '../money.ts';
import type { Run } from '../simulate/run.ts';
import { shareReaching } from './adoption.ts';

/** One stage. Money is a month, in the target month. */
export type PipelineStage = {
  readonly stage: AdoptionStage;
  /** Moves that have reached it. */
  readonly moves: number;
  /** What they save. */
  readonly reached: Decimal;
  /** What may be expected to reach it in the end, at the mean rates of the stages ahead. */
  readonly expected: Decimal;
};

/** The stages of a plan, in their order: each holds what has come at least so far. */
export function pipelineOf({ moves, assumptions }: Run): PipelineStage[] {
  return ADOPTION_STAGES.map((stage, at) => {
    const there = moves.filter(({ status }) => ADOPTION_STAGES.indexOf(status) >= at);
    const expected = moves.map(({ status, savedPerMonth }) =>
      toLedger(savedPerMonth.times(decimal(shareReaching(assumptions.adoption, status, stage)))),
    );
    return {
      stage,
      moves: there.length,
      reached: there.reduce((total, { savedPerMonth }) => total.plus(savedPerMonth), ZERO),
      expected: sum(expected),
    };
  });
}
