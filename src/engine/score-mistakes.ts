/** Mistakes that a plan makes, each with its number and the rule behind it. */

import { STAGES } from './lever.ts';
import { leverById } from './levers/index.ts';
import type { MoveOutcome, Run } from './simulate/run.ts';

/** A mistake found in a plan. */
export type Mistake = {
  readonly code: string;
  readonly moveIds: readonly string[];
  /** What is wrong, with its number. */
  readonly message: string;
  /** Why it is wrong. */
  readonly rule: string;
};

function stageOf({ leverId }: MoveOutcome): number {
  const lever = leverById(leverId);
  return lever ? STAGES.indexOf(lever.meta.stage) : -1;
}

function startOf(run: Run, { moveId }: MoveOutcome): number {
  return run.plan.moves.find(({ id }) => id === moveId)?.start ?? 0;
}

/** Stages that make less compute: what they take away, a commitment bought before pays for nothing. */
const SHRINKING = new Set(['clean-up', 'schedule', 'rightsize', 'modernize']);

function isShrinking({ leverId, applied }: MoveOutcome): boolean {
  const lever = leverById(leverId);
  return lever?.target === 'instance' && SHRINKING.has(lever.meta.stage) && applied.length > 0;
}

function commitsTooEarly(run: Run): Mistake[] {
  const commits = run.moves.filter(
    move => stageOf(move) === STAGES.indexOf('commit') && move.applied.length > 0,
  );
  const last = run.months.at(-1);
  const unused = (last?.commitments.unusedCost ?? 0) - run.baseline.commitments.unusedCost;
  return commits.flatMap(commit => {
    const later = run.moves.filter(move => isShrinking(move) && startOf(run, move) > startOf(run, commit));
    if (later.length === 0) return [];
    const stranded =
      unused > 0.5
        ? ` $${Math.round(unused).toLocaleString('en-US')} a month is committed and unused in the end.`
        : '';
    return [
      {
        code: 'commit-before-rightsizing',
        moveIds: [commit.moveId, ...later.map(({ moveId }) => moveId)],
        message: `${commit.moveId} commits before ${later.map(({ moveId }) => moveId).join(', ')} make the usage smaller.${stranded}`,
        rule: 'Clean up, schedule and rightsize first; commit last, to the baseline that is left.',
      },
    ];
  });
}

function cutsRedundancy(run: Run): Mistake[] {
  const moves = run.moves.filter(
    ({ leverId, applied }) => leverId === 'database-single-az' && applied.length > 0,
  );
  return moves.flatMap(move => {
    const hit = run.reliability.filter(
      ({ workload, guardrails }) =>
        move.applied.some(each => each.workload === workload) &&
        guardrails.some(({ allowed }) => allowed === false),
    );
    if (hit.length === 0) return [];
    return [
      {
        code: 'redundancy-cut',
        moveIds: [move.moveId],
        message: `${move.moveId} removes the standby of ${hit.length === 1 ? 'a workload' : `${hit.length} workloads`} whose objective it breaks: ${hit.map(({ workload }) => workload).join(', ')}.`,
        rule: 'Redundancy that an SLO rests on is not waste.',
      },
    ];
  });
}

function withoutOwner(run: Run): Mistake[] {
  const orphans = run.plan.moves.filter(
    ({ owner, id }) =>
      owner === null && run.moves.some(move => move.moveId === id && move.applied.length > 0),
  );
  if (orphans.length === 0) return [];
  return [
    {
      code: 'no-owner',
      moveIds: orphans.map(({ id }) => id),
      message: `${orphans.length} of ${run.plan.moves.length} ${run.plan.moves.length === 1 ? 'move has' : 'moves have'} no owner.`,
      rule: 'A recommendation that nobody owns is seldom carried out.',
    },
  ];
}

/** Mistakes of a run's plan, worst first. */
export function findMistakes(run: Run): Mistake[] {
  return [...commitsTooEarly(run), ...cutsRedundancy(run), ...withoutOwner(run)];
}
