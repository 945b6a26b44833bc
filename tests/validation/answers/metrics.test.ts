/** Worked examples of key figures: the published ones, and others of the same kinds. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Inputs } from '../../../src/validation/answer.ts';
import { METRIC_ANSWERS } from '../../../src/validation/answers/metrics.ts';
import { testBook } from '../../helpers/test-book.ts';

type Example = {
  readonly id: string;
  readonly kind: string;
  readonly inputs: Inputs;
  readonly expected: Inputs;
  readonly tolerance: number;
};

const file = new URL('../../../fixtures/worked-examples/stacking-and-metrics.json', import.meta.url);
const examples: readonly Example[] = JSON.parse(readFileSync(file, 'utf8')).examples;
const facts = { book: testBook() };

const answerOf = (kind: string, inputs: Inputs) =>
  METRIC_ANSWERS.find(answer => answer.kind === kind && answer.accepts(inputs));

/** The value under a key, as `validate` asks for it. */
function value(kind: string, inputs: Inputs, key: string): unknown {
  const answer = answerOf(kind, inputs);
  const computed = answer?.compute(inputs, facts) ?? {};
  return key in computed ? computed[key] : answer?.resolve?.(key, inputs, computed);
}

/** Numbers within a tolerance, lists element by element. */
function expectNear(computed: unknown, published: unknown, tolerance: number, path: string): void {
  if (Array.isArray(published)) {
    expect(computed, path).toHaveLength(published.length);
    for (const [i, part] of published.entries()) {
      expectNear((computed as unknown[])[i], part, tolerance, `${path}[${i}]`);
    }
    return;
  }
  if (typeof published !== 'number') {
    expect(computed, path).toEqual(published);
    return;
  }
  expect(computed, path).toBeTypeOf('number');
  expect(Math.abs((computed as number) - published), path).toBeLessThanOrEqual(tolerance + 1e-12);
}

describe('published examples', () => {
  test.each(examples.map(example => [example.id, example] as const))('%s', (id, example) => {
    for (const [key, published] of Object.entries(example.expected)) {
      expectNear(value(example.kind, example.inputs, key), published, example.tolerance, `${id}.${key}`);
    }
  });
});

