/** Commitments as values for a screen: layers that can be drawn, round axes, names, ends. */

import { describe, expect, test } from 'vitest';
import type { HeldCommitment } from '../../src/engine/index.ts';
import { lookAtCommitments } from '../../src/engine/simulate/commitments-view.ts';
import { createSimulator } from '../../src/engine/simulate/simulate.ts';
import {
  afterwardsWords,
  endDate,
  endsInWords,
  heldWords,
  shortId,
  sizeWords,
  termWords,
} from '../../src/report/commitment-words.ts';
import { commitmentsView } from '../../src/report/commitments-view.ts';
import {
  type EstateOptions,
  estateOf,
  flat,
  instance,
  officeHours,
  plan,
  reservedInstance,
  savingsPlan,
} from '../engine/estates.ts';
import { testBook } from '../helpers/test-book.ts';

function viewOf(hours: Float64Array, options: EstateOptions = {}, of = plan([])) {
  const estate = estateOf([instance('a', { hours })], options);
  const search = lookAtCommitments(createSimulator(estate, testBook()), of, { month: 1, horizonMonths: 12 });
  while (search.next());
  return commitmentsView(search.found(), of, estate);
}

describe('a chart', () => {
  test('has the layers that can be seen, each with an edge for every point', () => {
    const view = viewOf(flat(2), { commitments: [savingsPlan('sp', 0.07)] });
    const chart = view.instruments[0]?.chart;

    expect(chart?.layers).toEqual([
      { kind: 'existing', name: 'Compute SP' },
      { kind: 'open', name: 'on demand' },
    ]);
    expect(chart?.week.map(edge => edge.length)).toEqual([168, 168]);
    expect(chart?.duration).toHaveLength(2);
  });

  test('puts more than three instruments into one layer', () => {
    const commitments = [
      reservedInstance('zonal', { availabilityZone: 'us-east-1a' }),
      reservedInstance('regional'),
      savingsPlan('narrow', 0.05, { offering: 'ec2-instance', family: 'm5', region: 'us-east-1' }),
      savingsPlan('wide', 0.07),
    ];
    const estate = estateOf([instance('a', { hours: flat(9) }, { availabilityZone: 'us-east-1a' })], {
      commitments,
    });
    const search = lookAtCommitments(createSimulator(estate, testBook()), plan([]), {
      month: 1,
      horizonMonths: 12,
    });
    while (search.next());
    const names = commitmentsView(search.found(), plan([]), estate).instruments[0]?.chart.layers;

    expect(names?.map(({ name }) => name)).toEqual([
      'Zonal RI',
      'EC2 RI',
      '2 other instruments',
      'on demand',
    ]);
  });

  test.each([
    // Two machines at $0.10, and one in office hours: far from 0, the zoom shows the difference.
    ['far from 0', flat(2).map((units, hour) => units + (officeHours()[hour] ?? 0)), 0.3, true],
    ['from 0', officeHours(), 0.1, false],
    ['without a change', flat(2), 0.2, false],
  ])('%s has a round axis', (_name, hours, high, isZoomed) => {
    const chart = viewOf(hours).instruments[0]?.chart ?? viewOf(hours).chart;

    expect(chart?.axis).toEqual({
      low: 0,
      middle: expect.closeTo(high / 2, 9),
      high: expect.closeTo(high, 9),
    });
    expect(chart?.zoom !== null).toBe(isZoomed);
    if (chart?.zoom) {
      expect(chart.zoom.low).toBeLessThan(chart.lowest);
      expect(chart.zoom.low).toBeGreaterThan(0);
      expect(chart.zoom.high).toBeGreaterThanOrEqual(chart.highest);
    }
  });
});

test('tells why the purchases of the bill’s own provider do not fit, and of no other', () => {
  const { unfit } = viewOf(flat(0));

  expect(unfit.map(({ title }) => title)).toContain('Compute Savings Plan');
  expect(unfit.filter(({ title }) => /Azure|CUD|spend-based/.test(title))).toEqual([]);
});

