/** Published tables of Azure's reservation ratios that are no sizes of machines: Cosmos DB by Region, SUSE plans by vCPU. */

import { ratioTable } from './size-flexibility.ts';

/**
 * Reserved RU/s that one RU/s of a Region takes, as the billing meters name the Regions.
 * Source: learn.microsoft.com/azure/cost-management-billing/reservations/understand-cosmosdb-reservation-charges, 2023-11-17.
 */
const COSMOS_DB_RATIOS: Readonly<Record<number, readonly string[]>> = {
  1: [
    'AP Southeast',
    'AP East',
    'EU North',
    'EU West',
    'KR South',
    'KR Central',
    'UK South',
    'UK South 2',
    'UK West',
    'UK North',
    'US East',
    'US East 2',
    'US Central',
    'US North Central',
    'US West',
    'US West 2',
    'US West Central',
    'SA North',
    'SA West',
  ],
  1.0375: ['IN South'],
  1.1: ['CA East'],
  1.125: ['JA East', 'JA West'],
  1.1375: ['IN West', 'IN Central'],
  1.15: ['AU East'],
  1.2: ['CA Central'],
  1.25: ['FR Central'],
  1.5: ['BR South', 'AU Central', 'AU Central 2'],
  1.625: ['FR South'],
};

const COSMOS_DB_RATIO_OF = new Map(
  Object.entries(COSMOS_DB_RATIOS).flatMap(([ratio, regions]) =>
    regions.map(region => [region.toLowerCase(), Number(ratio)] as const),
  ),
);

/** Reserved RU/s that one RU/s takes in a Region of the meter's name (`US West 2`); null for a Region without a published ratio. */
export function cosmosDbRatio(region: string): number | null {
  return COSMOS_DB_RATIO_OF.get(region.toLowerCase()) ?? null;
}

/**
 * SUSE software plans: one group each, sizes by the meter's name.
 * Source: learn.microsoft.com/azure/cost-management-billing/reservations/understand-suse-reservation-charges, 2023-11-17.
 * Its text calculates with 2 and 2.6 where its table has 1.92308 and 2.92308; here stands the table.
 */
export const suseRatio = ratioTable({
  'SUSE Linux Enterprise Server for HPC': {
    'SUSE Linux Enterprise Server for HPC 1-2 vCPUs': 1,
    'SUSE Linux Enterprise Server for HPC 3-4 vCPUs': 1.92308,
    'SUSE Linux Enterprise Server for HPC 5+ vCPUs': 2.92308,
  },
  'SUSE for SAP Linux Enterprise Server': {
    'SUSE for SAP Linux Enterprise Server 1-2 vCPUs': 1,
    'SUSE for SAP Linux Enterprise Server 3-4 vCPUs': 2,
    'SUSE for SAP Linux Enterprise Server 5+ vCPUs': 2.41176,
  },
  'SUSE Linux Enterprise Server': {
    'SUSE Linux Enterprise Server 1-2 vCPUs': 1,
    'SUSE Linux Enterprise Server 3-4 vCPUs': 1.92308,
    'SUSE Linux Enterprise Server 5+ vCPUs': 2.30769,
  },
});
