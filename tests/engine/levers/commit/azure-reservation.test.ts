/** Which Azure machines are reserved, how many, and at what price. */

import { describe, expect, test } from 'vitest';
import type { AzureReservation } from '../../../../src/engine/commitments/commitment.ts';
import { ask, estateOf, instance, NO_RATES } from '../../estates.ts';
import { azureVm, cloudEstate, running } from './cloud-estates.ts';
import { bought, reasonOf, savingShare } from './purchases.ts';

const LEVER = 'azure-reservation';

const reserved: AzureReservation = {
  kind: 'azure-reservation',
  id: 'ri',
  ownerAccount: null,
  termYears: 1,
  payment: null,
  startMs: null,
  endMs: null,
  product: 'virtual-machine',
  sku: 'Standard_D4s_v5',
  region: 'eastus',
  scope: { level: 'shared', id: null },
  flexibility: 'group',
  quantity: 3,
  effectivePerHour: 0.12,
  recurringPerHour: 0.12,
};

const sizes = (...asked: Parameters<typeof bought>) =>
  bought(...asked).map(each =>
    each.kind === 'azure-reservation' ? [each.sku, each.region, each.quantity, each.effectivePerHour] : [],
  );

describe('no', () => {
  const TOO_SELDOM =
    'no machine without software in its price runs long enough to cost less when it is reserved';
  /** An hour of the size with Windows: the bare machine lists $0.20. */
  const withWindows = { ...NO_RATES, onDemandPerHour: new Map([['azure-vm|Standard_D4s_v5|eastus', 0.384]]) };

  test.each([
    ['on a bill of AWS', estateOf([instance('a')]), 'the bill has no virtual machines of Azure'],
    ['on an empty bill', estateOf([]), 'the bill has no virtual machines of Azure'],
    [
      'when reservations cover all of them',
      cloudEstate([[azureVm(), running(3)]], { commitments: [reserved] }),
      'commitments cover all virtual machines already',
    ],
    [
      'when they run too seldom: half of the hours at 60 %',
      cloudEstate([[azureVm(), running(3, 0.5)]]),
      TOO_SELDOM,
    ],
    ['for less than one machine', cloudEstate([[azureVm(), running(0.5)]]), TOO_SELDOM],
    [
      'when the price holds a licence, which a reservation does not discount',
      cloudEstate([[azureVm(), running(3)]], { paidRates: withWindows }),
      TOO_SELDOM,
    ],
  ])('%s', (_name, estate, reason) => {
    expect(reasonOf(LEVER, estate)).toBe(reason);
  });

  test('where the discount is assumed to be none and no price is listed', () => {
    const estate = cloudEstate([[azureVm('Standard_E4s_v5'), running(3)]]);
    expect(reasonOf(LEVER, estate, { assumedDiscountPercent: 0 })).toBe(TOO_SELDOM);
  });
});

describe('the reservations', () => {
  test.each([
    [
      'are the machines that always run',
      [[azureVm(), running(3)]],
      {},
      [['Standard_D4s_v5', 'eastus', 3, 0.12]],
    ],
    [
      'are the machines that run in 61 % of the hours at 60 % of the price',
      [
        [azureVm(), running(3)],
        [azureVm(), running(2, 0.61)],
      ],
      {},
      [['Standard_D4s_v5', 'eastus', 5, 0.12]],
    ],
    [
      'are the machines that run in half of the hours at the price of three years',
      [
        [azureVm(), running(3)],
        [azureVm(), running(2, 0.5)],
      ],
      { termYears: '3' },
      [['Standard_D4s_v5', 'eastus', 5, 0.08]],
    ],
    [
      'are one for each size and Region, with the assumed discount where no price is listed',
      [
        [azureVm(), running(3)],
        [azureVm('Standard_E4s_v5'), running(2)],
        [azureVm('Standard_D4s_v5', 'westeurope'), running(1)],
      ],
      { assumedDiscountPercent: 40 },
      [
        ['Standard_D4s_v5', 'eastus', 3, 0.12],
        ['Standard_E4s_v5', 'eastus', 2, 0.15],
        ['Standard_D4s_v5', 'westeurope', 1, 0.15],
      ],
    ],
    [
      'are a share of the optimum, whole machines',
      [[azureVm(), running(3)]],
      { shareOfOptimumPercent: 70 },
      [['Standard_D4s_v5', 'eastus', 2, 0.12]],
    ],
  ] as const)('%s', (_name, uses, params, expected) => {
    const found = sizes(LEVER, cloudEstate(uses), params).sort();
    expect(found).toEqual(
      expected
        .map(([size, region, quantity, perHour]) => [size, region, quantity, expect.closeTo(perHour, 9)])
        .sort((a, b) => (String(a) < String(b) ? -1 : 1)),
    );
  });

  test('cover what the reservations of the bill leave', () => {
    const estate = cloudEstate([[azureVm(), running(7)]], { commitments: [reserved] });
    expect(sizes(LEVER, estate)).toEqual([['Standard_D4s_v5', 'eastus', 4, 0.12]]);
  });

  test.each([
    ['no-upfront', 0.12],
    ['all-upfront', 0],
  ])('paid %s come back every month for %d an hour', (payment, recurringPerHour) => {
    expect(bought(LEVER, cloudEstate([[azureVm(), running(3)]]), { payment })).toMatchObject([
      { payment, recurringPerHour },
    ]);
  });

  test('say what they are and how often the last one runs', () => {
    const estate = cloudEstate([
      [azureVm(), running(3)],
      [azureVm(), running(2, 0.75)],
    ]);
    expect(ask(LEVER, estate, null)).toMatchObject({
      evidence: 'measured',
      why: '$0.600/h committed: 5 x Standard_D4s_v5 in eastus, the last used in 75 % of the hours',
      risks: [{ kind: 'none' }],
    });
  });

  test('at an assumed discount say that it is assumed', () => {
    expect(ask(LEVER, cloudEstate([[azureVm('Standard_E4s_v5'), running(3)]]), null)).toMatchObject({
      evidence: 'assumed',
    });
  });

  test('save the difference of the prices', () => {
    expect(savingShare(LEVER, cloudEstate([[azureVm(), running(3)]]))).toBeCloseTo(0.4, 9);
    expect(savingShare(LEVER, cloudEstate([[azureVm(), running(3)]]), { termYears: '3' })).toBeCloseTo(
      0.6,
      9,
    );
  });
});
