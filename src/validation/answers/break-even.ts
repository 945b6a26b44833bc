/** Worked examples of break-even: how much of a commitment must be used, and how long an upfront fee takes to come back. */

import { breakEvenMonths, breakEvenUtilization } from '../../engine/commitments/sizing/kpi.ts';
import type { Answer } from '../answer.ts';
import {
  asAnswer,
  each,
  type Numbers,
  namedNumbers,
  resolveSpelling,
  single,
  within,
} from './named-numbers.ts';
import { readAnswer } from './read-answer.ts';

/** Months in calculators have 730 hours (8,760 / 12). */
const HOURS_PER_MONTH = 730;

const INPUTS = {
  discount: ['discounts', 'discount_rate', 'discount_fraction', 'sp_discount', 'ri_discount', 'cud_discount'],
  hours_per_month: ['hours_in_month', 'month_hours', 'hours'],
  list_at_full_use: ['list_cost_at_full_use', 'on_demand_at_full_use', 'list_cost', 'list'],
  utilization: ['utilizations', 'uptime', 'uptimes', 'usage_fraction'],
  committed_rate: [
    'commitment_rate',
    'committed_hourly',
    'plan_rate',
    'sp_rate',
    'ri_rate',
    'reserved_rate',
    'cud_rate',
  ],
  on_demand_rate: ['on_demand_hourly', 'on_demand_per_hour', 'od_rate', 'list_rate', 'hourly_on_demand'],
  upfront: ['upfront_cost', 'upfront_fee', 'upfront_payment', 'fixed_price'],
  monthly_on_demand: ['on_demand_monthly', 'on_demand_per_month', 'monthly_od', 'monthly_on_demand_cost'],
  monthly_recurring: ['recurring_monthly', 'recurring_per_month', 'monthly_recurring_fee', 'monthly_fee'],
  recurring_rate: ['recurring_hourly', 'recurring_per_hour', 'hourly_recurring'],
  term_months: [],
  term_years: [],
  term_hours: ['hours_in_term'],
};

const OUTPUTS = {
  break_even_utilization: [
    'break_even',
    'breakeven',
    'breakeven_utilization',
    'break_even_usage',
    'break_even_point',
  ],
  break_even_uptime: ['breakeven_uptime', 'uptime'],
  hours: [
    'break_even_hours',
    'breakeven_hours',
    'hours_per_month_at_break_even',
    'break_even_hours_per_month',
  ],
  break_even_months: [
    'breakeven_months',
    'break_even_month',
    'payback_months',
    'months_to_break_even',
    'months',
  ],
  cost_at_full_use: ['committed_cost', 'commitment_cost', 'cost_at_full_utilization'],
  saving_at_full_use: ['savings_at_full_use', 'saving_at_full_utilization'],
  net_saving: ['saving', 'savings', 'net_savings'],
  effective_hourly: ['hourly_equivalent', 'effective_rate', 'effective_hourly_rate'],
  saving_over_term: ['savings_over_term', 'term_saving', 'total_saving'],
};

type Given = ReadonlyMap<string, Numbers>;

/** Hours of a term, from hours, months or years. */
function termHours(given: Given, hoursPerMonth: Numbers): Numbers | undefined {
  return (
    given.get('term_hours') ??
    each([given.get('term_months'), hoursPerMonth], (months, hours) => months * hours) ??
    each([given.get('term_years')], years => years * 8760)
  );
}

/** What one hour of a reservation costs: as stated, or its upfront fee spread over the term and the recurring fee. */
function committedRate(given: Given, term: Numbers | undefined): Numbers | undefined {
  const recurring = given.get('recurring_rate') ?? single(0);
  return (
    given.get('committed_rate') ??
    each([given.get('upfront'), term, recurring], (upfront, hours, rate) =>
      hours > 0 ? upfront / hours + rate : null,
    )
  );
}

function computeBreakEven(given: Given): Record<string, unknown> {
  const hoursPerMonth = given.get('hours_per_month') ?? single(HOURS_PER_MONTH);
  const term = termHours(given, hoursPerMonth);
  const committed = committedRate(given, term);
  const onDemandRate = given.get('on_demand_rate');
  const share = each([committed, onDemandRate], (rate, onDemand) => (onDemand > 0 ? rate / onDemand : null));
  const discount = given.get('discount') ?? each([share], value => 1 - value);
  const utilization = each([discount], breakEvenUtilization);
  const perMonth = (rate: Numbers | undefined) =>
    each([rate, hoursPerMonth], (value, hours) => value * hours);
  const onDemand = given.get('monthly_on_demand') ?? perMonth(onDemandRate);
  const recurring = given.get('monthly_recurring') ?? perMonth(given.get('recurring_rate') ?? single(0));
  const full = given.get('list_at_full_use');
  const used = given.get('utilization');
  const onDemandUsed = each([full, used], (list, part) => list * part);
  const costAtFullUse = each([full, discount], (list, d) => list * (1 - d));
  return asAnswer({
    discount,
    break_even_utilization: utilization,
    break_even_uptime: utilization,
    hours: each([utilization, hoursPerMonth], (value, hours) => value * hours),
    cost_at_full_use: costAtFullUse,
    saving_at_full_use: each([full, discount], (list, d) => list * d),
    on_demand_cost: onDemandUsed,
    net_saving: each([onDemandUsed, costAtFullUse], (onDemandCost, cost) => onDemandCost - cost),
    break_even_months: each([given.get('upfront'), onDemand, recurring], breakEvenMonths),
    monthly_saving: each([onDemand, recurring], (paid, fee) => paid - fee),
    effective_hourly: committed,
    saving_over_term: each([committed, onDemandRate, term], (rate, paid, hours) => (paid - rate) * hours),
  });
}

/** What has to be there: a discount, two rates, a fee and a term, or a fee and the two monthly amounts. */
function isEnough(given: Given): boolean {
  const has = (...names: string[]) => names.every(name => given.has(name));
  const hasTerm = has('term_hours') || has('term_months') || has('term_years');
  return (
    has('discount') ||
    has('committed_rate', 'on_demand_rate') ||
    (has('upfront', 'on_demand_rate') && (hasTerm || has('recurring_rate'))) ||
    has('upfront', 'monthly_on_demand')
  );
}

function readBreakEven(inputs: Readonly<Record<string, unknown>>): Given | null {
  const given = namedNumbers(inputs, INPUTS);
  if (given === null || !isEnough(given)) return null;
  const shares = ['discount', 'utilization'].every(name => within(given, name, 0, 1));
  return shares && [...given.keys()].every(name => within(given, name, 0)) ? given : null;
}

/** Examples of kind `break-even`. */
export const BREAK_EVEN_ANSWER: Answer = {
  ...readAnswer('break-even', readBreakEven, computeBreakEven),
  resolve: resolveSpelling(OUTPUTS),
};
