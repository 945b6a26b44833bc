/** What playing a plan shows: guardrails that break, freezes, capacity, moves that meet or do nothing, mistakes of order. */

import type { Finding, Run, Score, Simulator } from '../../engine/index.ts';
import { exclusionFindings } from '../../engine/simulate/exclusions.ts';
import type { PlacedProblem, PlanPath } from './problem.ts';
import { removedFirst } from './removed-first.ts';

/** Findings of a run that are about its plan, beside those that `exclusionFindings` makes. */
const ABOUT_THE_PLAN = new Set([
  'forbidden-lever',
  'unknown-lever',
  'move-without-effect',
  'over-capacity',
  'waits-for-capacity',
  'no-ramp',
  'commitment-expires',
]);

/** Mistakes that say what a finding of the run says already. */
const SAID_ALREADY = new Set(['over-capacity']);

/** Mistakes that another start would mend. */
const ABOUT_ITS_START = new Set([
  'commit-before-rightsizing',
  'standard-ri-then-graviton',
  'scheduled-what-was-reserved',
  'everything-at-once',
  'upfront-misses-target',
]);

/** Place of a move in its file. */
function pathOf({ plan }: Run, moveId: string | undefined, field: PlanPath = []): PlanPath {
  const at = plan.moves.findIndex(({ id }) => id === moveId);
  return at < 0 ? ['moves'] : ['moves', at, ...field];
}

/** The move that a finding of a run names first: `Move gp3 is not done ...`, `Move gp3: there is no ...`. */
function moveNamedBy({ message }: Finding): string | undefined {
  return /^Move ([a-z0-9-]+)\b/.exec(message)?.[1];
}

function findingsOfRun(run: Run): PlacedProblem[] {
  return run.findings
    .filter(({ code }) => ABOUT_THE_PLAN.has(code))
    .map(finding => {
      const { code, severity, message, hint } = finding;
      const path = code === 'commitment-expires' ? ['target'] : pathOf(run, moveNamedBy(finding));
      return { code, severity, message, hint, path };
    });
}

/** Two moves at a time, so that the finding stands at the later of them. */
function exclusions(run: Run, simulator: Simulator): PlacedProblem[] {
  const lost = removedFirst(run, simulator);
  return run.moves.flatMap((second, at) =>
    run.moves.slice(0, at).flatMap(first =>
      exclusionFindings(run.plan, [
        first,
        { ...second, applied: [...second.applied, ...lost(first, second)] },
      ]).map(({ code, severity, message, hint }) => ({
        code,
        severity,
        message,
        hint,
        path: pathOf(run, second.moveId, ['lever']),
      })),
    ),
  );
}

/** Guardrails of workloads, each at the move that adds most to the bad minutes. */
function brokenGuardrails(run: Run): PlacedProblem[] {
  return run.reliability.flatMap(({ workload, guardrails, effects, moveIds }) => {
    const worst = [...effects.byMove].sort((a, b) => b.marginalBadMinutes - a.marginalBadMinutes)[0];
    const path = pathOf(run, worst?.moveId ?? moveIds[0]);
    return guardrails
      .filter(({ allowed }) => allowed === false)
      .map(
        ({ rule, message, source }): PlacedProblem => ({
          code: 'guardrail-broken',
          severity: 'error',
          message: `${workload}: ${rule}: ${message}.`,
          hint: `By ${moveIds.join(', ')}. Source: ${source}`,
          path,
        }),
      );
  });
}

/** What the policy says about months of change: a guardrail of it is an error, advice a warning. */
function policyProblems(run: Run): PlacedProblem[] {
  return run.reliability.flatMap(({ workload, policy }) =>
    policy
      .filter(({ allowed }) => allowed === false)
      .map(
        ({ rule, month, moveIds, message, source, isGuardrail }): PlacedProblem => ({
          code: rule,
          severity: isGuardrail ? 'error' : 'warning',
          message: `${workload} in ${month}: ${message}.`,
          hint: `By ${moveIds.join(', ')}. Source: ${source}`,
          path: pathOf(run, moveIds[0], ['start']),
        }),
      ),
  );
}

function mistakes(run: Run, judged: Score): PlacedProblem[] {
  return judged.mistakes
    .filter(({ code }) => !SAID_ALREADY.has(code))
    .map(
      ({ code, message, rule, source, moveIds }): PlacedProblem => ({
        code,
        severity: 'warning',
        message,
        hint: source === null ? rule : `${rule} Source: ${source}`,
        path: pathOf(run, moveIds[0], ABOUT_ITS_START.has(code) ? ['start'] : []),
      }),
    );
}

/** Moves of which the target month does not see all, with what it misses. */
function tooLate(run: Run, judged: Score): PlacedProblem[] {
  const { byMonth } = run.plan.target;
  const counted = new Map(
    judged.remarks
      .filter(({ code }) => code === 'effect-after-target')
      .flatMap(({ moveIds, message }) => moveIds.map((id): [string, string] => [id, message])),
  );
  return run.plan.moves.flatMap(({ id, start }): PlacedProblem[] => {
    const message =
      counted.get(id) ??
      (start > byMonth ? `Move ${id} starts in month ${start}, after the target in month ${byMonth}.` : null);
    if (message === null) return [];
    return [
      {
        code: 'effect-after-target',
        severity: 'warning',
        message,
        hint: 'Start it earlier, or say that it is for the time after the target.',
        path: pathOf(run, id, ['start']),
      },
    ];
  });
}

/** Problems that only a run shows. */
export function playedProblems(run: Run, judged: Score, simulator: Simulator): PlacedProblem[] {
  return [
    ...brokenGuardrails(run),
    ...policyProblems(run),
    ...findingsOfRun(run),
    ...exclusions(run, simulator),
    ...mistakes(run, judged),
    ...tooLate(run, judged),
  ];
}
