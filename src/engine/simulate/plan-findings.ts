/** What is odd about a plan that was played: levers that are not there, moves that do nothing or come too late. */

import { MONTHS_PER_YEAR } from '../calendar.ts';
import type { Finding } from '../finding.ts';
import type { Plan } from '../plan.ts';
import { exclusionFindings } from './exclusions.ts';
import type { MoveOutcome } from './run.ts';
import type { TimedMove } from './timed-moves.ts';

function warning(code: string, message: string, hint: string): Finding {
  return { code, severity: 'warning', message, hint, source: null };
}

/** A move that the player never saw. */
function leftOut({ id, lever }: Plan['moves'][number], plan: Plan): Finding {
  return plan.guardrails.forbiddenLevers.includes(lever)
    ? warning(
        'forbidden-lever',
        `Move ${id} is left out: a guardrail of the plan forbids ${lever}.`,
        'Remove the move, or the lever from forbiddenLevers.',
      )
    : warning(
        'unknown-lever',
        `Move ${id}: there is no lever ${lever}.`,
        '`trimtab levers` lists the catalogue.',
      );
}

/** Moves that wait for people, or never get their days. */
function capacityFindings(timed: readonly TimedMove[], horizonMonths: number): Finding[] {
  return timed.flatMap(({ move, work }) => {
    const isBeyond = work.done !== null && work.done > horizonMonths && work.done > move.start;
    if (work.done === null || isBeyond)
      return [
        warning(
          'over-capacity',
          `Move ${move.id} is not done within ${horizonMonths} months: the team has no days left for it.`,
          'Start something else later, ask for more days, or drop it.',
        ),
      ];
    const waits = work.done - move.start;
    if (waits === 0) return [];
    return [
      warning(
        'waits-for-capacity',
        `Move ${move.id} is to start in month ${move.start} and is done in month ${work.done}: the team's days are taken.`,
        'Moves are served by their start, then in the order of the file: put first what saves most for a day.',
      ),
    ];
  });
}

/** Waves that a purchase cannot have. */
function rampFindings(timed: readonly TimedMove[]): Finding[] {
  return timed.flatMap(({ move, lever, delivery }) =>
    lever.target === 'estate' && (delivery.rampMonths > 1 || delivery.dualRunMonths > 0)
      ? [
          warning(
            'no-ramp',
            `Move ${move.id} acts on the whole estate at once: its ramp and dual running are left out.`,
            'Buy in steps with several moves.',
          ),
        ]
      : [],
  );
}

/** Purchases of the plan that end within the run. */
function endFindings(
  timed: readonly TimedMove[],
  moves: readonly MoveOutcome[],
  horizonMonths: number,
): Finding[] {
  return timed.flatMap(({ move, expires, effectMonth }) => {
    const [bought] = moves.find(({ moveId }) => moveId === move.id)?.applied ?? [];
    if (!expires || effectMonth === null || bought?.effect.kind !== 'commit') return [];
    const years = Math.min(...bought.effect.commitments.map(({ termYears }) => termYears ?? 1));
    const end = effectMonth + years * MONTHS_PER_YEAR;
    if (end > horizonMonths) return [];
    return [
      {
        code: 'purchase-ends',
        severity: 'info',
        message: `What ${move.id} buys ends before month ${end}: its usage falls back to on-demand.`,
        hint: 'Plan a purchase for that month, or set `assumptions: { plannedCommitments: renew }`.',
        source: null,
      } as const,
    ];
  });
}

/** Findings about the moves of a plan. */
export function planFindings(
  plan: Plan,
  timed: readonly TimedMove[],
  moves: readonly MoveOutcome[],
  horizonMonths: number,
): Finding[] {
  const known = new Set(moves.map(({ moveId }) => moveId));
  const nothing = moves.filter(({ applied, effectMonth }) => applied.length === 0 && effectMonth !== null);
  return [
    ...plan.moves.filter(({ id }) => !known.has(id)).map(move => leftOut(move, plan)),
    ...exclusionFindings(plan, moves),
    ...nothing.map(({ moveId, skipped }) =>
      warning(
        'move-without-effect',
        `Move ${moveId} changes nothing${skipped[0] ? `: ${skipped[0].reason}` : ': nothing is in its scope'}.`,
        'Check its scope and parameters, or remove it.',
      ),
    ),
    ...capacityFindings(timed, horizonMonths),
    ...rampFindings(timed),
    ...endFindings(timed, moves, horizonMonths),
  ];
}
