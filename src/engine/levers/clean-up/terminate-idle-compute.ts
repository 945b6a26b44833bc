/** Stop paying for instances that nobody uses. */

import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import { RELIABILITY_CONSTANTS } from '../../reliability/index.ts';
import { REALIZATION } from '../realization.ts';

const { wrongRemovalProbability, wrongRemovalRestoreMinutes } = RELIABILITY_CONSTANTS;

const AZURE_ADVISOR = 'https://learn.microsoft.com/azure/advisor/advisor-cost-recommendations';

export const terminateIdleCompute = defineLever({
  meta: {
    id: 'terminate-idle-compute',
    title: 'Terminate idle compute',
    summary: 'Terminate instances whose CPU and network were idle for the whole observation.',
    capability: 'usage-optimization',
    stage: 'clean-up',
    effortDays: { low: 0.1, mode: 0.25, high: 1 },
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: '100 % of what an idle instance costs', source: AZURE_ADVISOR },
    planning: {
      text: '27 % of cloud spend is called waste in a survey: an upper bound for everything unused, not for this lever',
      source: 'https://alisafari.space/blog/public-cloud-723-billion-waste/ (quotes Flexera 2025)',
    },
    realization: REALIZATION,
    sources: [AZURE_ADVISOR],
    excludes: [
      'schedule-non-production',
      'rightsize-compute',
      'rightsize-auto-scaling-group',
      'kubernetes-bin-packing',
    ],
  },
  target: 'instance',
  params: {
    cpuPercentP95Below: numberParam({
      label: 'CPU p95 below',
      unit: '%',
      description: 'Azure Advisor calls a machine idle below 3 %.',
      default: 3,
      min: 0.1,
      max: 20,
      step: 0.5,
    }),
    networkMbpsP95Below: numberParam({
      label: 'Network p95 below',
      unit: 'Mbit/s',
      description: 'Assumption: above this something still talks to it. Checked where the metric is known.',
      default: 2,
      min: 0,
      max: 1000,
      step: 1,
    }),
    observedDaysMin: numberParam({
      label: 'Observed at least',
      unit: 'days',
      description: 'Assumption: two weeks see a monthly job half of the time; raise it to be surer.',
      default: 14,
      min: 1,
      max: 365,
      step: 1,
    }),
  },
  eligible: ({ utilization }, params) => {
    if (!utilization || utilization.cpu.p95 === null) return no('CPU not observed: import metrics');
    if ((utilization.observedDays ?? 0) < params.observedDaysMin) {
      return no(`observed for ${utilization.observedDays ?? 0} days, ${params.observedDaysMin} asked for`);
    }
    const cpuPercent = utilization.cpu.p95 * 100;
    if (cpuPercent >= params.cpuPercentP95Below) return no(`CPU p95 is ${cpuPercent.toFixed(1)} %`);
    const network = utilization.networkMbps.p95;
    if (network !== null && network >= params.networkMbpsP95Below)
      return no(`network p95 is ${network} Mbit/s`);
    return yes(
      `CPU p95 ${cpuPercent.toFixed(1)} % over ${utilization.observedDays} days`,
      network === null ? 'inferred' : 'measured',
      {},
    );
  },
  effect: ({ id }) => ({ kind: 'terminate', resourceId: id }),
  risk: ({ id }) => [
    { kind: 'capacity', resourceId: id, ratio: 0, reason: 'one instance fewer to fail over to' },
    {
      kind: 'wrong-removal',
      probability: wrongRemovalProbability.value,
      restoreMinutes: wrongRemovalRestoreMinutes.value,
      reason: 'it may have been needed after all; an image taken first makes it restorable',
    },
    { kind: 'change-event', multiplier: 0.5, reason: 'one call, undone by a restore' },
  ],
});
