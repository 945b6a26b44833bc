/** What resource-based commitments are bought for, how many, and what they save after sustained use. */

import { describe, expect, test } from 'vitest';
import type { ResourceCommitment } from '../../../../src/engine/commitments/commitment.ts';
import { ask, estateOf, instance } from '../../estates.ts';
import { cloudEstate, gcpCore, running } from './cloud-estates.ts';
import { bought, reasonOf, savingShare } from './purchases.ts';

const LEVER = 'gcp-resource-commitment';

const committed: ResourceCommitment = {
  kind: 'resource-commitment',
  id: 'cud',
  ownerAccount: null,
  termYears: 1,
  payment: null,
  startMs: null,
  endMs: null,
  series: 'n2',
  region: 'us-central1',
  resource: 'vcpu',
  amount: 8,
  feePerUnitHour: 0.063,
  isShared: true,
};

describe('no', () => {
  const NOTHING = 'the bill has no vCPU or memory of Google Cloud that can be committed to';
  const TOO_DEAR = 'no vCPU or memory runs long enough to cost less under a commitment with a known price';

  test.each([
    ['on a bill of AWS', estateOf([instance('a')]), NOTHING],
    ['on an empty bill', estateOf([]), NOTHING],
    ['on shared cores, which none covers', cloudEstate([[gcpCore('f1'), running(4)]]), NOTHING],
    [
      'when a commitment covers all of it',
      cloudEstate([[gcpCore('n2'), running(8)]], { commitments: [committed] }),
      'commitments cover all vCPU and memory already',
    ],
    [
      'when it runs too seldom: half of the hours at 63 %',
      cloudEstate([[gcpCore('e2'), running(8, 0.5)]]),
      TOO_DEAR,
    ],
    [
      'when sustained use is as good: 70 % of the month on N1 pays 57 % of a month, a commitment 63 %',
      cloudEstate([[gcpCore('n1'), running(8, 0.7)]]),
      TOO_DEAR,
    ],
    ['for a series without a known price', cloudEstate([[gcpCore('h3'), running(8)]]), TOO_DEAR],
    ['for less than one vCPU', cloudEstate([[gcpCore('n2'), running(0.5)]]), TOO_DEAR],
  ])('%s', (_name, estate, reason) => {
    expect(reasonOf(LEVER, estate)).toBe(reason);
  });
});

describe('the purchases', () => {
  test('are one for each series, Region and resource that pays', () => {
    const estate = cloudEstate([
      [gcpCore('n2'), running(8)],
      [gcpCore('n2', 'memory-gib'), running(32)],
      [gcpCore('e2'), running(2)],
      [gcpCore('e2', 'memory-gib'), running(8, 0.1)],
    ]);
    expect(
      bought(LEVER, estate).map(each =>
        each.kind === 'resource-commitment'
          ? [each.series, each.resource, each.amount, each.feePerUnitHour]
          : [],
      ),
    ).toEqual([
      ['e2', 'vcpu', 2, expect.closeTo(0.063, 9)],
      ['n2', 'memory-gib', 32, expect.closeTo(0.0063, 9)],
      ['n2', 'vcpu', 8, expect.closeTo(0.063, 9)],
    ]);
  });

  test.each([
    ['the units that always run', [[8, 1]], {}, 8],
    [
      'no unit that runs in 60 % of the hours at a fee of 63 %',
      [
        [8, 1],
        [4, 0.6],
      ],
      {},
      8,
    ],
    [
      'the units that run in 65 % of the hours at a fee of 63 %',
      [
        [8, 1],
        [4, 0.65],
      ],
      {},
      12,
    ],
    [
      'the units that run in half of the hours at the 45 % of three years',
      [
        [8, 1],
        [4, 0.5],
      ],
      { termYears: '3' },
      12,
    ],
    ['a share of the optimum, whole units', [[8, 1]], { shareOfOptimumPercent: 70 }, 5],
  ] as const)('cover %s', (_name, parts, params, amount) => {
    const estate = cloudEstate(
      parts.map(([quantity, share]) => [gcpCore('e2'), running(quantity, share)] as const),
    );
    expect(bought(LEVER, estate, params)).toMatchObject([{ amount }]);
  });

  test('cover what commitments of the bill leave', () => {
    const estate = cloudEstate([[gcpCore('n2'), running(20)]], { commitments: [committed] });
    expect(bought(LEVER, estate)).toMatchObject([{ amount: 12 }]);
  });

  test.each([
    ['n1', 0.8, 0, 'N1 in 80 % of the month pays 62 % of a whole one after sustained use'],
    ['n1', 0.85, 8, 'in 85 % it pays 64 %'],
    ['e2', 0.65, 8, 'E2 earns nothing'],
  ])('have to beat sustained use: %s in %d of the month', (series, share, amount) => {
    const [first] = bought(LEVER, cloudEstate([[gcpCore(series), running(8, share)]]));
    expect(first?.kind === 'resource-commitment' ? first.amount : 0).toBe(amount);
  });

  test('say what they cover and how often the last unit runs', () => {
    const estate = cloudEstate([
      [gcpCore('n2'), running(6)],
      [gcpCore('n2'), running(4, 0.75)],
    ]);
    expect(ask(LEVER, estate, null)).toMatchObject({
      evidence: 'measured',
      why: '$0.630/h committed: 10 vCPU of n2 in us-central1, the last used in 75 % of the hours',
      risks: [{ kind: 'none' }],
    });
  });

  test('name the three dearest and count the rest', () => {
    const series = ['n1', 'n2', 'e2', 'm1'] as const;
    const estate = cloudEstate(series.map((each, index) => [gcpCore(each), running(10 - index)]));
    const found = ask(LEVER, estate, null);
    expect('why' in found && found.why).toMatch(/n1 .*; .*n2 .*; .*e2 .*; and 1 more$/);
  });

  test('in a Region without a price list take the published discount, and say that it is assumed', () => {
    const estate = cloudEstate([[gcpCore('n2', 'vcpu', 'europe-west9'), running(8)]]);
    expect(ask(LEVER, estate, null)).toMatchObject({ evidence: 'assumed' });
    expect(bought(LEVER, estate)).toMatchObject([{ amount: 8, feePerUnitHour: expect.closeTo(0.063, 9) }]);
  });
});

describe('what a whole month under a commitment of 37 % saves', () => {
  // A month of N1 costs 70 % by itself: 63 % of list is 10 % less than that, 7 % of list.
  test.each([
    ['n1', 1 - 0.63 / 0.7],
    ['n2', 1 - 0.63 / 0.8002],
    ['e2', 0.37],
  ])('on %s', (series, expected) => {
    const estate = cloudEstate([[gcpCore(series), running(8)]]);
    expect(savingShare(LEVER, estate)).toBeCloseTo(expected, 4);
  });

  test('never less than nothing, however the usage looks', () => {
    for (const series of ['n1', 'n2', 'e2'])
      for (const share of [0.2, 0.5, 0.7, 0.82, 0.83, 0.9, 1]) {
        const estate = cloudEstate([
          [gcpCore(series), running(4)],
          [gcpCore(series), running(7, share)],
        ]);
        expect(savingShare(LEVER, estate)).toBeGreaterThanOrEqual(0);
        const most = Math.max(
          ...[50, 80, 120, 150].map(shareOfOptimumPercent =>
            savingShare(LEVER, estate, { shareOfOptimumPercent }),
          ),
        );
        expect(savingShare(LEVER, estate), `${series} ${share}`).toBeGreaterThanOrEqual(most - 1e-9);
      }
  });
});
