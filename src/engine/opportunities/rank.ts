/**
 * Orders of what could be done. The order to work in is by value: expected saving for each engineer-day that it really takes,
 * the days of the change itself and the days that would earn back the error budget it uses.
 *
 *   value = expected saving a month / (engineer-days + max(0, share of the error budget used) x budget price)
 *
 * Of things that fit, and only so many days to spend, taking them in the order of this ratio saves most (the greedy order of the
 * knapsack problem; exact but for the last one that no longer fits). Whatever saves no less, takes no more days and uses no more
 * budget than another one never comes after it, at any price. Budget that is given back is no currency: it makes nothing cheaper.
 */

import { leverById } from '../levers/index.ts';
import { compareText } from '../text-order.ts';
import type { Opportunity } from './opportunity.ts';

/** What a whole error budget, used up in every window, is worth in engineer-days. */
export type BudgetPrice = {
  readonly days: number;
  /** Ends of the range; both `days` when somebody has decided. */
  readonly low: number;
  readonly high: number;
  /** Where the number comes from, in words. */
  readonly basis: string;
};

/**
 * Assumed; nobody publishes an exchange rate. The example policy of the SRE Workbook halts changes while the budget of four weeks
 * is overspent: 20 working days of one engineer; of a team of five 100, and 5 where work goes on beside the halt.
 */
export const ASSUMED_BUDGET_PRICE: BudgetPrice = {
  days: 20,
  low: 5,
  high: 100,
  basis:
    'assumed: a budget that is used up halts changes for four weeks (https://sre.google/workbook/error-budget-policy/), 20 working days of one engineer; 5 where other work goes on, 100 for a team of five',
};

/** The price that somebody has set. @param days 0 or more */
export function givenBudgetPrice(days: number): BudgetPrice {
  return { days, low: days, high: days, basis: 'as given' };
}

/** Orders: by value, by saving a month, least effort first, least risk first. */
export const OPPORTUNITY_ORDERS = ['value', 'saving', 'effort', 'risk'] as const;
export type OpportunityOrder = (typeof OPPORTUNITY_ORDERS)[number];

/** What an opportunity is worth for what it takes. */
export type OpportunityValue = {
  /** Engineer-days of the change, and of the error budget that it uses at its price. */
  readonly equivalentDays: number;
  /** Expected saving a month for each of these days, in the bill's currency; null when it takes none. */
  readonly savedPerDay: number | null;
  /** The same where a budget is worth the most and the least. */
  readonly range: { readonly low: number | null; readonly high: number | null };
};

type Ranked = Pick<
  Opportunity,
  | 'id'
  | 'leverId'
  | 'range'
  | 'savedPerMonth'
  | 'effortDays'
  | 'budgetShare'
  | 'addedBadMinutes'
  | 'addedBreachProbability'
  | 'breaks'
>;

/** Share of an error budget that is used; what is given back counts as none. */
const usedBy = ({ budgetShare }: Ranked) => Math.max(0, budgetShare ?? 0);

function daysAt(opportunity: Ranked, price: number): number {
  const { effortDays } = opportunity;
  const used = usedBy(opportunity);
  // Infinity times a price of 0 is not a number: what costs nothing costs nothing.
  return used === 0 || price === 0 ? effortDays.mean : effortDays.mean + used * price;
}

/** Value of an opportunity. Without an objective nothing judges minutes: days alone count. */
export function opportunityValue(opportunity: Ranked, price: BudgetPrice): OpportunityValue {
  const perDay = (days: number) => (days > 0 ? opportunity.range.expected / days : null);
  const equivalentDays = daysAt(opportunity, price.days);
  const [dear, cheap] = [daysAt(opportunity, price.high), daysAt(opportunity, price.low)];
  return {
    equivalentDays,
    savedPerDay: perDay(equivalentDays),
    range: { low: perDay(dear), high: perDay(cheap) },
  };
}

/** Commitments and contracts are sized on what everything else leaves: advice names them last. */
function isLast({ leverId }: Ranked): boolean {
  const stage = leverById(leverId)?.meta.stage;
  return stage === 'commit' || stage === 'contract';
}

/** Guardrails are never traded for money: what breaks one comes last in every order. */
function groupOf(opportunity: Ranked, order: OpportunityOrder): number {
  if (opportunity.breaks.length > 0) return 2;
  return order === 'value' && isLast(opportunity) ? 1 : 0;
}

/** Descending; equal infinities are equal. */
const descending = (a: number, b: number) => (a === b ? 0 : b - a);

/** What saves nothing has no ratio worth comparing: the least loss comes first. */
function valueKey(opportunity: Ranked, price: BudgetPrice): number {
  const { expected } = opportunity.range;
  return expected <= 0 ? expected : (opportunityValue(opportunity, price).savedPerDay ?? Infinity);
}

function compareBy(order: OpportunityOrder, a: Ranked, b: Ranked): number {
  switch (order) {
    case 'value':
      return 0;
    case 'saving':
      return b.savedPerMonth.comparedTo(a.savedPerMonth);
    case 'effort':
      return a.effortDays.mean - b.effortDays.mean;
    case 'risk':
      // The rise of P(breach), then of bad minutes; without an objective nothing is at risk that anybody judges.
      return (
        (a.addedBreachProbability ?? 0) - (b.addedBreachProbability ?? 0) ||
        (a.addedBadMinutes ?? 0) - (b.addedBadMinutes ?? 0)
      );
  }
}

/** Opportunities in an order; equal ones by value, then by saving, days, budget and id. */
export function rankOpportunities<T extends Ranked>(
  found: readonly T[],
  order: OpportunityOrder = 'value',
  price: BudgetPrice = ASSUMED_BUDGET_PRICE,
): T[] {
  const keyed = found.map(each => ({
    each,
    group: groupOf(each, order),
    value: valueKey(each, price),
    days: daysAt(each, price.days),
  }));
  return keyed
    .sort(
      (a, b) =>
        a.group - b.group ||
        compareBy(order, a.each, b.each) ||
        descending(a.value, b.value) ||
        descending(a.each.range.expected, b.each.range.expected) ||
        descending(b.days, a.days) ||
        // A budget that nobody has makes all days infinite: then the work itself decides.
        descending(b.each.effortDays.mean, a.each.effortDays.mean) ||
        descending(usedBy(b.each), usedBy(a.each)) ||
        compareText(a.each.id, b.each.id),
    )
    .map(({ each }) => each);
}
