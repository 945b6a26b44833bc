/** What lines of Azure are to commitments. */

import { describe, expect, test } from 'vitest';
import {
  type AzureLine,
  azureCommittable,
  azureSizeOf,
} from '../../../../src/engine/estate/meters/azure-committable.ts';

const MACHINE: AzureLine = {
  serviceName: 'Virtual Machines',
  usageType: 'D4s v5',
  instanceType: 'Standard_D4s_v5',
  regionId: 'westeurope',
  resourceId: '/subscriptions/1/resourceGroups/RG-App/providers/Microsoft.Compute/virtualMachines/vm-1',
};

test('a machine is its size in its Region, in its resource group', () => {
  expect(azureCommittable(MACHINE)).toEqual({
    unit: 'instance-hour',
    shape: {
      kind: 'azure-vm',
      size: 'Standard_D4s_v5',
      region: 'westeurope',
      resourceGroup: 'rg-app',
      managementGroup: null,
    },
  });
});

test.each([
  ['D4s v5', 'Standard_D4s_v5'],
  ['B2ms', 'Standard_B2ms'],
  ['F8s v2', 'Standard_F8s_v2'],
  ['E16-4as v4', 'Standard_E16-4as_v4'],
  ['NC24rs v3', 'Standard_NC24rs_v3'],
  ['NV36adms A10 v5', 'Standard_NV36adms_A10_v5'],
  ['D2 v3/D2s v3', 'Standard_D2s_v3'],
  ['D2 v2/DS2 v2', 'Standard_DS2_v2'],
  ['Compute Savings Plan', null],
  ['vCore', null],
  [null, null],
])('without a size on the line, the meter %j is %j', (usageType, size) => {
  expect(azureSizeOf({ usageType, instanceType: null })).toBe(size);
});

test('the size of the line goes before the meter', () => {
  const line = { usageType: 'D2 v3/D2s v3', instanceType: 'Standard_D2_v3' };
  expect(azureSizeOf(line)).toBe('Standard_D2_v3');
});

describe('no commitment covers', () => {
  test.each<readonly [string, Partial<AzureLine>]>([
    ['spot', { usageType: 'D4s v5 Spot' }],
    ['low priority', { usageType: 'D4s v5 Low Priority' }],
    ['a licence', { serviceName: 'Virtual Machines Licenses', usageType: '4 vCPU VM License' }],
    ['a disk', { serviceName: 'Storage', usageType: 'P10 LRS Disk', instanceType: null }],
    ['a database', { serviceName: 'SQL Database', usageType: 'vCore', instanceType: null }],
    ['a dedicated host', { usageType: 'Dsv3 Type1 Dedicated Host', instanceType: null }],
    ['a line that tells no size', { usageType: null, instanceType: null }],
  ])('%s', (_name, more) => {
    expect(azureCommittable({ ...MACHINE, ...more })).toBeNull();
  });
});

test('a machine outside of every resource group is one all the same', () => {
  expect(azureCommittable({ ...MACHINE, resourceId: null })).toMatchObject({
    shape: { resourceGroup: null },
  });
});

test.each([
  ['Reservation-Windows Svr (4 Core)', 4],
  ['Reservation-Windows Svr Burst (2 Core)', 2],
])('%s is Windows Server on a machine of %d cores, counted in cores', (usageType, cores) => {
  expect(azureCommittable({ ...MACHINE, usageType, instanceType: null })).toMatchObject({
    unit: 'core-hour',
    unitsPerPricingUnit: cores,
    shape: { kind: 'licence', licence: 'windows-server', vcpusPerMachine: cores, resourceGroup: 'rg-app' },
  });
});
