/** One move down to its resources: before and after, what moved elsewhere, and the prices behind it. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainMove } from '../../../src/engine/attribution/explain-move.ts';
import { pricesUsed } from '../../../src/engine/attribution/price-uses.ts';
import type { Estate } from '../../../src/engine/estate/estate.ts';
import { sum } from '../../../src/engine/money.ts';
import type { Plan } from '../../../src/engine/plan.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { estates, plans } from '../../helpers/arbitraries.ts';
import { testBook } from '../../helpers/test-book.ts';
import { estateOf, instance, move, NO_RATES, plan, savingsPlan, utilization, volume } from '../estates.ts';

const explain = (estate: Estate, each: Plan, id: string, horizonMonths = 4) =>
  explainMove(createSimulator(estate, testBook()), each, id, horizonMonths);

const SMALL = { utilization: utilization({ iops: { max: 100 }, throughputMibps: { max: 50 } }) };
const IDLE = {
  workload: 'staging',
  utilization: utilization({ cpu: { p50: 0.02, p99: 0.04, max: 0.05 }, memory: { p99: 0.1, max: 0.1 } }),
};

describe('a move', () => {
  test('is each of its resources before and after, the largest first, with the prices of both', () => {
    const estate = estateOf([
      volume('big', { ...SMALL, sizeGib: 900 }),
      volume('tiny', { ...SMALL, sizeGib: 100 }),
    ]);
    const found = explain(estate, plan([move('ebs-gp2-to-gp3', { id: 'gp3' })]), 'gp3');

    expect(
      found?.resources.map(({ finding, before, after }) => [
        finding.resourceId,
        before.toNumber(),
        after.toNumber(),
      ]),
    ).toEqual([
      ['big', 90, 72],
      ['tiny', 10, 8],
    ]);
    expect(found?.savedPerMonth.toNumber()).toBe(20);
    expect(found?.prices.map(({ what, price, from }) => [what, price, from])).toEqual([
      ['aws ebs gp2 storage', 0.1, 'book'],
      ['aws ebs gp3 iops_above_3000', 0.005, 'book'],
      ['aws ebs gp3 storage', 0.08, 'book'],
      ['aws ebs gp3 throughput_above_125', 0.04, 'book'],
    ]);
  });

  test('is told on top of the moves applied before it', () => {
    const estate = estateOf([instance('a', { instanceType: 'm5.xlarge' }, IDLE)]);
    const each = plan([
      move('schedule-non-production', { id: 'off' }),
      move('rightsize-compute', { id: 'half', params: { acceptUnobservedMemory: true } }),
    ]);
    const [off, half] = ['off', 'half'].map(id => explain(estate, each, id)?.resources[0]);

    expect(off?.before.toNumber()).toBeCloseTo(168 * 0.2, 9);
    expect(half?.before.toFixed()).toBe(off?.after.toFixed());
    expect(half?.finding.why).toContain('m5.xlarge -> m5.large');
  });

  test('that frees a commitment says what it saves elsewhere', () => {
    const estate = estateOf([instance('a', {}, IDLE), instance('b')], {
      commitments: [savingsPlan('sp', 0.07)],
    });
    const found = explain(estate, plan([move('schedule-non-production', { id: 'off' })]), 'off');

    expect(found?.others.length).toBeGreaterThan(0);
    expect(
      sum([...(found?.resources ?? []), ...(found?.others ?? [])].map(({ saved }) => saved)).toFixed(),
    ).toBe(found?.savedPerMonth.toFixed());
  });

  test('that comes after the target is told in the first month that shows it; later than the run, it is nothing', () => {
    const estate = estateOf([volume('v', SMALL)]);
    const at = (start: number) =>
      explain(estate, plan([move('ebs-gp2-to-gp3', { id: 'gp3', start })]), 'gp3', 6);

    expect([at(5)?.index, at(5)?.savedPerMonth.toNumber()]).toEqual([5, 10]);
    expect([at(9)?.outcome.effectMonth, at(9)?.resources, at(9)?.savedPerMonth.toNumber()]).toEqual([
      null,
      [],
      0,
    ]);
  });

  test('that is not in the plan, or is forbidden, has no explanation', () => {
    const each = plan([move('ebs-gp2-to-gp3', { id: 'gp3' })]);
    const guardrails = { ...each.guardrails, forbiddenLevers: ['ebs-gp2-to-gp3'] };

    expect(explain(estateOf([volume('v', SMALL)]), each, 'other')).toBeNull();
    expect(explain(estateOf([volume('v', SMALL)]), { ...each, guardrails }, 'gp3')).toBeNull();
  });

  test('of a purchase shows the rates it pays', () => {
    const found = explain(
      estateOf([instance('a')]),
      plan([move('compute-savings-plan', { id: 'sp' })]),
      'sp',
    );

    expect(found?.prices.length).toBeGreaterThan(0);
    for (const { what } of found?.prices ?? []) expect(what).toMatch(/m5\.large/);
  });

  test('is the sum of its resources and of what moved elsewhere, on any estate and plan', () => {
    fc.assert(
      fc.property(estates(), plans, (estate, each) => {
        for (const { id } of each.moves) {
          const found = explain(estate, each, id);
          if (found === null) continue;
          const parts = [...found.resources, ...found.others].map(({ saved }) => saved);
          expect(sum(parts).toFixed()).toBe(found.savedPerMonth.toFixed());
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('prices', () => {
  test('that the bill paid come before the book, and say so', () => {
    const paidRates = { ...NO_RATES, unitPrice: new Map([['ebs|gp2|storage|us-east-1', 0.09]]) };
    const estate = estateOf([volume('v')], { paidRates });
    const used = pricesUsed(estate, testBook(), 'all', rates => {
      for (const name of ['gp2', 'gp3']) rates.unitPrice('ebs', name, 'storage', 'us-east-1');
      rates.unitPrice('ebs', 'gp2', 'storage', 'us-east-1');
    });

    expect(used.map(({ from, price, date }) => [from, price, date.slice(0, 4)])).toEqual([
      ['book', 0.08, expect.any(String)],
      ['bill', 0.09, '2024'],
    ]);
    expect(
      pricesUsed(estate, testBook(), 'commitments', rates =>
        rates.unitPrice('ebs', 'gp3', 'storage', 'us-east-1'),
      ),
    ).toEqual([]);
  });
});
