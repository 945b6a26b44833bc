/** The outlook of a plan: its three parts come from the same engine as the commands. */

import { describe, expect, test } from 'vitest';
import { followSearch } from '../../src/app/follow-search.ts';
import { outlookOf } from '../../src/app/outlook.ts';
import { createSimulator } from '../../src/engine/index.ts';
import { estateOf, HOURS, instance, move, plan, utilization } from '../engine/estates.ts';
import { testBook } from '../helpers/test-book.ts';

const IDLE = utilization({ cpu: { p95: 0.01 }, networkMbps: { p95: 0 } });
const estate = estateOf([instance('a'), instance('b', {}, { utilization: IDLE })]);
const terms = { horizonMonths: 4, seed: '1', currency: 'USD' };
const outlook = (moves: Parameters<typeof plan>[0]) =>
  followSearch(outlookOf(createSimulator(estate, testBook()), plan(moves), terms), 'Looking ahead');

describe('the outlook', () => {
  test('of a plan attributes its whole saving and plays every case', async () => {
    const { attribution, stress } = await outlook([
      move('terminate-idle-compute', { start: 2 }),
      move('compute-savings-plan', { start: 1 }),
    ]);
    expect(Number(attribution?.saving)).toBeGreaterThan(0);
    expect(attribution?.moves.reduce((sum, { shapley }) => sum + Number(shapley), 0)).toBeCloseTo(
      Number(attribution?.saving),
      9,
    );
    // Bought before the idle machine goes: its half of the commitment is worth nothing later.
    expect(Number(attribution?.order.cost)).toBeGreaterThan(0.02 * HOURS);
    expect(stress.cases).toHaveLength(8);
  });

  test('of an empty plan has nobody to attribute to, and still says what may happen', async () => {
    const { attribution, stress } = await outlook([]);
    expect(attribution).toBeNull();
    expect(stress.cases.map(({ amountReached }) => amountReached)).toContain(false);
  });
});
