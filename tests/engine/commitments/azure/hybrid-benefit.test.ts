/** Owned licences. */

import { describe, expect, test } from 'vitest';
import { coresPerLicensedCore } from '../../../../src/engine/commitments/azure/hybrid-benefit.ts';
import { azureOrder } from '../../../../src/engine/commitments/azure/order.ts';
import { applyAzure, hybridBenefit, licences, orderInput, vms } from './orders.ts';

describe('owned cores', () => {
  test('cover licences of their kind in every hour, and no machine', () => {
    const run = applyAzure({
      pools: [
        licences('win', 'windows-server', [6, 12]),
        licences('sql', 'sql-server-standard', [6, 12]),
        vms('vm', 'x', [6, 12]),
      ],
      commitments: [hybridBenefit({ id: 'h', cores: 8 })],
    });

    expect(run.remaining).toEqual([
      [0, 4],
      [6, 12],
      [6, 12],
    ]);
  });

  test('cost nothing', () => {
    const { benefits } = azureOrder(orderInput({ commitments: [hybridBenefit({ id: 'h', cores: 8 })] }));

    expect(benefits).toMatchObject([{ instrument: 'hybrid-benefit', capacity: 8, costPerUnit: 0 }]);
  });

  test('stay in their scope, the narrower one first', () => {
    const run = applyAzure({
      pools: [
        licences('a', 'windows-server', [8]),
        licences('b', 'windows-server', [8], { account: 'sub-2' }),
      ],
      commitments: [
        hybridBenefit({ id: 'all', cores: 4 }),
        hybridBenefit({ id: 'own', cores: 6, scope: { level: 'subscription', id: 'sub-1' } }),
      ],
    });

    expect([run.coveredBy('own', 'a'), run.coveredBy('all', 'a'), run.coveredBy('all', 'b')]).toEqual([
      6, 2, 2,
    ]);
  });
});

describe('a machine takes a minimum of owned cores', () => {
  test.each([
    ['windows-server', 4, 2],
    ['windows-server', 8, 1],
    ['windows-server', 12, 1],
    ['sql-server-enterprise', 2, 2],
    ['sql-server-standard', 4, 1],
    ['rhel', 2, 1],
    ['windows-server', undefined, 1],
    ['windows-server', null, 1],
    ['windows-server', 0, 1],
  ] as const)('%s on %s cores: %s owned for each', (licence, vcpus, expected) => {
    expect(coresPerLicensedCore(licence, vcpus)).toBe(expected);
  });

  test('so that 8 owned Windows cores cover one machine of 4 and not two', () => {
    const run = applyAzure({
      pools: [licences('win', 'windows-server', [8], { vcpusPerMachine: 4 })],
      commitments: [hybridBenefit({ id: 'h', cores: 8 })],
    });

    expect(run.covered('win')).toBe(4);
  });
});
