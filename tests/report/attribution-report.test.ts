/** The words about the order of a plan, and the text of an attribution. */

import { describe, expect, test } from 'vitest';
import type { OrderCost, PlayedOrder } from '../../src/engine/attribution/order-cost.ts';
import type { OrderReason } from '../../src/engine/attribution/order-reasons.ts';
import { decimal, ZERO } from '../../src/engine/money.ts';
import type { PlanAttributeReport } from '../../src/report/contract/plan-questions.ts';
import { planAttributeSchema } from '../../src/report/contract.ts';
import { listed, orderSentence } from '../../src/report/order-words.ts';
import { attributionText } from '../../src/report/text/attribution-text.ts';

const played = (cost: number, starts: readonly number[] = [1, 2]): PlayedOrder => ({
  starts: starts.map((start, index) => ({ moveId: ['commit', 'shrink'][index] ?? '', start })),
  cost: decimal(cost),
  breaksGuardrail: false,
});

function order(more: Partial<OrderCost> = {}): OrderCost {
  return {
    horizonMonths: 12,
    currency: 'USD',
    written: played(1000),
    best: played(400, [2, 1]),
    canonical: played(400, [2, 1]),
    cost: decimal(600),
    reasons: [],
    byMove: [],
    elsewhere: ZERO,
    method: 'all',
    ordersPlayed: 2,
    ordersThere: 2,
    ...more,
  };
}

const inOrder = (moveId: string, writtenStart: number, bestStart: number, cost: number) => ({
  moveId,
  writtenStart,
  bestStart,
  cost: decimal(cost),
});

const tooEarly = (unused: number, stranded: number): OrderReason => ({
  kind: 'committed-before-shrinking',
  cost: decimal(600),
  moves: [inOrder('commit', 1, 2, 900), inOrder('shrink', 2, 1, -300)],
  shrunkBy: [{ moveId: 'shrink', start: 2, how: 'makes smaller' }],
  unusedPerMonth: decimal(unused),
  strandedPerMonth: decimal(stranded),
});

describe('the sentence about the order', () => {
  test.each([
    [50, 50, '$50 a month is committed and unused in the end.'],
    [50, 20, '$50 a month is committed and unused in the end, $20 of it because of the order.'],
    [50, 0, '$50 a month is committed and unused in the end, in the best order too: it is bought too large.'],
  ])(
    'names the purchase, what shrinks it and what is stranded: %i unused, %i by the order',
    (unused, stranded, words) => {
      expect(orderSentence(order({ reasons: [tooEarly(unused, stranded)] }))).toBe(
        `Your order costs $600 over 12 months. commit (month 1) commits to what shrink (month 2) makes smaller later: $600. ${words} All 2 orders of the same start months were played. Every purchase after all other moves would cost $600 less than your order.`,
      );
    },
  );

  test('says which moves wait, and which start later for it', () => {
    const alone = (kind: OrderReason['kind'], cost: number, written: number, best: number): OrderReason => ({
      ...tooEarly(0, 0),
      kind,
      cost: decimal(cost),
      moves: [inOrder(kind, written, best, cost)],
      shrunkBy: [],
    });
    const text = orderSentence(order({ reasons: [alone('waits', 700, 3, 1), alone('hurried', -100, 1, 3)] }));

    expect(text).toContain('waits starts in month 3 where month 1 is better: $700.');
    expect(text).toContain('For that hurried (month 3) starts later, which costs $100.');
  });

  test('does not pass a search off as a proof', () => {
    const text = orderSentence(order({ method: 'search', ordersPlayed: 60, ordersThere: 151_200 }));

    expect(text).toContain(
      '60 of 151,200 orders were played: a search, not a proof; there may be a better one.',
    );
  });

  test('says when nothing better was found, and when purchases come last already', () => {
    const same = played(1000);
    const text = orderSentence(order({ best: same, canonical: same, cost: ZERO }));

    expect(text).toContain('Your order costs nothing over 12 months: no better one was found.');
    expect(text).toContain('Every purchase comes after all other moves already.');
  });

  test('tells when the order of the rule book is dearer or breaks a guardrail', () => {
    const canonical = { ...played(1500, [2, 1]), breaksGuardrail: true };

    expect(orderSentence(order({ canonical }))).toContain(
      'would cost $500 more than your order, and break a guardrail.',
    );
  });
});

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('%j is listed as %j', (items, text) => {
  expect(listed(items)).toBe(text);
});

describe('the text', () => {
  const report: PlanAttributeReport = planAttributeSchema.parse({
    schema: 'trimtab/plan-attribute/1',
    plan: 'Plan',
    scenario: null,
    currency: 'USD',
    index: 3,
    month: '2027-01',
    baselineCost: '1000',
    unexplained: '20',
    costWithoutMoves: '1020',
    costWithMoves: '520',
    saving: '500',
    method: 'sampled',
    seed: '7',
    permutations: 48,
    moves: [
      {
        moveId: 'a',
        leverId: 'x',
        title: 'X',
        waterfall: '300',
        shapley: '270',
        standardError: '4.2',
        leaveOneOut: '250',
        interaction: '20',
      },
      {
        moveId: 'b',
        leverId: 'y',
        title: 'Y',
        waterfall: '200',
        shapley: '230',
        standardError: '0',
        leaveOneOut: '210',
        interaction: '20',
      },
    ],
    interaction: '40',
    pairs: [{ moveIds: ['a', 'b'], saving: '-40', method: 'among-the-others' }],
    groups: [['a', 'b']],
    notInEffect: ['late'],
    order: { ...JSON.parse(JSON.stringify(order())), sentence: 'Your order costs nothing.' },
  });

  test.each([80, 140])('fits %i columns and shows every part with its sum', width => {
    const lines = attributionText(report, width);
    const text = lines.join('\n');

    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    expect(text).toMatch(/^a +\$300 +\$270 +\$4 +\$250 +\$20/m);
    expect(text).toMatch(/^b +\$200 +\$230 +- +\$210 +\$20/m);
    expect(text).toMatch(/^All moves +\$500 +\$500 +\$460 +\$40/m);
    expect(text).toContain('a and b overlap by $40');
    expect(text.replaceAll('\n', ' ')).toContain('means over 48 drawn orders (seed 7)');
    expect(text).toContain('Not in effect in this month: late.');
    expect(text).toContain('+$20');
  });

  test('of a plan without moves says so', () => {
    const text = attributionText({ ...report, moves: [], pairs: [], notInEffect: [] }, 80).join('\n');

    expect(text).toContain('No move is in effect in this month.');
    expect(text).toContain('No two moves meet');
  });
});
