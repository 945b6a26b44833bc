/** Azure: bring licences that are owned, in the place of licences billed by the hour. */

import { coresPerLicensedCore } from '../../commitments/azure/hybrid-benefit.ts';
import type { LicenceKind, UsagePool } from '../../commitments/usage.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { choiceParam, numberParam } from '../../lever-params.ts';
import { CONTRACT_REALIZATION } from '../realization.ts';
import { isUsed } from './cloud-purchases.ts';
import { PLANNED } from './purchase-terms.ts';

const HYBRID_BENEFIT = 'https://learn.microsoft.com/windows-server/get-started/azure-hybrid-benefit';
const SCOPE =
  'https://learn.microsoft.com/azure/cost-management-billing/scope-level/overview-azure-hybrid-benefit-scope';

const NAMES: Readonly<Record<string, string>> = {
  'windows-server': 'Windows Server',
  'sql-server-standard': 'SQL Server Standard',
  'sql-server-enterprise': 'SQL Server Enterprise',
};

/** Owned cores that the licences of an hour take, the busiest hour and hour by hour. */
function coresPerHour(pools: readonly UsagePool[], licence: LicenceKind): Float64Array {
  const cores = new Float64Array(pools[0]?.quantities.length ?? 0);
  for (const { shape, quantities } of pools) {
    if (shape.kind !== 'licence') continue;
    const each = coresPerLicensedCore(licence, shape.vcpusPerMachine);
    for (let hour = 0; hour < cores.length; hour++)
      cores[hour] = (cores[hour] ?? 0) + (quantities[hour] ?? 0) * each;
  }
  return cores;
}

export const azureHybridBenefit = defineLever({
  meta: {
    id: 'azure-hybrid-benefit',
    title: 'Azure Hybrid Benefit',
    summary: 'Put licences with Software Assurance that are owned in the place of licences billed by Azure.',
    capability: 'rate-optimization',
    stage: 'commit',
    effortDays: { low: 0.5, mode: 2, high: 10 },
    leadTimeMonths: 1,
    reversible: true,
    headline: { text: 'up to 85 % with reservations, the whole licence without', source: HYBRID_BENEFIT },
    planning: { text: 'the billed licence of every core that an owned one covers', source: SCOPE },
    realization: CONTRACT_REALIZATION,
    sources: [HYBRID_BENEFIT, SCOPE],
    excludes: [],
  },
  target: 'estate',
  params: {
    licence: choiceParam({
      label: 'Licence',
      unit: '',
      description: 'What is owned, with Software Assurance or a subscription.',
      default: 'windows-server',
      choices: ['windows-server', 'sql-server-standard', 'sql-server-enterprise'],
    }),
    cores: numberParam({
      label: 'Cores owned',
      unit: 'cores',
      description: '0 takes as many as the busiest hour needs: say how many are really owned and free.',
      default: 0,
      min: 0,
      max: 100_000,
      step: 8,
    }),
  },
  eligible: (_estate, { licence, cores: owned }, { uncoveredUsage }) => {
    const name = NAMES[licence] ?? licence;
    const billed = uncoveredUsage().filter(
      ({ shape }) => shape.kind === 'licence' && shape.licence === licence,
    );
    if (billed.length === 0) return no(`the bill has no licence of ${name} by the core`);
    const left = billed.filter(isUsed);
    if (left.length === 0) return no(`owned licences cover all of ${name} already`);
    const needed = coresPerHour(left, licence);
    const most = Math.ceil(needed.reduce((highest, cores) => Math.max(highest, cores), 0));
    const cores = owned > 0 ? owned : most;
    const inUse = needed.filter(each => each >= Math.min(cores, most) * (1 - 1e-9)).length / needed.length;
    const commitment = {
      ...PLANNED,
      kind: 'hybrid-benefit',
      id: `azure-hybrid-benefit-${licence}`,
      termYears: null,
      payment: null,
      licence,
      scope: { level: 'shared', id: null },
      cores,
    } as const;
    const used = `the busiest hour needs ${most}, the last is used in ${Math.round(inUse * 100)} % of the hours`;
    return owned > 0
      ? yes(`${cores} cores of ${name} owned; ${used}`, 'measured', { commitment })
      : yes(`if ${cores} cores of ${name} are owned; ${used}`, 'assumed', { commitment });
  },
  effect: (_estate, { commitment }) => ({ kind: 'commit', commitments: [commitment] }),
  risk: () => [
    { kind: 'none', reason: 'a licence moves from one contract to another: no system is touched' },
  ],
});
