/** Planned against realised: a plan made on one bill, and a later bill of the same company. */

import { monthOf } from '../calendar.ts';
import { UserError } from '../errors.ts';
import { monthIndexOf } from '../forecast/month-ref.ts';
import { type Decimal, sum } from '../money.ts';
import type { Plan } from '../plan.ts';
import type { PriceBook } from '../price-book.ts';
import { createRateCard } from '../rate-card.ts';
import { MAX_HORIZON_MONTHS } from '../simulate/assumptions.ts';
import { commitmentKpis } from '../simulate/kpis.ts';
import { createBaseline } from '../simulate/model-cost.ts';
import type { CommitmentKpis } from '../simulate/run.ts';
import type { Simulator } from '../simulate/simulate.ts';
import { type AdoptionHistory, adoptionHistory } from './adoption-history.ts';
import { type Bridge, type BridgedResource, bridgeOf } from './bridge.ts';
import { comparedMonths, type MonthBill, type Subject, subjectsOf } from './month-bill.ts';
import { type MoveRealisation, moveResults } from './move-realisation.ts';
import { lookOutside } from './outside.ts';
import { type PlannedMonth, plannedMonth } from './planned-month.ts';
import { findReplacements } from './replacements.ts';
import { costKey, lookAtTouched, type TouchedContext, type TouchedResource, usageCost } from './touched.ts';
import { type PurchaseVerdict, verifyPurchases } from './verify/commitment.ts';

/** Two bills and a plan. */
export type RealisedInput = {
  /** Plays plans on the estate of the reference month. */
  readonly simulator: Simulator;
  readonly plan: Plan;
  readonly from: MonthBill;
  readonly to: MonthBill;
  /** Prices of the later month. */
  readonly book: PriceBook;
};

/** What was planned, what the bill shows, and everything between the two bills. */
export type Realised = {
  readonly referenceMonth: string;
  readonly laterMonth: string;
  /** Month of the run, from 1. */
  readonly index: number;
  readonly currency: string;
  readonly planned: Decimal;
  readonly realised: Decimal;
  readonly moves: readonly MoveRealisation[];
  readonly resources: readonly TouchedResource[];
  readonly bridge: Bridge;
  readonly adoption: AdoptionHistory;
  /** Use of all commitments: as the run has it, and as the engine reads the later bill. */
  readonly commitments: { readonly planned: CommitmentKpis; readonly achieved: CommitmentKpis };
};

function wrongMonths(from: string, to: string): UserError {
  return new UserError({
    code: 'months-do-not-follow',
    message: `${to} must come 1 to ${MAX_HORIZON_MONTHS} months after ${from}, the month of the plan.`,
    hint: 'Name the month that the plan was made on with --from and a later one with --to.',
    exitCode: 2,
  });
}

/** Month of the run that a later bill is. @throws UserError (usage) when it does not follow the reference month */
export function laterIndex(from: MonthBill, to: MonthBill): number {
  const [reference, later] = [monthOf(from.estate.period.startMs), monthOf(to.estate.period.startMs)];
  const index = monthIndexOf(later, reference);
  if (index < 1 || index > MAX_HORIZON_MONTHS) throw wrongMonths(reference, later);
  if (from.estate.currency !== to.estate.currency)
    throw new UserError({
      code: 'months-in-two-currencies',
      message: `The bill of ${reference} is in ${from.estate.currency} and that of ${later} in ${to.estate.currency}.`,
      hint: 'Name one currency with --currency, or import both bills in one.',
      exitCode: 3,
    });
  return index;
}

function contextOf(
  { from, to, book }: RealisedInput,
  subjects: ReadonlyMap<string, Subject>,
  planned: PlannedMonth,
  replacements: ReadonlyMap<string, Subject>,
): TouchedContext {
  const months = comparedMonths(from.estate, to.estate);
  const all = [...subjects.values()];
  const standIns = new Set([...replacements.values()].map(({ key }) => key));
  const isOutside = ({ key }: Subject) => !planned.changes.has(key) && !standIns.has(key);
  const touchedCost = new Map<string, number>();
  for (const subject of all.filter(({ key }) => planned.changes.has(key)))
    touchedCost.set(costKey(subject), (touchedCost.get(costKey(subject)) ?? 0) + usageCost(subject.before));
  const idsOf = ({ estate }: MonthBill) => new Set(estate.commitments.map(({ id }) => id));
  const [earlier, later] = [idsOf(from), idsOf(to)];
  return {
    months,
    outside: lookOutside(all.filter(isOutside), all, months),
    endedIds: new Set([...earlier].filter(id => !later.has(id))),
    newIds: new Set([...later].filter(id => !earlier.has(id))),
    from: from.estate,
    to: to.estate,
    book,
    planned,
    touchedCost,
  };
}

function bridgedResources(
  subjects: ReadonlyMap<string, Subject>,
  planned: PlannedMonth,
  replacements: ReadonlyMap<string, Subject>,
  context: TouchedContext,
): ReadonlyMap<string, BridgedResource> {
  const found = new Map<string, BridgedResource>();
  for (const [key, changes] of planned.changes) {
    const subject = subjects.get(key);
    if (!subject) continue;
    const replacement = replacements.get(key) ?? null;
    const touched = lookAtTouched(subject, replacement, changes, context);
    found.set(key, { subject, replacement, touched });
  }
  return found;
}

/** What the plan's purchases became, and how all commitments of the later bill are used. */
function commitmentsOf({ from, to, book }: RealisedInput, planned: PlannedMonth) {
  const later = createBaseline(to.estate, createRateCard(to.estate.paidRates, book));
  const known = new Set(from.estate.commitments.map(({ id }) => id));
  const purchases: readonly PurchaseVerdict[] = verifyPurchases(planned.purchases, {
    fresh: to.estate.commitments.filter(({ id }) => !known.has(id)),
    uses: later.price.allocation.uses,
    extract: to.extract,
  });
  return { purchases, achieved: commitmentKpis(later.price.allocation) };
}

/**
 * Holds a plan against a later bill.
 * @throws UserError (usage) when the later month does not follow the reference month within a run
 */
export function realisedOf(input: RealisedInput): Realised {
  const { simulator, plan, from, to } = input;
  const index = laterIndex(from, to);
  const planned = plannedMonth(simulator, plan, index);
  const subjects = subjectsOf(from, to);
  const sight = { from: from.estate, to: to.estate, book: input.book };
  const replacements = findReplacements(subjects, planned, sight);
  const context = contextOf(input, subjects, planned, replacements);
  const bridged = bridgedResources(subjects, planned, replacements, context);
  const { purchases, achieved } = commitmentsOf(input, planned);
  const resources = [...bridged.values()].map(({ touched }) => touched);
  const moves = moveResults(planned, resources, purchases);
  const purchased = sum(purchases.flatMap(({ bought }) => bought.map(({ saved }) => saved)));
  return {
    referenceMonth: context.months.from,
    laterMonth: context.months.to,
    index,
    currency: from.estate.currency,
    planned: sum(moves.map(move => move.planned)),
    realised: sum(moves.map(move => move.realised)),
    moves,
    resources,
    bridge: bridgeOf(subjects, bridged, context.months, purchased),
    adoption: adoptionHistory(moves),
    commitments: { planned: planned.month.commitments, achieved },
  };
}
