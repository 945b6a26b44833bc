/** Azure Hybrid Benefit: owned licences take the place of billed ones, core by core. */

import type { OrderInput } from '../application.ts';
import { hoursInForce } from '../hours-in-force.ts';
import type { LicenceKind } from '../usage.ts';
import { assertAmount, type BenefitDraws, type IndexedPool } from './benefit-draws.ts';
import { compareArrival, compareScope, isInScope } from './scopes.ts';

/**
 * Owned cores that a machine takes at least, however small it is.
 *
 * Windows Server 8: learn.microsoft.com/windows-server/get-started/azure-hybrid-benefit, 2025-09-03.
 * SQL Server Standard and Enterprise 4: learn.microsoft.com/azure/cost-management-billing/scope-level/
 * overview-azure-hybrid-benefit-scope, 2023-04-19.
 * The others have no published minimum: 1 is an assumption (range 1 to 2), that is, the machine's own cores.
 */
export const MINIMUM_CORES: Readonly<Record<LicenceKind, number>> = {
  'windows-server': 8,
  'sql-server-standard': 4,
  'sql-server-enterprise': 4,
  'sql-server-web': 1,
  rhel: 1,
  suse: 1,
};

/**
 * Owned core-hours that one licensed core-hour takes.
 * @param vcpusPerMachine cores of the machines of the pool; null or undefined when unknown: no minimum is applied
 */
export function coresPerLicensedCore(
  licence: LicenceKind,
  vcpusPerMachine: number | null | undefined,
): number {
  if (vcpusPerMachine == null || !(vcpusPerMachine > 0)) return 1;
  return Math.max(1, MINIMUM_CORES[licence] / vcpusPerMachine);
}

/**
 * Hybrid benefits in the order they apply: the narrower scope first, then first come, first served.
 *
 * Owned cores cover licences of their own kind at no further cost, in every hour again. No compute commitment touches
 * licences, so where these steps stand among the others changes nothing.
 * @param pools every pool of the input, in the order they are served
 */
export function hybridBenefitDraws(
  input: OrderInput,
  pools: readonly IndexedPool[],
): readonly BenefitDraws[] {
  return input.commitments
    .filter(each => each.kind === 'hybrid-benefit')
    .sort((a, b) => compareScope(a, b) || compareArrival(a, b))
    .map(owned => ({
      benefit: {
        id: owned.id,
        instrument: 'hybrid-benefit',
        capacity: assertAmount(owned.cores, 'the cores of a hybrid benefit'),
        costPerUnit: 0,
        renewal: 'hour',
        ...hoursInForce(owned, input),
      },
      draws: pools.flatMap(({ usage, pool }) => {
        const { shape } = pool;
        if (shape.kind !== 'licence' || shape.licence !== owned.licence || !isInScope(owned, pool)) return [];
        return [{ usage, unitsPerQuantity: coresPerLicensedCore(shape.licence, shape.vcpusPerMachine) }];
      }),
    }));
}
