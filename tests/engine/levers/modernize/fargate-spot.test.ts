/** Fargate Spot: half of the tasks at 45 % of the list, never of a tier with state. */

import { describe, expect, test } from 'vitest';
import { metered, meterShape } from '../../../helpers/metered-usage.ts';
import { flat, workload } from '../../estates.ts';
import { answerFor, reasonOf, savedBy } from './real-book.ts';
import { tier } from './spot-fleet.ts';

const LEVER = 'fargate-spot';
const VCPU = meterShape('AWSFargate', 'Fargate-vCPU-Hours:perCPU');
const MEMORY = meterShape('AWSFargate', 'Fargate-GB-Hours');
const TASKS = metered('t', [
  { shape: VCPU, hours: flat(2) },
  { shape: MEMORY, hours: flat(4) },
]);
const stateless = { workloads: [workload('shop', 'production', tier({ stateful: false }))] };

test('2 vCPUs and 4 GB: half of 0.09874 USD an hour, less 45 % of it', () => {
  const perHour = 2 * 0.04048 + 4 * 0.004445;
  expect(savedBy(LEVER, [TASKS], {}, stateless)).toBeCloseTo(perHour * 0.5 * 0.55 * 168, 9);
  expect(answerFor(LEVER, [TASKS], {}, stateless)).toMatchObject({
    evidence: 'assumed',
    effect: { quantityRatio: 0.5, also: [{ quantityRatio: 0.5 }] },
    risks: [{ kind: 'spot', share: 0.5, pools: 3 }, { kind: 'change-event' }],
  });
});

test('only where it is declared stateless, or when asked', () => {
  expect(reasonOf(answerFor(LEVER, [TASKS]))).toBe(
    'not declared stateless: add its compute tier to workloads.yaml',
  );
  expect(answerFor(LEVER, [TASKS], { acceptUndeclared: true })).toMatchObject({ evidence: 'assumed' });
});

describe('no', () => {
  test.each([
    ['for state', tier({ stateful: true }), 'declared stateful: two minutes are too short to move its state'],
    ['for a quorum', tier({ quorumMember: true }), 'a member of a quorum: two lost at once are a majority'],
  ])('%s, whatever is accepted', (_name, declared, reason) => {
    const workloads = [workload('shop', 'production', declared)];
    expect(reasonOf(answerFor(LEVER, [TASKS], { acceptUndeclared: true }, { workloads }))).toBe(reason);
  });

  test('where spot costs as much', () => {
    expect(reasonOf(answerFor(LEVER, [TASKS], { spotPricePercent: 100 }, stateless))).toBe(
      'spot is no cheaper than what is paid',
    );
  });

  test('without tasks', () => {
    expect(reasonOf(answerFor(LEVER, [metered('t', [])], {}, stateless))).toBe(
      'runs no Linux tasks on Fargate',
    );
  });
});
