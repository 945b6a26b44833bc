/** What flexible commitments are bought for, for how much, and what they save after sustained use. */

import { describe, expect, test } from 'vitest';
import type { FlexibleCommitment } from '../../../../src/engine/commitments/commitment.ts';
import { ask, estateOf, instance } from '../../estates.ts';
import { cloudEstate, cloudSql, gcpCore, running } from './cloud-estates.ts';
import { bought, reasonOf, savingShare } from './purchases.ts';

const LEVER = 'gcp-flexible-commitment';

const committed: FlexibleCommitment = {
  kind: 'flexible-commitment',
  id: 'flex',
  ownerAccount: null,
  termYears: 1,
  payment: null,
  startMs: null,
  endMs: null,
  model: 'legacy',
  product: 'compute',
  commitmentPerHour: 0.8,
  discount: 0.28,
};

const amounts = (...asked: Parameters<typeof bought>) =>
  bought(...asked).map(each =>
    each.kind === 'flexible-commitment' ? [each.product, each.commitmentPerHour] : [],
  );

describe('no', () => {
  const NOTHING = 'the bill has no usage on the lists of flexible commitments';
  const SUSTAINED = 'no usage runs long enough to cost less under a commitment than after sustained use';

  test.each([
    ['on a bill of AWS', estateOf([instance('a')]), NOTHING],
    ['on an empty bill', estateOf([]), NOTHING],
    ['on a series that the list leaves out', cloudEstate([[gcpCore('h3'), running(8)]]), NOTHING],
    [
      'when a commitment covers all of it',
      cloudEstate([[gcpCore('e2'), running(8)]], { commitments: [committed] }),
      'commitments cover all usage on the lists already',
    ],
    [
      'when it runs too seldom: 70 % of the hours at 28 %',
      cloudEstate([[gcpCore('e2'), running(8, 0.7)]]),
      SUSTAINED,
    ],
    [
      'on N1 that runs all month: sustained use takes 30 % off, the commitment 28 %',
      cloudEstate([[gcpCore('n1'), running(8)]]),
      SUSTAINED,
    ],
  ])('%s', (_name, estate, reason) => {
    expect(reasonOf(LEVER, estate)).toBe(reason);
  });
});

describe('the commitment', () => {
  test.each([
    ['is the on-demand price of what always runs', [[gcpCore('e2'), running(8)]], {}, [['compute', 0.8]]],
    [
      'covers series and Regions together',
      [
        [gcpCore('e2'), running(8)],
        [gcpCore('n2', 'vcpu', 'europe-west9'), running(2)],
      ],
      {},
      [['compute', 1]],
    ],
    [
      'is a share of the optimum when asked for',
      [[gcpCore('e2'), running(8)]],
      { shareOfOptimumPercent: 50 },
      [['compute', 0.4]],
    ],
    [
      'is one for each Region of Cloud SQL',
      [
        [cloudSql(), running(10)],
        [cloudSql('europe-west1'), running(10)],
      ],
      {},
      [
        ['cloud-sql', 0.5],
        ['cloud-sql', 0.4],
      ],
    ],
  ] as const)('%s', (_name, uses, params, expected) => {
    expect(amounts(LEVER, cloudEstate(uses), params)).toEqual(
      expected.map(([product, perHour]) => [product, expect.closeTo(perHour, 9)]),
    );
  });

  test('has the discount of its product and term', () => {
    const estate = cloudEstate([
      [gcpCore('e2'), running(8)],
      [cloudSql(), running(10)],
    ]);
    expect(bought(LEVER, estate)).toMatchObject([
      { discount: 0.28 },
      { discount: 0.25, region: 'us-central1' },
    ]);
    expect(bought(LEVER, estate, { termYears: '3' })).toMatchObject([{ discount: 0.46 }, { discount: 0.52 }]);
  });

  test('says what it covers, what it costs, and how often the last of it is used', () => {
    const estate = cloudEstate([
      [gcpCore('e2'), running(8)],
      [gcpCore('e2', 'memory-gib'), running(10, 0.8)],
    ]);
    expect(ask(LEVER, estate, null)).toMatchObject({
      evidence: 'inferred',
      why: '$0.648/h committed: $0.900/h of compute at on-demand prices for $0.648/h, the last used in 80 % of the hours',
      risks: [{ kind: 'none' }],
    });
  });
});

describe('what a month under a commitment of 28 % saves', () => {
  test.each([
    ['all of it without sustained use', [[gcpCore('e2'), running(8)]], 0.28],
    ['what sustained use has not saved already', [[gcpCore('n2'), running(8)]], 1 - 0.72 / 0.8002],
  ] as const)('%s', (_name, uses, expected) => {
    expect(savingShare(LEVER, cloudEstate(uses))).toBeCloseTo(expected, 4);
  });

  test('is no less than with another size, where series with and without sustained use run together', () => {
    for (const share of [0.3, 0.75, 0.9]) {
      const estate = cloudEstate([
        [gcpCore('n1'), running(6)],
        [gcpCore('e2'), running(4)],
        [gcpCore('n2'), running(5, share)],
      ]);
      const others = [25, 50, 75, 90, 110, 150].map(shareOfOptimumPercent =>
        savingShare(LEVER, estate, { shareOfOptimumPercent }),
      );
      expect(savingShare(LEVER, estate)).toBeGreaterThanOrEqual(Math.max(...others) - 1e-4);
    }
  });
});
