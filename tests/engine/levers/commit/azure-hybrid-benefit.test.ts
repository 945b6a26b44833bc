/** Which billed licences owned ones take the place of. */

import { describe, expect, test } from 'vitest';
import type { HybridBenefit } from '../../../../src/engine/commitments/commitment.ts';
import { ask, estateOf, instance } from '../../estates.ts';
import { azureLicence, azureVm, cloudEstate, running } from './cloud-estates.ts';
import { bought, reasonOf, savingShare } from './purchases.ts';

const LEVER = 'azure-hybrid-benefit';

const owned: HybridBenefit = {
  kind: 'hybrid-benefit',
  id: 'owned',
  ownerAccount: null,
  termYears: null,
  payment: null,
  startMs: null,
  endMs: null,
  licence: 'windows-server',
  scope: { level: 'shared', id: null },
  cores: 16,
};

describe('no', () => {
  const NO_WINDOWS = 'the bill has no licence of Windows Server by the core';

  test.each([
    ['on a bill of AWS', estateOf([instance('a')]), {}, NO_WINDOWS],
    ['on an empty bill', estateOf([]), { cores: 64 }, NO_WINDOWS],
    ['on machines without a licence', cloudEstate([[azureVm(), running(3)]]), {}, NO_WINDOWS],
    [
      'on licences of another kind',
      cloudEstate([[azureLicence(), running(16)]]),
      { licence: 'sql-server-standard' },
      'the bill has no licence of SQL Server Standard by the core',
    ],
    [
      'when owned licences cover all of them',
      cloudEstate([[azureLicence(), running(16)]], { commitments: [owned] }),
      {},
      'owned licences cover all of Windows Server already',
    ],
  ])('%s', (_name, estate, params, reason) => {
    expect(reasonOf(LEVER, estate, params)).toBe(reason);
  });
});

describe('the licences', () => {
  test.each([
    ['are as many as the busiest hour needs', azureLicence(), {}, 16],
    ['are as many as are owned', azureLicence(), { cores: 8 }, 8],
    ['count at least eight cores for a machine of two', azureLicence('windows-server', 2), {}, 64],
  ])('%s', (_name, shape, params, cores) => {
    expect(bought(LEVER, cloudEstate([[shape, running(16)]]), params)).toMatchObject([
      { licence: 'windows-server', cores },
    ]);
  });

  test('save the licence meter of the cores they cover, and cost nothing', () => {
    const estate = cloudEstate([
      [azureLicence(), running(16)],
      [azureVm(), running(4)],
    ]);
    // $0.80 of licences and $0.80 of machines an hour.
    expect(savingShare(LEVER, estate)).toBeCloseTo(0.5, 9);
    expect(savingShare(LEVER, estate, { cores: 4 })).toBeCloseTo(0.125, 9);
  });

  test.each([
    [
      0,
      'assumed',
      'if 16 cores of Windows Server are owned; the busiest hour needs 16, the last is used in 50 % of the hours',
    ],
    [
      8,
      'measured',
      '8 cores of Windows Server owned; the busiest hour needs 16, the last is used in 100 % of the hours',
    ],
  ])('of %d owned cores are %s', (cores, evidence, why) => {
    const estate = cloudEstate([
      [azureLicence(), running(8)],
      [azureLicence(), running(8, 0.5)],
    ]);
    expect(ask(LEVER, estate, null, { cores })).toMatchObject({ evidence, why, risks: [{ kind: 'none' }] });
  });
});
