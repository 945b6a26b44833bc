/** Spot for a tier: the bill's price before an assumed one, and everything that must not be interrupted. */

import { expect, test } from 'vitest';
import type { InstanceResource } from '../../../../src/engine/estate/estate.ts';
import type { Workload } from '../../../../src/engine/estate/workload.ts';
import { testBook } from '../../../helpers/test-book.ts';
import { flat, instance, usage } from '../../estates.ts';
import { answerFor, reasonOf, savedBy } from './real-book.ts';
import { GROUP, machine, shop, tier } from './spot-fleet.ts';

const PAIR = [machine('a'), machine('b')];
const LEVER = 'spot-instances';

test('half of an m5.large at 45 % of 0.10 and a twentieth on demand: 0.05 an hour, 2.5 cents saved on average', () => {
  expect(answerFor(LEVER, PAIR, {}, shop())).toMatchObject({
    evidence: 'assumed',
    effect: { kind: 'spot', resourceId: 'a', share: 0.5, perHour: { 'm5.large': 0.05 } },
    risks: [
      { kind: 'spot', share: 0.5, pools: 6 },
      { kind: 'change-event', multiplier: 1 },
    ],
  });
  expect(savedBy(LEVER, PAIR, {}, shop())).toBeCloseTo(0.5 * 0.05 * 168, 9);
});

test('the price that the bill pays for the same type wins over the assumption', () => {
  const billed = instance('s', { purchase: 'spot', spotPerHour: 0.03 }, { workload: 'other' });
  expect(answerFor(LEVER, [...PAIR, billed], {}, shop())).toMatchObject({
    evidence: 'inferred',
    // 0.03 + 5 % of 0.10.
    effect: { perHour: { 'm5.large': 0.035 } },
  });
});

test('the price book’s dated spot price wins over the assumption, and the bill’s over both', () => {
  const listed = { ...shop(), book: testBook({ spotPrices: { 'm5.large us-east-1': 0.06 } }) };
  const answer = answerFor(LEVER, PAIR, {}, listed);
  // 0.06 + 5 % of 0.10. Made up for tests, the fact is an assumption: it is not called observed.
  expect(answer).toMatchObject({
    evidence: 'assumed',
    effect: { perHour: { 'm5.large': 0.065 } },
    why: expect.stringContaining("the price book's spot price of 2024"),
  });
  const billed = instance('s', { purchase: 'spot', spotPerHour: 0.03 }, { workload: 'other' });
  expect(answerFor(LEVER, [...PAIR, billed], {}, listed)).toMatchObject({
    evidence: 'inferred',
    effect: { perHour: { 'm5.large': 0.035 } },
    why: expect.stringContaining('as the bill pays'),
  });
});

test('a spot price that was read, not averaged, is better evidence', () => {
  const book = testBook({ spotPrices: { 'm5.large us-east-1': 0.06 } });
  const read = {
    ...book,
    spotPrice: (...place: Parameters<typeof book.spotPrice>) => {
      const fact = book.spotPrice(...place);
      return fact && { ...fact, kind: 'measured' as const };
    },
  };
  expect(answerFor(LEVER, PAIR, {}, { ...shop(), book: read })).toMatchObject({ evidence: 'inferred' });
});

test('a spot price of another Region is none of this one', () => {
  const elsewhere = { ...shop(), book: testBook({ spotPrices: { 'm5.large eu-west-1': 0.01 } }) };
  expect(answerFor(LEVER, PAIR, {}, elsewhere)).toMatchObject({ effect: { perHour: { 'm5.large': 0.05 } } });
});

test('what an earlier move has put on spot is no evidence of the price', () => {
  const moved = instance('m', [
    usage({ hours: flat(0.5) }),
    usage({ hours: flat(0.5), purchase: 'spot', spotPerHour: 0.01 }),
  ]);
  expect(answerFor(LEVER, [...PAIR, moved], {}, shop())).toMatchObject({
    effect: { perHour: { 'm5.large': 0.05 } },
  });
});

test('the share of the tier counts machines that stay, and those on spot already', () => {
  const others = [
    instance('w', { operatingSystem: 'windows' }),
    instance('s', { instanceType: 'c5.large', purchase: 'spot', spotPerHour: 0.02 }),
  ];
  // Of four machines one is on spot, two are to the half, one stays.
  expect(answerFor(LEVER, [...PAIR, ...others], {}, shop())).toMatchObject({
    risks: [{ share: 0.5 }, {}],
  });
  expect(answerFor(LEVER, [...PAIR, ...others], { sharePercent: 25 }, shop())).toMatchObject({
    risks: [{ share: 0.375 }, {}],
  });
});

test('a band of the advisor says how often a pool goes', () => {
  expect(answerFor(LEVER, PAIR, { interruptionBand: '5to10' }, shop())).toMatchObject({
    risks: [{ monthlyProbability: 0.075 }, {}],
  });
});

test('a declared stateless tier needs no tag', () => {
  const bare = [machine('a', { tags: {} }), machine('b', { tags: {} })];
  expect(answerFor(LEVER, bare, {}, shop(tier({ stateful: false })))).toMatchObject({
    effect: { kind: 'spot' },
  });
  expect(reasonOf(answerFor(LEVER, bare, {}, shop()))).toBe(
    'not declared stateless: add its compute tier to workloads.yaml',
  );
  expect(answerFor(LEVER, bare, { acceptUndeclared: true }, shop())).toMatchObject({
    evidence: 'assumed',
  });
});

test.each<readonly [string, readonly InstanceResource[], Partial<Workload>, string]>([
  ['a singleton', [machine('a')], {}, 'the only machine of its workload: nothing carries the load meanwhile'],
  ['state', PAIR, tier({ stateful: true }), 'declared stateful: two minutes are too short to move its state'],
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
  expect(reasonOf(answerFor(LEVER, resources, { acceptUndeclared: true }, shop(declared)))).toBe(reason);
});

test('no where spot and what stands in for it cost as much', () => {
  expect(reasonOf(answerFor(LEVER, PAIR, { spotPricePercent: 100 }, shop()))).toBe(
    'spot and what stands in for it are no cheaper',
  );
});

test('no for local disks of which nobody says that they hold nothing', () => {
  const brokers = [instance('a', { instanceType: 'i3en.2xlarge' }, { tags: GROUP }), machine('b')];
  expect(reasonOf(answerFor(LEVER, brokers))).toBe('local disks, and nothing says that they hold no data');
});