describe('the list', () => {
  test('has the next to end on top and what has ended below', () => {
    const ends = (month: number) => ({ endMs: Date.UTC(2024, month, 10) });
    const commitments = [
      savingsPlan('late', 0.01, ends(8)),
      savingsPlan('over', 0.01, ends(-1)),
      savingsPlan('open', 0.01),
      savingsPlan('soon', 0.01, ends(3)),
    ];
    const expire = plan([], { assumptions: { existingCommitments: 'expire' } });

    expect(viewOf(flat(9), { commitments }, expire).held.map(({ id }) => id)).toEqual([
      'soon',
      'late',
      'open',
      'over',
    ]);
  });

  test('tells what is used, and what an end costs', () => {
    const commitments = [savingsPlan('sp', 0.14, { endMs: Date.UTC(2024, 3, 1) })];
    const expire = plan([], { assumptions: { existingCommitments: 'expire' } });
    const [held] = viewOf(flat(1), { commitments }, expire).held;

    expect(held).toMatchObject({
      instrument: 'Compute SP',
      perHour: 0.14,
      utilization: expect.closeTo(0.5, 9),
      endsOn: '2024-04-01',
      endsIn: 'in 2 months',
      afterwards: 'Its usage goes back to on demand: $7 a month less, it costs more than it saves.',
    });
  });
});

describe('words', () => {
  const held = (more: Partial<HeldCommitment>): HeldCommitment => ({
    commitment: savingsPlan('sp', 1),
    moveId: null,
    endMs: Date.UTC(2027, 0, 10),
    endMonth: 3,
    use: { id: 'sp', committedCost: 1, usedCost: 1, unusedCost: 0, coveredOnDemandCost: 2 },
    savedPerMonth: 1234,
    ...more,
  });

  test.each([
    ['arn:aws:savingsplans::111122220000:savingsplan/7c1d2e3f-4a5b-6c7d-8e9f-0a1b2c3d4e5f', '7c1d2e3f'],
    ['/subscriptions/x/reservations/my-vm', 'my-vm'],
    ['compute-savings-plan', 'compute-savings-plan'],
    ['ends-with/', 'ends-with'],
    ['/', '/'],
  ])('%s is %s', (id, short) => {
    expect(shortId(id)).toBe(short);
  });

  test.each([
    [{ endMonth: null }, 'end unknown'],
    [{ endMonth: -2 }, 'ended'],
    [{ endMonth: 0 }, "in the bill's month"],
    [{ endMonth: 1 }, 'in 1 month'],
  ])('%j: %s', (more, text) => {
    expect(endsInWords(held(more))).toBe(text);
  });

  test('what happens then depends on who bought it, whether it ended, and the plan’s assumption', () => {
    expect(endDate(held({}))).toBe('2027-01-10');
    expect(afterwardsWords(held({}), false, 'USD')).toBe(
      'Its usage goes back to on demand: $1,234 a month more.',
    );
    expect(afterwardsWords(held({}), true, 'USD')).toContain('renewed');
    expect(afterwardsWords(held({ use: null }), false, 'USD')).toContain('has ended');
    expect(afterwardsWords(held({ endMs: null }), false, 'USD')).toContain('not on the bill');
    expect(afterwardsWords(held({ moveId: 'buy' }), false, 'USD')).toContain('buys it again');
  });

  test('sizes and terms', () => {
    expect(sizeWords(reservedInstance('ri', { count: 14 }))).toBe('14 x m5.large');
    expect(
      sizeWords(savingsPlan('sp', 1, { offering: 'ec2-instance', family: 'm5', region: 'us-east-1' })),
    ).toBe('m5 in us-east-1');
    expect(sizeWords(savingsPlan('sp', 1))).toBe('');
    expect(termWords(savingsPlan('sp', 1, { termYears: 3, payment: 'all-upfront' }))).toBe(
      '3 years, all upfront',
    );
    expect(termWords(savingsPlan('sp', 1, { termYears: null, payment: null }))).toBe('');
    expect(heldWords([])).toBe('nothing is committed');
    expect(heldWords([held({}), held({ moveId: 'buy' })])).toBe('2 commitments, 1 of the plan');
  });
});
