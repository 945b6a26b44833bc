/** What an Azure savings plan is bought for, and for how much. */

import { describe, expect, test } from 'vitest';
import type { AzureSavingsPlan } from '../../../../src/engine/commitments/commitment.ts';
import { ask, estateOf, instance, NO_RATES } from '../../estates.ts';
import { azureLicence, azureVm, cloudEstate, running } from './cloud-estates.ts';
import { bought, reasonOf, savingShare } from './purchases.ts';

const LEVER = 'azure-savings-plan';

const existing: AzureSavingsPlan = {
  kind: 'azure-savings-plan',
  id: 'sp',
  ownerAccount: null,
  termYears: 1,
  payment: null,
  startMs: null,
  endMs: null,
  scope: { level: 'shared', id: null },
  commitmentPerHour: 0.3,
  assumedDiscount: 0.25,
};

describe('no', () => {
  const NO_MACHINES = 'the bill has no virtual machines of Azure';

  test.each([
    ['on a bill of AWS', estateOf([instance('a')]), NO_MACHINES],
    ['on an empty bill', estateOf([]), NO_MACHINES],
    ['on licences alone', cloudEstate([[azureLicence(), running(8)]]), NO_MACHINES],
    [
      'when another plan covers all of them',
      cloudEstate([[azureVm(), running(2)]], { commitments: [existing] }),
      'commitments cover all virtual machines already',
    ],
    [
      'when they run too seldom: 70 % of the hours at 25 %',
      cloudEstate([[azureVm(), running(2, 0.7)]]),
      'no machine runs long enough to cost less under a savings plan',
    ],
    [
      'when nobody knows a price',
      cloudEstate([[azureVm(), running(2)]], { paidRates: NO_RATES }),
      NO_MACHINES,
    ],
  ])('%s', (_name, estate, reason) => {
    expect(reasonOf(LEVER, estate)).toBe(reason);
  });
});

describe('the plan', () => {
  test.each([
    ['is the usage at plan prices where it is flat', [[azureVm(), running(2)]], {}, 0.3],
    [
      'covers sizes and Regions together',
      [
        [azureVm(), running(2)],
        [azureVm('Standard_D4s_v5', 'westeurope'), running(4)],
      ],
      {},
      1.05,
    ],
    ['has the discount that is assumed', [[azureVm(), running(2)]], { assumedDiscountPercent: 50 }, 0.2],
    [
      'is a share of the optimum when asked for',
      [[azureVm(), running(2)]],
      { shareOfOptimumPercent: 50 },
      0.15,
    ],
    ['is what a person says, whatever is used', [[azureVm(), running(2)]], { commitmentPerHour: 4 }, 4],
  ] as const)('%s', (_name, uses, params, expected) => {
    expect(bought(LEVER, cloudEstate(uses), params)).toMatchObject([
      { commitmentPerHour: expect.closeTo(expected, 9) },
    ]);
  });

  test('leaves licences alone', () => {
    const estate = cloudEstate([
      [azureVm(), running(2)],
      [azureLicence(), running(8)],
    ]);
    expect(bought(LEVER, estate)).toMatchObject([{ commitmentPerHour: 0.3 }]);
  });

  test('has the terms of the move', () => {
    expect(
      bought(LEVER, cloudEstate([[azureVm(), running(2)]]), { termYears: '3', payment: 'all-upfront' }),
    ).toMatchObject([
      { kind: 'azure-savings-plan', termYears: 3, payment: 'all-upfront', scope: { level: 'shared' } },
    ]);
  });

  test('says that its discount is assumed, and how often the last of it is used', () => {
    const estate = cloudEstate([
      [azureVm(), running(2)],
      [azureVm(), running(1, 0.8)],
    ]);
    expect(ask(LEVER, estate, null)).toMatchObject({
      evidence: 'assumed',
      why: '$0.450/h committed: any size and Region at 25 % off, the optimum is $0.450/h, the last used in 80 % of the hours',
      risks: [{ kind: 'none' }],
    });
  });

  test('saves its discount on what it covers', () => {
    expect(savingShare(LEVER, cloudEstate([[azureVm(), running(2)]]))).toBeCloseTo(0.25, 9);
    expect(
      savingShare(LEVER, cloudEstate([[azureVm(), running(2)]]), { commitmentPerHour: 0.15 }),
    ).toBeCloseTo(0.125, 9);
  });
});
