/** A smaller support plan, on what is left of the bill. */

import { describe, expect, test } from 'vitest';
import type { Resource, ResourceBase } from '../../../../src/engine/estate/estate.ts';
import { createSimulator } from '../../../../src/engine/simulate/simulate.ts';
import { billed, meter } from '../../../helpers/billed-meters.ts';
import { testBook } from '../../../helpers/test-book.ts';
import { ask, estateOf, instance, move, other, plan, utilization, workload } from '../../estates.ts';

const LEVER = 'support-plan';
const SERVICES = {
  enterprise: ['AWSSupportEnterprise', 'AWS Support (Enterprise)'],
  'on-ramp': ['AWSEnterpriseOnRamp', 'AWS Support (Enterprise On-Ramp)'],
  business: ['AWSSupportBusiness', 'AWS Support (Business)'],
} as const;

function support(name: keyof typeof SERVICES, fee: number, more: Partial<ResourceBase> = {}) {
  const [serviceCode, serviceName] = SERVICES[name];
  return billed('support', [meter('Dollar', 1, fee, { serviceCode })], {
    serviceCode,
    serviceName,
    region: null,
    workload: 'staging',
    ...more,
  });
}

function answer(
  resource: Resource,
  rest: readonly Resource[],
  params: Record<string, string | boolean> = {},
) {
  return ask(LEVER, estateOf([resource, ...rest]), 'support', params);
}

describe('no', () => {
  test.each<readonly [string, Resource, Record<string, string | boolean>, string]>([
    ['for what is no support', other('support', '100'), {}, 'no support plan that is known'],
    [
      'for the plan it is',
      support('business', 1000),
      {},
      'the plan is business, which is no more than business',
    ],
    [
      'for a larger plan',
      support('business', 1000),
      { to: 'enterprise_on_ramp' },
      'the plan is business, which is no more than enterprise on ramp',
    ],
    [
      'below Business in production',
      support('business', 1000),
      { to: 'developer' },
      'production needs answers at any hour',
    ],
    ['for nothing', support('enterprise', 0), {}, 'nothing is paid for it'],
  ])('%s', (_name, resource, params, reason) => {
    expect(answer(resource, [], params)).toEqual({ eligible: false, reason });
  });

  test('without a price of the plan', () => {
    const book = testBook({ unitPrices: { 'support business minimum': null } });
    const estate = estateOf([support('enterprise', 39_500)], { book });

    expect(ask(LEVER, estate, 'support', {}, book)).toMatchObject({ reason: 'no price of the plan' });
  });
});

/** Share of the fee that is left. */
function factor(
  resource: Resource,
  rest: readonly Resource[],
  params: Record<string, string | boolean> = {},
) {
  const found = answer(resource, rest, params);
  return 'effect' in found && found.effect.kind === 'renegotiate' ? found.effect.factor : found;
}

describe('the new fee', () => {
  test('is that of the same charges: $500,000 cost 39,500 with Enterprise and 21,900 with Business', () => {
    expect(factor(support('enterprise', 39_500), [other('rest', '500000')])).toBeCloseTo(21_900 / 39_500, 12);
  });

  test('follows a bill that has become smaller: $80,000 of $500,000', () => {
    expect(factor(support('enterprise', 39_500), [other('rest', '80000')])).toBeCloseTo(5900 / 39_500, 12);
  });

  test('is never on more than the old one was, whatever else the bill holds', () => {
    expect(factor(support('enterprise', 39_500), [other('rest', '900000')])).toBeCloseTo(21_900 / 39_500, 12);
  });

  test('is on its own account where several accounts pay for support', () => {
    const mine = support('enterprise', 39_500, { account: 'a' });
    const theirs = { ...support('business', 100, { account: 'b' }), id: 'theirs' };
    const rest = [other('r1', '80000', { account: 'a' }), other('r2', '800000', { account: 'b' })];

    expect(factor(mine, [theirs, ...rest])).toBeCloseTo(5900 / 39_500, 12);
  });

  test('is nothing with Basic, which comes with an account', () => {
    expect(answer(support('business', 1000), [], { to: 'basic', allowProduction: true })).toMatchObject({
      effect: { kind: 'remeter', meters: [{ usageType: 'Dollar', factor: 0 }] },
    });
  });
});

test('the fee follows what other moves of the plan leave', () => {
  // Machines worth 168 h x $0.40 each week: 300 of them $20,160. Idle ones go, and support shrinks with them.
  const idle = utilization({ observedDays: 60, cpu: { max: 0.001, p95: 0.001 }, networkMbps: { max: 0 } });
  const machines = Array.from({ length: 300 }, (_, index) =>
    instance(
      `i-${String(index).padStart(3, '0')}`,
      { instanceType: 'm5.2xlarge' },
      index < 150 ? { utilization: idle } : {},
    ),
  );
  const estate = estateOf([support('enterprise', 15_000), ...machines]);
  const moves = [move('terminate-idle-compute'), move(LEVER)];
  const run = createSimulator(estate, testBook()).run(plan(moves), { horizonMonths: 3 });
  const left = run.moves[0]?.applied.length === 150 ? 150 : 0;
  const rest = left * 168 * 0.4;

  expect(left).toBe(150);
  // 10 % of the first 10,000, 7 % of the 80 above.
  expect(run.months[2]?.runRateCost.toNumber()).toBeCloseTo(rest + 1000 + 0.07 * (rest - 10_000), 4);
});

test('later answers are said to the model', () => {
  const estate = estateOf([support('enterprise', 39_500), other('rest', '500000')], {
    workloads: [workload('staging', 'staging')],
  });

  expect(ask(LEVER, estate, 'support')).toMatchObject({
    evidence: 'inferred',
    risks: [{ kind: 'support', laterMinutes: 45 }],
  });
});
