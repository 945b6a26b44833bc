/** Spot: the bill's price before an assumed one, the work done again, and everything that must not be interrupted. */

import { describe, expect, test } from 'vitest';
import type { InstanceResource } from '../../../../src/engine/estate/estate.ts';
import type { Workload } from '../../../../src/engine/estate/workload.ts';
import { type Tier, UNDECLARED_TIER } from '../../../../src/engine/estate/workload-inputs.ts';
import { testBook } from '../../../helpers/test-book.ts';
import { flat, instance, usage, workload } from '../../estates.ts';
import { answerFor, reasonOf, savedBy } from './real-book.ts';

const GROUP = { 'aws:autoscaling:groupName': 'shop' };
const JOB = { 'aws:batch:compute-environment': 'nightly' };
const tier = (more: Partial<Tier>): Partial<Workload> => ({
  tiers: [{ ...UNDECLARED_TIER, name: 'app', kind: 'compute', ...more }],
});
const options = (more: Partial<Workload> = {}) => ({
  book: testBook(),
  workloads: [workload('shop', 'production', more)],
});
const machine = (id: string, more: Partial<InstanceResource> = {}) =>
  instance(id, {}, { tags: GROUP, ...more });
const PAIR = [machine('a'), machine('b')];

describe('stateless machines', () => {
  const LEVER = 'spot-instances';

  test('half of an m5.large at 45 % of 0.10 and a twentieth on demand: 0.05 an hour, 2.5 cents saved on average', () => {
    expect(answerFor(LEVER, PAIR, {}, options())).toMatchObject({
      evidence: 'assumed',
      effect: { kind: 'spot', resourceId: 'a', share: 0.5, perHour: { 'm5.large': 0.05 } },
      risks: [
        { kind: 'spot', share: 0.5, pools: 6 },
        { kind: 'change-event', multiplier: 1 },
      ],
    });
    expect(savedBy(LEVER, PAIR, {}, options())).toBeCloseTo(0.5 * 0.05 * 168, 9);
  });

  test('the price that the bill pays for the same type wins over the assumption', () => {
    const billed = instance('s', { purchase: 'spot', spotPerHour: 0.03 }, { workload: 'other' });
    expect(answerFor(LEVER, [...PAIR, billed], {}, options())).toMatchObject({
      evidence: 'inferred',
      // 0.03 + 5 % of 0.10.
      effect: { perHour: { 'm5.large': 0.035 } },
    });
  });

  test('what an earlier move has put on spot is no evidence of the price', () => {
    const moved = instance('m', [
      usage({ hours: flat(0.5) }),
      usage({ hours: flat(0.5), purchase: 'spot', spotPerHour: 0.01 }),
    ]);
    expect(answerFor(LEVER, [...PAIR, moved], {}, options())).toMatchObject({
      effect: { perHour: { 'm5.large': 0.05 } },
    });
  });

  test('the share of the tier counts machines that stay, and those on spot already', () => {
    const others = [
      instance('w', { operatingSystem: 'windows' }),
      instance('s', { instanceType: 'c5.large', purchase: 'spot', spotPerHour: 0.02 }),
    ];
    // Of four machines one is on spot, two are to the half, one stays.
    expect(answerFor(LEVER, [...PAIR, ...others], {}, options())).toMatchObject({
      risks: [{ share: 0.5 }, {}],
    });
    expect(answerFor(LEVER, [...PAIR, ...others], { sharePercent: 25 }, options())).toMatchObject({
      risks: [{ share: 0.375 }, {}],
    });
  });

  test('a band of the advisor says how often a pool goes', () => {
    expect(answerFor(LEVER, PAIR, { interruptionBand: '5to10' }, options())).toMatchObject({
      risks: [{ monthlyProbability: 0.075 }, {}],
    });
  });

  test('a declared stateless tier needs no tag', () => {
    const bare = [machine('a', { tags: {} }), machine('b', { tags: {} })];
    expect(answerFor(LEVER, bare, {}, options(tier({ stateful: false })))).toMatchObject({
      effect: { kind: 'spot' },
    });
    expect(reasonOf(answerFor(LEVER, bare, {}, options()))).toBe(
      'not declared stateless: add its compute tier to workloads.yaml',
    );
    expect(answerFor(LEVER, bare, { acceptUndeclared: true }, options())).toMatchObject({
      evidence: 'assumed',
    });
  });

  test.each<readonly [string, readonly InstanceResource[], Partial<Workload>, string]>([
    [
      'a singleton',
      [machine('a')],
      {},
      'the only machine of its workload: nothing carries the load meanwhile',
    ],
    [
      'state',
      PAIR,
      tier({ stateful: true }),
      'declared stateful: two minutes are too short to move its state',
    ],
    ['a quorum', PAIR, tier({ quorumMember: true }), 'a member of a quorum: two lost at once are a majority'],
    [
      'Windows',
      [instance('a', { operatingSystem: 'windows' }, { tags: GROUP }), machine('b')],
      {},
      'a licence for windows is no cheaper on spot',
    ],
    ['spot', [instance('a', { purchase: 'spot', spotPerHour: 0.04 }), machine('b')], {}, 'already on spot'],
    [
      'dedicated machines',
      [instance('a', { tenancy: 'dedicated' }, { tags: GROUP }), machine('b')],
      {},
      'spot has no dedicated tenancy',
    ],
    [
      'machines that never ran',
      [instance('a', { hours: flat(0) }, { tags: GROUP }), machine('b')],
      {},
      'did not run',
    ],
    [
      'several types',
      [instance('a', [usage(), usage({ instanceType: 'c5.large' })]), machine('b')],
      {},
      'ran several types or purchase options in the period',
    ],
  ])('never %s', (_name, resources, declared, reason) => {
    // Not even when the person accepts what is not declared.
    expect(reasonOf(answerFor(LEVER, resources, { acceptUndeclared: true }, options(declared)))).toBe(reason);
  });

  test('no where spot and what stands in for it cost as much', () => {
    expect(reasonOf(answerFor(LEVER, PAIR, { spotPricePercent: 100 }, options()))).toBe(
      'spot and what stands in for it are no cheaper',
    );
  });

  test('no for local disks of which nobody says that they hold nothing', () => {
    const brokers = [instance('a', { instanceType: 'i3en.2xlarge' }, { tags: GROUP }), machine('b')];
    expect(reasonOf(answerFor(LEVER, brokers))).toBe('local disks, and nothing says that they hold no data');
  });
});

