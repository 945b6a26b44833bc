/** Mistakes that trade reliability for money: redundancy cut, things stopped on a guess, everything changed at once. */

import type { MoveOutcome, Run } from '../simulate/run.ts';
import type { Found, MistakeContext, MistakeRule } from './mistake.ts';
import { amountText, amountWords, countWords, isProduction, savedIn, shareWords } from './plan-facts.ts';

/** Levers that take a copy away: a standby, a zone, a site. */
const REDUNDANCY_LEVERS = new Set([
  'database-single-az',
  'cache-single-az',
  'zones-three-to-two',
  'disaster-recovery-posture',
  'efs-one-zone',
]);

/** Moves on production in one month from which they are too many: an assumption, 3 to 6. */
const CHANGES_AT_ONCE_MIN = 4;
/** Share of all of the plan's moves on production that these must be: an assumption, 0.5 to 0.9. */
const CHANGES_AT_ONCE_SHARE = 0.6;

function cutsRedundancy(run: Run): Found[] {
  return run.moves
    .filter(({ leverId, applied }) => REDUNDANCY_LEVERS.has(leverId) && applied.length > 0)
    .flatMap(move => {
      const hit = run.reliability.filter(
        ({ workload, guardrails }) =>
          move.applied.some(each => each.workload === workload) &&
          guardrails.some(({ allowed }) => allowed === false),
      );
      if (hit.length === 0) return [];
      const whose = hit.length === 1 ? 'a workload' : `${hit.length} workloads`;
      const saved = savedIn(run, move.moveId, run.months.length);
      return [
        {
          moveIds: [move.moveId],
          message: `${move.moveId} removes the standby of ${whose} whose objective it breaks: ${hit.map(({ workload }) => workload).join(', ')}. It saves ${amountWords(saved, run.currency)} a month.`,
          amount: amountText(saved),
        },
      ];
    });
}

function stopsOnAGuess(run: Run, { replay }: MistakeContext): Found[] {
  return run.moves.flatMap(move => {
    const guessed = move.applied.filter(
      ({ effect, evidence, workload }) =>
        effect.kind === 'terminate' && evidence === 'assumed' && isProduction(run, replay, workload),
    );
    if (guessed.length === 0) return [];
    const ids = new Set(guessed.map(({ resourceId }) => resourceId));
    const changes = run.months.at(-1)?.changes ?? [];
    const saved = -changes
      .filter(({ moveId, resourceId }) => moveId === move.moveId && ids.has(resourceId))
      .reduce((sum, { amount }) => sum + Number(amount), 0);
    const workloads = [...new Set(guessed.map(({ workload }) => workload))];
    return [
      {
        moveIds: [move.moveId],
        message: `${move.moveId} deletes ${countWords(guessed.length, 'resource')} of ${workloads.join(', ')} in production without a metric that shows them idle, for ${amountWords(saved, run.currency)} a month.`,
        amount: amountText(saved),
      },
    ];
  });
}

/** Expected bad minutes of making the changes of some moves, over all workloads. */
function minutesOf(run: Run, moves: readonly MoveOutcome[]): number {
  const ids = new Set(moves.map(({ moveId }) => moveId));
  return run.reliability
    .flatMap(({ effects }) => effects.byMove)
    .reduce((sum, { moveId, oneOffBadMinutes }) => sum + (ids.has(moveId) ? oneOffBadMinutes : 0), 0);
}

function everythingAtOnce(run: Run, { replay }: MistakeContext): Found[] {
  const changing = run.moves.filter(
    ({ applied, effectMonth }) =>
      effectMonth !== null && applied.some(({ workload }) => isProduction(run, replay, workload)),
  );
  const byMonth = Map.groupBy(changing, ({ effectMonth }) => effectMonth ?? 0);
  return [...byMonth].flatMap(([month, moves]) => {
    const share = moves.length / changing.length;
    if (moves.length < CHANGES_AT_ONCE_MIN || share < CHANGES_AT_ONCE_SHARE) return [];
    return [
      {
        moveIds: moves.map(({ moveId }) => moveId),
        message: `${moves.length} of ${changing.length} moves change production in month ${month}, ${shareWords(share)}: making the changes is expected to cost ${minutesOf(run, moves).toFixed(1)} bad minutes at once.`,
        amount: null,
      },
    ];
  });
}

/** Rules that protect what runs. */
export const PROTECTION_RULES: readonly MistakeRule[] = [
  {
    code: 'redundancy-cut',
    kind: 'mistake',
    rule: 'Redundancy that an SLO rests on is not waste.',
    source:
      'https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/use-fault-isolation-to-protect-your-workload.html',
    detect: cutsRedundancy,
  },
  {
    code: 'random-stops',
    kind: 'mistake',
    rule: 'What is deleted in production was seen idle first, over weeks, by its metrics.',
    source: 'https://deployu.ai/interviews/aws-interview/optimize-aws-costs',
    detect: stopsOnAGuess,
  },
  {
    code: 'everything-at-once',
    kind: 'mistake',
    rule: `Spread changes: about 70 % of outages come from changes to a live system, and what changes together cannot be told apart. ${CHANGES_AT_ONCE_MIN} moves and ${shareWords(CHANGES_AT_ONCE_SHARE)} of all are too many for a month (an assumption).`,
    source: 'https://sre.google/sre-book/introduction/',
    detect: everythingAtOnce,
  },
];
