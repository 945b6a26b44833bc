/** Machines and licences of Google Cloud and Azure for the levers that commit to them, with prices of round numbers. */

import fc from 'fast-check';
import type { LicenceKind, UsageShape } from '../../../src/engine/commitments/usage.ts';
import { flat, HOURS, officeHours } from '../../engine/estates.ts';
import { metered } from '../metered-usage.ts';
import type { Named } from './index.ts';

export function gcpCore(
  series: string,
  resource: 'vcpu' | 'memory-gib' = 'vcpu',
  region = 'us-central1',
): UsageShape {
  const sku = `${series} ${resource} running in ${region}`;
  return {
    kind: 'gcp-resource',
    series,
    region,
    zone: null,
    machineType: null,
    resource,
    sku,
    product: 'compute',
  };
}

export function cloudSql(region = 'us-central1'): UsageShape {
  return { kind: 'gcp-metered', product: 'cloud-sql', region, sku: 'vCPU' };
}

export function azureVm(size = 'Standard_D4s_v5', region = 'eastus'): UsageShape {
  return { kind: 'azure-vm', size, region, resourceGroup: null, managementGroup: null };
}

export function azureLicence(licence: LicenceKind = 'windows-server', vcpusPerMachine = 8): UsageShape {
  return {
    kind: 'licence',
    licence,
    region: 'eastus',
    vcpusPerMachine,
    resourceGroup: null,
    managementGroup: null,
  };
}

/** On-demand prices as a bill tells them: $0.10 a core, $0.01 a GiB, $0.20 a machine with 4 cores, $0.05 a licensed core. */
export const CLOUD_PRICES: readonly (readonly [UsageShape, number])[] = [
  ...['n1', 'n2', 'e2', 'm1', 'h3', 'f1'].map(series => [gcpCore(series), 0.1] as const),
  ...['n1', 'n2', 'e2'].map(series => [gcpCore(series, 'memory-gib'), 0.01] as const),
  [gcpCore('n2', 'vcpu', 'europe-west9'), 0.1],
  [gcpCore('h3', 'vcpu', 'europe-west9'), 0.1],
  [cloudSql(), 0.04],
  [cloudSql('europe-west1'), 0.05],
  [azureVm(), 0.2],
  [azureVm('Standard_E4s_v5'), 0.25],
  [azureVm('Standard_D4s_v5', 'westeurope'), 0.25],
  // The list has $0.25 for the bare machine.
  [azureLicence(), 0.05],
  [azureLicence('sql-server-standard'), 0.1],
];

/** All the time, in office hours, in a changing number, half of the week, never. */
const hours: fc.Arbitrary<Float64Array> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(flat(1), flat(3), flat(16)) },
  fc.constantFrom(officeHours(), flat(0).fill(2, 0, HOURS / 2), flat(0)),
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 8 })
    .map(pattern => Float64Array.from({ length: HOURS }, (_, hour) => pattern[hour % pattern.length] ?? 0)),
);

const place = fc.record({
  workload: fc.constantFrom('shop', 'shop', 'vault', 'staging'),
  account: fc.constantFrom('1', '2'),
});

/** Resources that use one of these shapes. */
function usersOf(isWanted: (shape: UsageShape) => boolean): fc.Arbitrary<Named> {
  const shapes = CLOUD_PRICES.map(([shape]) => shape).filter(isWanted);
  return fc.record({ shape: fc.constantFrom(...shapes), hours, place }).map(
    ({ place: at, ...use }) =>
      id =>
        metered(id, [use], at),
  );
}

const cores = usersOf(({ kind }) => kind === 'gcp-resource');
const machines = usersOf(({ kind }) => kind === 'azure-vm');

/** By lever id. */
export const CLOUD_COMMITMENT_SAMPLES: Readonly<Record<string, fc.Arbitrary<Named>>> = {
  'gcp-resource-commitment': cores,
  'gcp-flexible-commitment': fc.oneof(
    cores,
    usersOf(({ kind }) => kind === 'gcp-metered'),
  ),
  'azure-reservation': machines,
  'azure-savings-plan': machines,
  'azure-hybrid-benefit': usersOf(({ kind }) => kind === 'licence'),
};