describe('other examples of the same kinds', () => {
  test.each<readonly [string, string, Inputs, string, unknown]>([
    ['one discount', 'break-even', { discount: 0.4, hours_per_month: 744 }, 'hours', 446.4],
    ['a month of 730 hours when none is given', 'break-even', { discounts: [0.5] }, 'hours', [365]],
    ['camel case', 'break-even', { discount: 0.4 }, 'breakEvenUtilisation', 0.6],
    ['two rates', 'break-even', { committed_rate: 0.063, on_demand_rate: 0.1 }, 'discount', 0.37],
    [
      'a partial upfront',
      'break-even',
      { upfront: 300, monthly_on_demand: 70, monthly_recurring: 20 },
      'break_even_months',
      6,
    ],
    ['an all upfront', 'break-even', { upfront: 600, monthly_on_demand: 100 }, 'months', 6],
    [
      'a fee that never comes back',
      'break-even',
      { upfront: 1, monthly_on_demand: 5, monthly_recurring: 5 },
      'break_even_months',
      null,
    ],
    [
      'an upfront over a term',
      'break-even',
      { upfront: 438, recurring_hourly: 0.05, on_demand_rate: 0.2, term_years: 1 },
      'break_even_utilization',
      0.5,
    ],
    [
      'a use below break-even',
      'break-even',
      { discount: 0.25, list_at_full_use: 100, utilization: 0.6 },
      'net_saving',
      -15,
    ],
    [
      'uses of a list',
      'break-even',
      { discount: 0.25, list_at_full_use: 100, utilizations: [0.75, 1] },
      'net_saving',
      [0, 25],
    ],
    [
      'a uniform discount for several uses',
      'break-even',
      { discount: 0.25, utilizations: [0.75, 1] },
      'break_even_uptime',
      0.75,
    ],
    ['a loss', 'metrics', { on_demand_equivalent: 100, actual_cost: 120 }, 'esr', -0.2],
    [
      'list and contracted prices',
      'metrics',
      { list_cost: 200, contracted_cost: 160, effective_cost: 120 },
      'esr_over_contracted',
      0.25,
    ],
    [
      'list and contracted prices, over list',
      'metrics',
      { list_cost: 200, contracted_cost: 160, effective_cost: 120 },
      'effectiveSavingsRate',
      0.4,
    ],
    [
      'covered and on demand',
      'metrics',
      { covered_on_demand_equivalent: 60, on_demand_remaining: 40 },
      'coverage',
      0.6,
    ],
    ['committed and used', 'metrics', { committed: 50, used: 40 }, 'unused', 10],
    ['committed and unused', 'metrics', { total_commitment: 50, unused_commitment: 10 }, 'utilisation', 0.8],
    [
      'coverage x (1 - (1 - d) / utilisation)',
      'metrics',
      { coverage: 0.8, discount: 0.3, utilization: 0.875 },
      'esr',
      0.16,
    ],
    ['coverage and discount at full utilisation', 'metrics', { coverage: 0.8, discount: 0.3 }, 'esr', 0.24],
    [
      'amounts that make up both bills',
      'metrics',
      { committed: 70, used: 56, discount: 0.3, on_demand: 20 },
      'esr',
      0.1,
    ],
    ['nothing that could be saved', 'metrics', { on_demand_equivalent: 0, actual_cost: 0 }, 'esr', null],
    [
      'another contract',
      'stacking',
      { on_demand_rate: 2, sp_discount: 0.5, edp_discount: 0.2 },
      'rate_after_edp',
      0.8,
    ],
    [
      'a reservation under a PPA',
      'stacking',
      { on_demand_rate: 2, ri_discount: 0.5, ppa_discount: 0.2 },
      'saving_from_contract',
      0.2,
    ],
    ['two levers', 'stacking', { base: 100, levers: [0.3, 0.4] }, 'waterfall', [30, 28]],
    [
      'two levers the other way',
      'stacking',
      { base: 100, levers: [0.3, 0.4], order: [1, 0] },
      'waterfall',
      [18, 40],
    ],
    [
      'two levers over both orders',
      'stacking',
      { base: 100, levers: [0.3, 0.4] },
      'shapley_values',
      [24, 34],
    ],
    [
      'four levers',
      'stacking',
      { base: 100, levers: [0.1, 0.3, 0.4, 0.28] },
      'shapley',
      [6.069, 20.016, 28.209, 18.489],
    ],
    [
      'four levers together',
      'stacking',
      { base: 100, discounts: [0.1, 0.3, 0.4, 0.28] },
      'total_saving',
      72.784,
    ],
    [
      'named levers in another order',
      'stacking',
      {
        base: 100,
        levers: [
          { id: 'a', fraction: 0.3 },
          { id: 'b', fraction: 0.4 },
        ],
        order: ['b', 'a'],
      },
      'waterfall',
      [18, 40],
    ],
    [
      'a rightsizing that a plan strands',
      'stacking',
      { base: 100, discount: 0.3, rightsizing: 0.4 },
      'saving',
      0,
    ],
    [
      'the same before the plan',
      'stacking',
      { base: 100, discount: 0.3, rightsizing: 0.4 },
      'rightsize_first',
      42,
    ],
    ['the bill under the plan', 'stacking', { base: 100, discount: 0.3, rightsizing: 0.4 }, 'bill_after', 70],
    ['what lies idle then', 'stacking', { base: 100, discount: 0.3, rightsizing: 0.4 }, 'stranded', 28],
    [
      'half coverage',
      'stacking',
      { base: 100, discount: 0.3, rightsizing: 0.4, coverage: 0.5 },
      'saving',
      40,
    ],
    ['a deletion or a rightsizing', 'stacking', { cost: 100, rightsize_saving: 40 }, 'total_saving', 100],
    [
      'actions on two resources',
      'stacking',
      {
        recommendations: [
          { resourceId: 'i-1', actionType: 'Rightsize', estimatedMonthlySavings: 40 },
          { resourceId: 'i-1', actionType: 'Delete', estimatedMonthlySavings: 90 },
          { resourceId: 'i-2', actionType: 'Rightsize', estimatedMonthlySavings: 10 },
        ],
      },
      'total_savings',
      100,
    ],
  ])('%s', (_what, kind, inputs, key, expected) => {
    expectNear(value(kind, inputs, key), expected, 1e-3 + 1e-9, key);
  });
});

describe('examples that are not of these shapes', () => {
  test.each<readonly [string, string, Inputs]>([
    ['a percentage instead of a share', 'break-even', { discount: 30 }],
    ['a negative discount', 'break-even', { discount: -0.1 }],
    ['a number that no rule reads', 'break-even', { discount: 0.3, riskPremium: 0.1 }],
    ['too little', 'break-even', { on_demand_rate: 1 }],
    ['text for a number', 'break-even', { discount: '0.3' }],
    ['two spellings of one input', 'break-even', { discount: 0.3, discounts: [0.4] }],
    ['one amount', 'metrics', { on_demand_equivalent: 5 }],
    ['more use than there is', 'metrics', { coverage: 1.5, discount: 0.3 }],
    ['a list of nothing', 'stacking', { base: 100, levers: [] }],
    ['an order that leaves a lever out', 'stacking', { base: 100, levers: [0.1, 0.2], order: [0] }],
    ['more levers than can be tried in all sets', 'stacking', { base: 1, levers: Array(11).fill(0.1) }],
    ['another kind', 'tiers', { discount: 0.3 }],
  ])('are not accepted: %s', (_what, kind, inputs) => {
    expect(answerOf(kind, inputs)).toBeUndefined();
  });

  test('a key that says nothing known stays unanswered', () => {
    expect(value('metrics', { on_demand_equivalent: 100, actual_cost: 50 }, 'carbon')).toBeUndefined();
  });
});
