/** Worked examples of key figures: effective savings rate, coverage, utilisation, break-even, stacking. */

import {
  breakEvenUtilization,
  effectiveSavingsRate,
  savingsRateOfCoverage,
  shareOf,
} from '../../engine/commitments/sizing/kpi.ts';
import type { Answer, Inputs } from '../answer.ts';
import { BREAK_EVEN_ANSWER } from './break-even.ts';
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
import { STACKING_ANSWERS } from './stacking.ts';

const INPUTS = {
  on_demand_equivalent: ['on_demand_equivalent_cost', 'on_demand_equivalent_spend', 'ode'],
  actual_cost: ['actual', 'actual_spend', 'effective_cost', 'amortized_cost', 'actual_amortized_cost'],
  list_cost: ['list', 'public_on_demand_cost'],
  contracted_cost: ['contracted', 'negotiated_cost'],
  committed: [
    'commitment',
    'total_commitment',
    'committed_cost',
    'commitment_cost',
    'total_commitment_to_date',
  ],
  used: ['used_commitment', 'used_cost', 'commitment_used'],
  unused: ['unused_commitment', 'unused_cost', 'commitment_unused'],
  covered: [
    'covered_on_demand_equivalent',
    'covered_on_demand_cost',
    'covered_cost',
    'covered_spend',
    'on_demand_equivalent_covered',
  ],
  on_demand: [
    'on_demand_remaining',
    'remaining_on_demand',
    'on_demand_cost',
    'on_demand_spend',
    'uncovered_on_demand_cost',
    'uncovered',
  ],
  discount: ['sp_discount', 'commitment_discount', 'discount_rate'],
  coverage: ['commitment_coverage'],
  utilization: ['commitment_utilization'],
};

const OUTPUTS = {
  esr: ['effective_savings_rate', 'effective_saving_rate', 'savings_rate'],
  esr_over_list: ['effective_savings_rate_over_list', 'esr_list'],
  esr_over_contracted: ['effective_savings_rate_over_contracted', 'esr_contracted'],
  savings: ['saving', 'net_savings', 'total_savings', 'saved'],
  coverage: ['commitment_coverage', 'coverage_rate'],
  utilization: ['commitment_utilization', 'utilization_rate'],
  unused: ['unused_commitment', 'unused_cost', 'waste'],
  used: ['used_commitment', 'used_cost'],
  break_even_utilization: ['break_even', 'breakeven_utilization'],
  on_demand_equivalent: ['on_demand_equivalent_cost', 'ode'],
  actual_cost: ['effective_cost', 'amortized_cost', 'actual'],
  negotiated_discount: ['contract_discount'],
};

type Given = ReadonlyMap<string, Numbers>;
const minus = (a: number, b: number) => a - b;
const plus = (a: number, b: number) => a + b;

/** Completes what is given by what follows from it: used + unused = committed, covered + on demand = ODE, ... */
function completed(given: Given) {
  const get = (name: string) => given.get(name);
  const used =
    get('used') ??
    each([get('committed'), get('unused')], minus) ??
    each([get('committed'), get('utilization')], (committed, part) => committed * part);
  const committed =
    get('committed') ??
    each([used, get('unused')], plus) ??
    each([used, get('utilization')], (value, part) => (part > 0 ? value / part : null));
  const unused = get('unused') ?? each([committed, used], minus);
  const covered =
    get('covered') ??
    each([get('on_demand_equivalent'), get('on_demand')], minus) ??
    each([get('on_demand_equivalent'), get('coverage')], (ode, part) => ode * part) ??
    each([used, get('discount')], (value, d) => (d < 1 ? value / (1 - d) : null));
  const onDemand = get('on_demand') ?? each([get('on_demand_equivalent'), covered], minus);
  const ode = get('on_demand_equivalent') ?? each([covered, onDemand], plus);
  const actual = get('actual_cost') ?? each([committed, onDemand], plus);
  return { used, committed, unused, covered, onDemand, ode, actual };
}

function computeMetrics(given: Given): Record<string, unknown> {
  const get = (name: string) => given.get(name);
  const { used, committed, unused, covered, onDemand, ode, actual } = completed(given);
  const coverage = get('coverage') ?? each([covered, ode], shareOf);
  const utilization = get('utilization') ?? each([used, committed], shareOf);
  const overList = each([get('list_cost'), actual], effectiveSavingsRate);
  const overContracted = each([get('contracted_cost'), actual], effectiveSavingsRate);
  const identity = each([coverage, get('discount'), utilization ?? single(1)], savingsRateOfCoverage);
  const base = ode ?? get('list_cost') ?? get('contracted_cost');
  return asAnswer({
    esr: each([ode, actual], effectiveSavingsRate) ?? overList ?? overContracted ?? identity,
    esr_over_list: overList,
    esr_over_contracted: overContracted,
    negotiated_discount: each([get('list_cost'), get('contracted_cost')], effectiveSavingsRate),
    savings: each([base, actual], minus),
    coverage,
    utilization,
    used,
    unused,
    committed,
    covered,
    on_demand: onDemand,
    on_demand_equivalent: ode,
    actual_cost: actual,
    break_even_utilization: each([get('discount')], breakEvenUtilization) ?? each([used, covered], shareOf),
  });
}

function readMetrics(inputs: Inputs): Given | null {
  const given = namedNumbers(inputs, INPUTS);
  if (given === null) return null;
  const isPossible =
    [...given.keys()].every(name => within(given, name, 0)) &&
    ['discount', 'coverage', 'utilization'].every(name => within(given, name, 0, 1));
  // A figure follows from at least two amounts.
  return isPossible && given.size >= 2 ? given : null;
}

/** Key figures out of whatever amounts are given. */
const metrics: Answer = {
  ...readAnswer('metrics', readMetrics, computeMetrics),
  resolve: resolveSpelling(OUTPUTS),
};

/** Examples of kinds `break-even`, `metrics` and `stacking`. */
export const METRIC_ANSWERS: readonly Answer[] = [BREAK_EVEN_ANSWER, metrics, ...STACKING_ANSWERS];
