/** From the model's price to the bill: proportions, credits, half-known instances and commitments that came and went. */

import { describe, expect, test } from 'vitest';
import type { Estate } from '../../../src/engine/estate/estate.ts';
import { COVERAGE_SHIFT } from '../../../src/engine/simulate/ledger.ts';
import { costOf, createBaseline } from '../../../src/engine/simulate/model-cost.ts';
import { estateOf, flat, HOURS, instance, other, ratesOf, savingsPlan, usage, volume } from '../estates.ts';

const costs = (before: Estate, after: Estate) => {
  const cost = costOf(after, createBaseline(before, ratesOf(before)));
  return {
    ...cost,
    amounts: Object.fromEntries([...cost.byResource].map(([id, amount]) => [id, amount.toNumber()])),
    effective: cost.effective.toNumber(),
    billed: cost.billed.toNumber(),
  };
};
const without = (estate: Estate, ...ids: string[]): Estate => ({
  ...estate,
  resources: estate.resources.filter(({ id }) => !ids.includes(id)),
});

describe('a resource', () => {
  test('that the bill charges less than the model saves in proportion', () => {
    const before = estateOf([volume('v')], { fit: () => 0.6, extraCost: () => 2 });
    const half = {
      ...before,
      resources: before.resources.map(each => (each.kind === 'volume' ? { ...each, sizeGib: 250 } : each)),
    };
    expect(costs(before, half).amounts.v).toBeCloseTo(0.6 * 25 + 2, 9);
  });

  test('keeps what the model does not price until it is gone', () => {
    const before = estateOf([instance('a', { hours: flat(1) })], { extraCost: () => 5 });
    expect(costs(before, without(before, 'a')).amounts.a).toBe(0);
    const idle = {
      ...before,
      resources: before.resources.map(each =>
        each.kind === 'instance' ? { ...each, compute: [usage({ hours: flat(0) })] } : each,
      ),
    };
    expect(costs(before, idle).amounts.a).toBeCloseTo(5, 9);
  });

  test('that credits pay for saves nothing when it goes', () => {
    const before = estateOf([instance('a')], { fit: () => 0 });
    expect(costs(before, without(before, 'a')).effective).toBe(0);
    const committed = estateOf([instance('a')], { fit: () => 0, commitments: [savingsPlan('sp', 0.01)] });
    expect(costs(committed, without(committed, 'a')).effective).toBeGreaterThanOrEqual(0);
  });

  test('whose price is known for half of its hours saves its whole cost once, not one and a half times', () => {
    const half = instance('a', [usage(), usage({ operatingSystem: 'rhel' })], {
      effectiveCost: '40',
      billedCost: '40',
      modelledCost: 40,
    });
    for (const commitments of [[], [savingsPlan('sp', 0.01)]]) {
      const before = estateOf([half, other('o', '7')], { commitments });
      const { effective } = costs(before, before);
      expect(effective - costs(before, without(before, 'a')).effective).toBeCloseTo(40, 6);
    }
  });
});

describe('commitments', () => {
  test('that leave more unused show it under their own name', () => {
    const before = estateOf([instance('a')], { commitments: [savingsPlan('sp', 0.07)] });
    const { amounts, effective } = costs(before, without(before, 'a'));
    expect(amounts).toEqual({ a: 0, sp: expect.closeTo(0.07 * HOURS, 9) });
    expect(effective).toBeCloseTo(0.07 * HOURS, 9);
  });

  test('that ended cost nothing any more, used or not', () => {
    const before = estateOf([instance('a')], { commitments: [savingsPlan('sp', 0.1)] });
    const { amounts, billed } = costs(before, { ...before, commitments: [] });
    expect(amounts).toEqual({ a: expect.closeTo(0.1 * HOURS, 9), sp: 0 });
    expect(billed).toBeCloseTo(0.1 * HOURS, 9);
  });

  test('that are bought appear as soon as they leave something unused', () => {
    const before = estateOf([instance('a')]);
    const bought = { ...before, commitments: [savingsPlan('new', 0.1)] };
    expect(costs(before, bought).amounts).toEqual({
      a: expect.closeTo(0.07 * HOURS, 9),
      new: expect.closeTo(0.03 * HOURS, 9),
    });
  });

  test('shift coverage only where the bill named other resources than the model, and only so much', () => {
    const before = estateOf([instance('a'), instance('b')], {
      commitments: [savingsPlan('sp', 0.07)],
      fit: id => (id === 'a' ? 0.07 : 0.1) / 0.085,
    });
    const { amounts, effective } = costs(before, without(before, 'a'));
    // The model: b falls from .085 to .07, so its bill of .10 falls to .0823...; the plan really covers it for .07.
    expect(amounts[COVERAGE_SHIFT]).toBeCloseTo((0.07 - (0.1 * 0.07) / 0.085) * HOURS, 6);
    expect(effective).toBeCloseTo(0.07 * HOURS, 6);
  });
});

test('the invoice follows the hours on demand and the fees, not the amortised price', () => {
  const before = estateOf([instance('a')]);
  const upfront = { ...before, commitments: [savingsPlan('new', 0.067, { payment: 'all-upfront' })] };
  const { effective, billed } = costs(before, upfront);
  expect(effective).toBeCloseTo(0.067 * HOURS, 9);
  expect(billed).toBeCloseTo(0, 9);
});
