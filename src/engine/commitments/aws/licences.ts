/**
 * Software that is billed with an instance: it follows the active vCPUs, the machine does not (EC2 user guide, "Optimize
 * CPUs for License-Included instances", October 2025 or later). Savings Plans touch the machine only.
 */

import type { LicenceKind, UsagePool } from '../usage.ts';

/** Licences that a licence-included instance is billed with. */
export type IncludedLicence =
  | 'windows-server'
  | 'windows-server-sql-server-enterprise'
  | 'windows-server-sql-server-standard'
  | 'windows-server-sql-server-web';

/** USD per active vCPU-hour, us-east-1 (same page and the price list, read 2026-11-23). */
export const LICENCE_RATE_PER_VCPU_HOUR: Readonly<Record<IncludedLicence, number>> = {
  'windows-server': 0.046,
  'windows-server-sql-server-enterprise': 0.421,
  'windows-server-sql-server-standard': 0.166,
  'windows-server-sql-server-web': 0.063,
};

/** A machine with licensed software. */
export type LicensedUse = {
  readonly hours: number;
  /** Price of the machine without any licence. */
  readonly instanceRatePerHour: number;
  readonly defaultVcpus: number;
  /** vCPUs that are switched on, 1..defaultVcpus. */
  readonly activeVcpus: number;
  readonly licenceRatePerVcpuHour: number;
};

/** What it costs. */
export type LicensedCost = {
  readonly instanceCost: number;
  readonly licenceCost: number;
  /** Licence cost with every vCPU active. */
  readonly licenceCostDefault: number;
  readonly saving: number;
};

/** Cost of a machine and its licences, with some of its vCPUs switched off. */
export function licensedCost(use: LicensedUse): LicensedCost {
  const perVcpu = use.hours * use.licenceRatePerVcpuHour;
  const licenceCost = perVcpu * use.activeVcpus;
  const licenceCostDefault = perVcpu * use.defaultVcpus;
  return {
    instanceCost: use.hours * use.instanceRatePerHour,
    licenceCost,
    licenceCostDefault,
    saving: licenceCostDefault - licenceCost,
  };
}

/**
 * Splits licence-included usage into the machine, which a Savings Plan may cover, and the licence, which nothing covers.
 * @param pool instance-hours whose rates hold the machine only
 * @param licenceRatePerVcpuHour list price; the customer's own is in the same proportion as the machine's
 */
export function withLicence(
  pool: UsagePool,
  licence: { readonly kind: LicenceKind; readonly activeVcpus: number; readonly ratePerVcpuHour: number },
): readonly [machine: UsagePool, licence: UsagePool] {
  const region = 'region' in pool.shape ? pool.shape.region : '';
  const factor = pool.listRate > 0 ? pool.onDemandRate / pool.listRate : 1;
  return [
    pool,
    {
      ...pool,
      id: `${pool.id}|licence`,
      shape: { kind: 'licence', licence: licence.kind, region, resourceGroup: null, managementGroup: null },
      unit: 'vcpu-hour',
      listRate: licence.ratePerVcpuHour,
      onDemandRate: licence.ratePerVcpuHour * factor,
      quantities: pool.quantities.map(quantity => quantity * licence.activeVcpus),
    },
  ];
}
