/** What a Compute Savings Plan is bought for, and for how much. */

import { describe, expect, test } from 'vitest';
import { UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import { ask, estateOf, flat, HOURS, instance, reservedInstance, savingsPlan, usage } from '../../estates.ts';

const LEVER = 'compute-savings-plan';

/** An m5.large all week: $0.10 on demand, $0.07 under a plan. */
const ONE = [instance('a')];

function committed(
  estate: ReturnType<typeof estateOf>,
  params: Record<string, number | string> = {},
): number {
  const found = ask(LEVER, estate, null, params);
  if ('reason' in found) return 0;
  const [plan] = found.effect.kind === 'commit' ? found.effect.commitments : [];
  if (plan?.kind !== 'savings-plan') throw new Error('no plan');
  return plan.commitmentPerHour;
}

describe('no', () => {
  const REASON = 'no on-demand compute is left that a plan with a known rate would make cheaper';

  test.each([
    ['without compute', estateOf([])],
    [
      'when reservations cover all of it',
      estateOf(ONE, { commitments: [reservedInstance('ri', { count: 1 })] }),
    ],
    ['when another plan covers all of it', estateOf(ONE, { commitments: [savingsPlan('sp', 0.07)] })],
    [
      'when everything runs on spot',
      estateOf([instance('a', [usage({ purchase: 'spot', spotPerHour: 0.03 })])]),
    ],
    [
      'when it runs too seldom: a quarter of the hours at 30 %',
      estateOf([instance('a', { hours: flat(0).fill(1, 0, HOURS / 4) })]),
    ],
    ['when nobody knows a rate', estateOf([instance('a', { operatingSystem: 'rhel' })])],
    ['in a Region without prices', estateOf([instance('a', {}, { region: UNKNOWN_REGION })])],
    ['when it is worth less than the smallest plan', estateOf([instance('a', { hours: flat(0.01) })])],
  ])('%s', (_name, estate) => {
    expect(ask(LEVER, estate, null)).toEqual({ eligible: false, reason: REASON });
  });
});

describe('the size', () => {
  test.each<readonly [string, ReturnType<typeof estateOf>, Record<string, number | string>, number]>([
    ['is the usage at plan rates where it is flat', estateOf(ONE), {}, 0.07],
    [
      'is what commitments of the bill leave',
      estateOf([instance('a', { hours: flat(3) })], { commitments: [reservedInstance('ri', { count: 2 })] }),
      {},
      0.07,
    ],
    ['has the rates of the term asked for', estateOf(ONE), { termYears: '3' }, 0.055],
    ['has the rates of the payment asked for', estateOf(ONE), { payment: 'all-upfront' }, 0.067],
    [
      'is a share of the optimum when asked for',
      estateOf([instance('a', { hours: flat(10) })]),
      { shareOfOptimumPercent: 50 },
      0.35,
    ],
    ['is what a person says, whatever is used', estateOf(ONE), { commitmentPerHour: 4 }, 4],
    ['is what a person says even where nothing runs', estateOf([]), { commitmentPerHour: 4 }, 4],
  ])('%s', (_name, estate, params, expected) => {
    expect(committed(estate, params)).toBeCloseTo(expected, 9);
  });

  test('does not depend on the terms that were looked at before', () => {
    const estate = estateOf(ONE);
    const asked = (['1', '3', '1', '3'] as const).map(termYears => committed(estate, { termYears }));
    expect(asked).toEqual([0.07, 0.055, 0.07, 0.055]);
  });
});

describe('the plan', () => {
  test('is a Compute plan with the terms of the move, for any family and Region', () => {
    expect(ask(LEVER, estateOf(ONE), null, { termYears: '3', payment: 'partial-upfront' })).toMatchObject({
      evidence: 'measured',
      why: '$0.053/h committed, the optimum here is $0.053/h',
      effect: {
        kind: 'commit',
        commitments: [
          {
            kind: 'savings-plan',
            offering: 'compute',
            family: null,
            region: null,
            termYears: 3,
            payment: 'partial-upfront',
          },
        ],
      },
    });
  });

  test('touches no system', () => {
    const found = ask(LEVER, estateOf(ONE), null);
    if ('reason' in found) throw new Error(found.reason);
    expect(found.risks).toMatchObject([{ kind: 'none' }]);
  });
});
