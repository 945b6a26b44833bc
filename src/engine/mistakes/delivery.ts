/** Mistakes of carrying a plan out: nobody owns it, nobody has time for it, nobody looks whether it came true. */

import { sum } from '../money.ts';
import type { MoveOutcome, Run } from '../simulate/run.ts';
import type { Found, MistakeRule } from './mistake.ts';
import { amountText, amountWords, countWords } from './plan-facts.ts';

const doesSomething = ({ applied }: MoveOutcome) => applied.length > 0;

function withoutOwner(run: Run): Found[] {
  const orphans = run.plan.moves.filter(
    ({ owner, id }) => owner === null && run.moves.some(move => move.moveId === id && doesSomething(move)),
  );
  if (orphans.length === 0) return [];
  const ids = new Set(orphans.map(({ id }) => id));
  const saved = sum(
    run.moves.filter(({ moveId }) => ids.has(moveId)).map(({ savedPerMonth }) => savedPerMonth),
  );
  return [
    {
      moveIds: [...ids],
      message: `${orphans.length} of ${run.plan.moves.length} ${run.plan.moves.length === 1 ? 'move has' : 'moves have'} no owner.`,
      amount: amountText(saved),
    },
  ];
}

function overCapacity(run: Run): Found[] {
  const unfinished = run.moves.filter(({ doneMonth }) => doneMonth === null);
  const known = run.months.filter(({ capacityDays }) => capacityDays !== null);
  if (unfinished.length === 0 || known.length === 0) return [];
  const days = known.reduce((total, { capacityDays }) => total + (capacityDays ?? 0), 0);
  const spent = run.months.reduce((total, { workDays }) => total + workDays, 0);
  return [
    {
      moveIds: unfinished.map(({ moveId }) => moveId),
      message: `${countWords(unfinished.length, 'move')} will not be done within ${run.horizonMonths} months: the plan takes ${spent.toFixed(1)} of the ${days.toFixed(1)} engineer-days that the teams have, and needs more of some of them.`,
      amount: null,
    },
  ];
}

function notVerified(run: Run): Found[] {
  const claimed = run.moves.filter(move => move.status === 'implemented' && doesSomething(move));
  if (claimed.length === 0) return [];
  const saved = sum(claimed.map(({ savedPerMonth }) => savedPerMonth));
  return [
    {
      moveIds: claimed.map(({ moveId }) => moveId),
      message: `${countWords(claimed.length, 'move')} ${claimed.length === 1 ? 'is' : 'are'} implemented and not verified: ${amountWords(saved, run.currency)} a month is claimed, and no bill has shown it.`,
      amount: amountText(saved),
    },
  ];
}

/** Rules about people and follow-up. */
export const DELIVERY_RULES: readonly MistakeRule[] = [
  {
    code: 'over-capacity',
    kind: 'mistake',
    rule: 'A plan that needs more days than its teams have is a list of wishes: start with what saves most for a day.',
    source: null,
    detect: overCapacity,
  },
  {
    code: 'no-owner',
    kind: 'mistake',
    rule: 'A recommendation that nobody owns is seldom carried out.',
    source: 'https://www.finops.org/wg/encouraging-engineers-to-take-action/',
    detect: withoutOwner,
  },
  {
    code: 'no-verification',
    kind: 'remark',
    rule: 'A saving counts when the next bill shows it: compare planned with realised, move by move.',
    source: null,
    detect: notVerified,
  },
];