describe('batch jobs', () => {
  const LEVER = 'spot-batch';
  const job = machine('j', { tags: JOB });

  test('work since the checkpoint is paid again: half an hour and ten minutes for each interruption', () => {
    const found = answerFor(LEVER, [job], { interruptionBand: 'gt20', fallbackPercent: 0 }, options());
    const redone = (-Math.log(1 - 0.3) / 730) * (40 / 60);
    const perHour = 0.045 * (1 + redone);
    if ('reason' in found || found.effect.kind !== 'spot') throw new Error('said no');
    expect(found.effect).toMatchObject({ share: 0.8 });
    expect(found.effect.perHour['m5.large']).toBeCloseTo(perHour, 12);
    expect(found.risks).toMatchObject([
      { kind: 'spot', share: 0.8, monthlyProbability: 0.3 },
      { multiplier: 1 },
    ]);
  });

  test('a single machine may run a job: nobody waits for it', () => {
    expect(savedBy(LEVER, [job], { fallbackPercent: 0, interruptionBand: 'lt5' }, options())).toBeCloseTo(
      0.8 * (0.1 - 0.045) * 168,
      2,
    );
  });

  test('declared checkpoints win over the parameter', () => {
    const declared = options(tier({ stateful: false, checkpointIntervalMinutes: 600 }));
    const found = answerFor(LEVER, [machine('j')], {}, declared);
    expect(found).toMatchObject({ why: expect.stringContaining('% of the work done again') });
    const price = (answer: typeof found) =>
      'effect' in answer && answer.effect.kind === 'spot' ? (answer.effect.perHour['m5.large'] ?? 0) : 0;
    expect(price(found)).toBeGreaterThan(price(answerFor(LEVER, [job], {}, options())));
  });

  test.each<readonly [string, InstanceResource, Partial<Workload>, string]>([
    [
      'for machines that nobody calls a job',
      machine('j'),
      {},
      'not declared a batch job: add checkpointIntervalMinutes to its tier in workloads.yaml',
    ],
    [
      'for a quorum',
      job,
      tier({ quorumMember: true, checkpointIntervalMinutes: 5 }),
      'a member of a quorum: two lost at once are a majority',
    ],
    [
      'for checkpoints further apart than half the time to an interruption',
      job,
      tier({ stateful: false, checkpointIntervalMinutes: 10_000_000 }),
      '10000000 minutes between checkpoints: more than half the time to an interruption',
    ],
  ])('no %s', (_name, resource, declared, reason) => {
    expect(reasonOf(answerFor(LEVER, [resource], {}, options(declared)))).toBe(reason);
  });
});
