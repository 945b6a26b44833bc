/** Mistakes about the target: fees that fall into its month, moves that come after it, a forecast that is missing. */

import { MONTHS_PER_YEAR } from '../calendar.ts';
import { upfrontFee } from '../commitments/fees.ts';
import type { Run } from '../simulate/run.ts';
import type { Found, MistakeContext, MistakeRule } from './mistake.ts';
import { amountText, amountWords, boughtBy, purchasesOf, savedIn, WORTH_A_LINE } from './plan-facts.ts';

/** Months to the target from which a bill that repeats itself is no forecast: an assumption, 6 to 12. */
const LONG_HORIZON_MONTHS = 12;
/** Growth whose weight is shown where none is stated: an illustration, not a forecast. */
const ILLUSTRATED_GROWTH = 0.1;

/** Upfront fees of a move's purchases that are due in a month, first bought or bought again. */
function feesIn(run: Run, month: number) {
  return purchasesOf(run).flatMap(move => {
    const since = month - (move.effectMonth ?? Number.POSITIVE_INFINITY);
    if (since < 0) return [];
    const due = boughtBy(move).filter(({ termYears }) => since % ((termYears ?? 1) * MONTHS_PER_YEAR) === 0);
    const fee = due.reduce((total, commitment) => total + upfrontFee(commitment), 0);
    return fee > 0 ? [{ moveId: move.moveId, fee }] : [];
  });
}

function missedByFees(run: Run, { allowedCost }: MistakeContext): Found[] {
  const month = run.months[Math.min(run.plan.target.byMonth, run.months.length) - 1];
  if (run.plan.target.basis !== 'cash' || !month || allowedCost === null) return [];
  const fees = feesIn(run, month.index);
  const total = fees.reduce((sum, { fee }) => sum + fee, 0);
  const isMissed = month.billedCost.greaterThan(allowedCost);
  const withoutFees = Number(month.billedCost) - total;
  if (fees.length === 0 || !isMissed || withoutFees > Number(allowedCost)) return [];
  return [
    {
      moveIds: fees.map(({ moveId }) => moveId),
      message: `The target is missed by upfront fees alone: ${amountWords(total, run.currency)} of the ${amountWords(month.billedCost, run.currency)} invoiced in month ${month.index}; ${amountWords(allowedCost, run.currency)} is allowed, and ${amountWords(withoutFees, run.currency)} would be left without them.`,
      amount: amountText(total),
    },
  ];
}

function afterTheTarget(run: Run): Found[] {
  const { byMonth } = run.plan.target;
  const last = run.months.length;
  return run.moves.flatMap(move => {
    const begins = move.effectMonth ?? last + 1;
    const isLate = begins > byMonth || (move.fullMonth ?? last + 1) > byMonth;
    if (!isLate || last <= byMonth) return [];
    const missing = savedIn(run, move.moveId, last) - savedIn(run, move.moveId, byMonth);
    if (Math.abs(missing) < WORTH_A_LINE) return [];
    const when = begins > byMonth ? `shows from month ${begins} on` : 'is not all in effect';
    return [
      {
        moveIds: [move.moveId],
        message: `${move.moveId} ${when}, the target is judged in month ${byMonth}: ${amountWords(missing, run.currency)} a month does not count.`,
        amount: amountText(missing),
      },
    ];
  });
}

function withoutForecast(run: Run): Found[] {
  const { byMonth } = run.plan.target;
  if (byMonth < LONG_HORIZON_MONTHS || run.assumptions.growth.length > 0) return [];
  const growth = (1 + ILLUSTRATED_GROWTH) ** (byMonth / MONTHS_PER_YEAR) - 1;
  const amount = Number(run.baseline.effectiveCost) * growth;
  return [
    {
      moveIds: [],
      message: `The target is ${byMonth} months away and no growth is stated: 10 % a year would add ${amountWords(amount, run.currency)} a month by then.`,
      amount: amountText(amount),
    },
  ];
}

/** Rules about the target and its month. */
export const TARGET_RULES: readonly MistakeRule[] = [
  {
    code: 'upfront-misses-target',
    kind: 'mistake',
    rule: 'A cash target is judged on the invoice: buy without upfront fees, earlier, or after its month.',
    source: 'https://docs.aws.amazon.com/savingsplans/latest/userguide/what-is-savings-plans.html',
    detect: missedByFees,
  },
  {
    code: 'effect-after-target',
    kind: 'remark',
    rule: 'Only what is in the bill of the target month counts; the rest is for the plan after it.',
    source: null,
    detect: afterTheTarget,
  },
  {
    code: 'no-growth-assumption',
    kind: 'remark',
    rule: 'Separate growth from waste: over a year a bill does not repeat itself.',
    source: 'https://crackingwalnuts.com/staff-interview-prep/cost-engineering-cloud-economics',
    detect: withoutForecast,
  },
];
